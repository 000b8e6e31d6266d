// What one stream of a command has said: the newest bytes under a bound, by their offset from its beginning.

import { SandkeepError } from '../domain/errors.ts';

/** Small pieces share a block, so that a command that writes byte by byte costs no more than its bytes. */
const blockBytes = 64 * 1024;
/** Larger pieces are kept as they came: to copy them would cost more than the memory around them. */
const keptWholeBytes = 16 * 1024;
/** Largest piece that a reader is given. */
export const chunkBytes = 64 * 1024;

interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array;
  length: number;
}

export class ExecBuffer {
  readonly #limitBytes: number;
  #blocks: Block[] = [];
  #start = 0;
  #end = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Offset of the oldest byte that is kept. */
  get start(): number {
    return this.#start;
  }

  /** Offset behind the newest byte. */
  get end(): number {
    return this.#end;
  }

  get keptBytes(): number {
    return this.#end - this.#start;
  }

  /** Whether another byte would push out the one at this offset. */
  isFullFrom(offset: number): boolean {
    return this.#end - offset >= this.#limitBytes;
  }

  /** The bytes are the buffer's from here on. */
  add(bytes: Uint8Array): void {
    if (bytes.length >= keptWholeBytes) {
      this.#blocks.push({ offset: this.#end, bytes, length: bytes.length });
      this.#end += bytes.length;
    } else this.#copy(bytes);
    this.trimTo(this.#end - this.#limitBytes);
  }

  /** Forgets what is before the offset. */
  trimTo(offset: number): void {
    if (offset <= this.#start) return;
    this.#start = Math.min(offset, this.#end);
    while (this.#blocks[0] !== undefined && this.#blocks[0].offset + this.#blocks[0].length <= this.#start) {
      this.#blocks.shift();
    }
  }

  /** At most one chunk from the offset on, in parts; none when there is nothing yet. EXEC_OUTPUT_TRIMMED. */
  read(offset: number): readonly Uint8Array[] {
    this.requireKept(offset);
    const end = Math.min(this.#end, offset + chunkBytes);
    const parts: Uint8Array[] = [];
    for (const block of this.#blocks) {
      const from = Math.max(offset - block.offset, 0);
      const to = Math.min(end - block.offset, block.length);
      if (to > from) parts.push(block.bytes.subarray(from, to));
      if (block.offset + block.length >= end) break;
    }
    return parts;
  }

  /** EXEC_OUTPUT_TRIMMED for an offset that is not kept any more, or that is not reached yet. */
  requireKept(offset: number): void {
    if (offset >= this.#start && offset <= this.#end) return;
    const message = `offset ${offset} is not kept: there are bytes ${this.#start} to ${this.#end}`;
    throw new SandkeepError('EXEC_OUTPUT_TRIMMED', message, {
      metadata: { offset: String(offset), oldest_offset: String(this.#start), end_offset: String(this.#end) },
    });
  }

  #copy(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const block = this.#openBlock();
      const part = rest.subarray(0, block.bytes.length - block.length);
      block.bytes.set(part, block.length);
      block.length += part.length;
      this.#end += part.length;
      rest = rest.subarray(part.length);
    }
  }

  #openBlock(): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.length < last.bytes.length) return last;
    const block = { offset: this.#end, bytes: Buffer.allocUnsafeSlow(blockBytes), length: 0 };
    this.#blocks.push(block);
    return block;
  }
}
