// What the clients know: every acknowledged result in the order it arrived. All clients live in one process, so one
// counter puts what they sent and what they were told in order.

import type { Sandbox__Output } from '../../src/gen/sandkeep/v1/Sandbox.ts';

export interface KnownSandbox {
  readonly id: string;
  readonly session: string;
  /** The one that Acquire gives; others were made by Create. */
  readonly primary: boolean;
  readonly generation: string;
  readonly acknowledgedAt: number;
  /** Somebody asked for its end, whether or not there was an answer. */
  destroyAsked: boolean;
  /** When its end was acknowledged. */
  destroyedAt: number | null;
  /** Somebody asked to end it for all holders. */
  forced: boolean;
  readonly holders: Set<string>;
}

/** One file has one writer, so what it may hold is what was acknowledged last or tried since. */
export interface KnownFile {
  readonly session: string;
  readonly name: string;
  acknowledged: string | null;
  tried: string[];
}

const maxHistory = 1_000_000;

export class Ledger {
  readonly sandboxes = new Map<string, KnownSandbox>();
  readonly files = new Map<string, KnownFile>();
  readonly violations: string[] = [];
  readonly counts = new Map<string, number>();
  readonly #history: string[] = [];
  #now = 0;

  /** The next moment. */
  tick(): number {
    this.#now += 1;
    return this.#now;
  }

  /** What was sent or heard, in the order it was. */
  record(entry: object): void {
    if (this.#history.length < maxHistory) this.#history.push(JSON.stringify({ at: this.tick(), ...entry }));
  }

  /** One line for each. */
  history(): string {
    return this.#history.join('\n');
  }

  count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  violate(message: string): void {
    this.violations.push(message);
    console.error(`violation: ${message}`);
  }

  /** An answer that gives out a sandbox to a request that was first sent at `sentAt`. */
  handedOut(
    sandbox: Sandbox__Output,
    use: { session: string; primary: boolean; holder: string; sentAt: number },
  ): void {
    const { id, generation } = sandbox;
    const known = this.sandboxes.get(id);
    if (known !== undefined) {
      this.#checkAgain(known, sandbox, use.sentAt);
      if (use.holder !== '') known.holders.add(use.holder);
      return;
    }
    if (use.primary) this.#checkOnlyOne(id, use.session, use.sentAt);
    const holders = new Set(use.holder === '' ? [] : [use.holder]);
    const { session, primary } = use;
    const fresh = { destroyAsked: false, destroyedAt: null, forced: false, holders };
    this.sandboxes.set(id, { id, session, primary, generation, acknowledgedAt: this.tick(), ...fresh });
  }

  /** Those whose end nobody asked for: they must be there. */
  expectedAlive(): KnownSandbox[] {
    return [...this.sandboxes.values()].filter((known) => !known.destroyAsked);
  }

  file(session: string, name: string): KnownFile {
    const key = `${session}/${name}`;
    let file = this.files.get(key);
    if (file === undefined) {
      file = { session, name, acknowledged: null, tried: [] };
      this.files.set(key, file);
    }
    return file;
  }

  #checkAgain(known: KnownSandbox, sandbox: Sandbox__Output, sentAt: number): void {
    if (known.destroyedAt !== null && known.destroyedAt < sentAt) {
      this.violate(`${known.id} of ${known.session} was handed out after its release was acknowledged`);
    }
    // Nothing in this run ends a container but a release, so a new generation means that one was lost.
    if (known.acknowledgedAt < sentAt && sandbox.generation !== known.generation) {
      this.violate(`${known.id} of ${known.session} lost its container: generation ${sandbox.generation}`);
    }
  }

  #checkOnlyOne(id: string, session: string, sentAt: number): void {
    for (const other of this.sandboxes.values()) {
      const isOther =
        other.primary && other.session === session && !other.destroyAsked && other.acknowledgedAt < sentAt;
      if (isOther) this.violate(`${session} got ${id} while ${other.id} was acknowledged and not released`);
    }
  }
}

export function mayHold(file: KnownFile, content: string | null): boolean {
  return content === file.acknowledged || file.tried.some((tried) => tried === content);
}
