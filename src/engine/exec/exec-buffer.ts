// What one stream of a command has said: the newest bytes under a bound, by their offset from its beginning.

import { SandkeepError } from '../../domain/errors.ts';

/** Small pieces share a block, so that a command that writes byte by byte costs no more than its bytes. */
const blockBytes = 64 * 1024;
/** Blocks that wait to be used again. */
const maxFreeBlocks = 2;
/** Largest piece that a reader is given. */
export const chunkBytes = 64 * 1024;

interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array;
  length: number;
}

export class ExecBuffer {
  readonly #limitBytes: number;
  readonly #blocks: Block[] = [];
  readonly #free: Uint8Array[] = [];
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

  /** Copies: what is kept outlives the pieces it came in, which are then gone before they cost anything. */
  add(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const block = this.#openBlock();
      const part = rest.subarray(0, blockBytes - block.length);
      block.bytes.set(part, block.length);
      block.length += part.length;
      this.#end += part.length;
      rest = rest.subarray(part.length);
    }
    this.trimTo(this.#end - this.#limitBytes);
  }

  /** Forgets what is before the offset. */
  trimTo(offset: number): void {
    if (offset <= this.#start) return;
    this.#start = Math.min(offset, this.#end);
    while (this.#blocks[0] !== undefined && this.#blocks[0].offset + this.#blocks[0].length <= this.#start) {
      const [block] = this.#blocks.splice(0, 1);
      if (block !== undefined && this.#free.length < maxFreeBlocks) this.#free.push(block.bytes);
    }
  }

  /** Copies what there is from the offset on into the target, as far as it fits; how many bytes. EXEC_OUTPUT_TRIMMED. */
  readInto(target: Uint8Array, offset: number): number {
    this.requireKept(offset);
    const end = Math.min(this.#end, offset + target.length);
    for (const block of this.#blocks) {
      if (block.offset >= end) break;
      const from = Math.max(offset - block.offset, 0);
      const to = Math.min(end - block.offset, block.length);
      if (to > from) target.set(block.bytes.subarray(from, to), block.offset + from - offset);
    }
    return end - offset;
  }

  /** EXEC_OUTPUT_TRIMMED for an offset that is not kept any more, or that is not reached yet. */
  requireKept(offset: number): void {
    if (offset >= this.#start && offset <= this.#end) return;
    const message = `offset ${offset} is not kept: there are bytes ${this.#start} to ${this.#end}`;
    throw new SandkeepError('EXEC_OUTPUT_TRIMMED', message, {
      metadata: { offset: String(offset), oldest_offset: String(this.#start), end_offset: String(this.#end) },
    });
  }

  #openBlock(): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.length < blockBytes) return last;
    const bytes = this.#free.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
    const block = { offset: this.#end, bytes, length: 0 };
    this.#blocks.push(block);
    return block;
  }
}
