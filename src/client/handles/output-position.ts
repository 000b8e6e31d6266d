// Where the reading of an output stream stands: pieces come in order, some of them twice, some missing.

export class OutputPosition {
  #next: number | undefined;

  /** Without a start, the offset of the first piece is the beginning. */
  constructor(start: number | undefined) {
    this.#next = start;
  }

  /** Offset of the next byte. */
  get next(): number {
    return this.#next ?? 0;
  }

  /** What of the data is new, and whether something before it is missing. */
  take(offset: number, data: Buffer): { readonly data: Buffer; readonly isGap: boolean } {
    const expected = this.#next ?? offset;
    this.#next = Math.max(expected, offset + data.length);
    return { data: data.subarray(Math.max(expected - offset, 0)), isGap: offset > expected };
  }
}
