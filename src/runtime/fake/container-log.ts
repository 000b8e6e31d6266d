// What the program of a container writes. It is kept in memory up to a bound, and followed while the container runs.

import type { LogLine } from './protocol.ts';

const maxBytes = 256 * 1024 * 1024;
const nanosecondsPerMs = 1_000_000n;

export interface LogView {
  readonly tailLines: number | null;
  readonly sinceNs: bigint | null;
  readonly follow: boolean;
}

export class ContainerLog {
  #lines: LogLine[] = [];
  #bytes = 0;
  /** Number of the first line that is kept. */
  #first = 0;
  #lastNs = 0n;
  #isOpen = false;
  #wake: (() => void)[] = [];

  open(): void {
    this.#isOpen = true;
  }

  /** Whoever follows comes to the end. */
  close(): void {
    this.#isOpen = false;
    this.#ring();
  }

  /** No two lines have the same time, as with an engine that knows nanoseconds. */
  add(source: LogLine['source'], text: string, nowMs: number): void {
    const nowNs = BigInt(nowMs) * nanosecondsPerMs;
    this.#lastNs = nowNs > this.#lastNs ? nowNs : this.#lastNs + 1n;
    this.#lines.push({ source, text, timeNs: this.#lastNs.toString() });
    this.#bytes += text.length;
    while (this.#bytes > maxBytes) {
      this.#bytes -= this.#lines.shift()?.text.length ?? 0;
      this.#first += 1;
    }
    this.#ring();
  }

  async *read({ tailLines, sinceNs, follow }: LogView): AsyncGenerator<LogLine> {
    const end = this.#first + this.#lines.length;
    let next = tailLines === null ? this.#first : Math.max(this.#first, end - tailLines);
    for (;;) {
      next = Math.max(next, this.#first);
      const line = this.#lines[next - this.#first];
      if (line !== undefined) {
        next += 1;
        if (sinceNs === null || BigInt(line.timeNs) >= sinceNs) yield line;
      } else if (follow && this.#isOpen) await new Promise<void>((resolve) => this.#wake.push(resolve));
      else return;
    }
  }

  #ring(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
