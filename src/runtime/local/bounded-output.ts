// The first bytes of a stream; the rest is counted and dropped, so that the writer never blocks.

export class BoundedOutput {
  readonly #maxBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #keptBytes = 0;
  #droppedBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get droppedBytes(): number {
    return this.#droppedBytes;
  }

  push(chunk: Uint8Array): void {
    const room = this.#maxBytes - this.#keptBytes;
    const kept = chunk.subarray(0, Math.max(0, room));
    if (kept.byteLength > 0) this.#chunks.push(kept);
    this.#keptBytes += kept.byteLength;
    this.#droppedBytes += chunk.byteLength - kept.byteLength;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
