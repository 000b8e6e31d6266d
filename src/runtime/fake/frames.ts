// How the fake engine sends both streams of an exec over one connection.

import type { ExecOutput } from '../../ports/runtime.ts';

const headerBytes = 5;
const lengthOffset = 1;

/** One byte for the stream, four for the length, and the bytes. */
export function frameOf(stream: ExecOutput['stream'], bytes: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + bytes.length);
  frame.writeUInt8(stream === 'stdout' ? 1 : 2, 0);
  frame.writeUInt32BE(bytes.length, lengthOffset);
  frame.set(bytes, headerBytes);
  return frame;
}

/** Takes frames apart however they were split or glued on the way. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  *push(piece: Buffer): Generator<ExecOutput> {
    let rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    while (rest.length >= headerBytes) {
      const end = headerBytes + rest.readUInt32BE(lengthOffset);
      if (rest.length < end) break;
      yield { stream: rest.readUInt8(0) === 1 ? 'stdout' : 'stderr', bytes: rest.subarray(headerBytes, end) };
      rest = rest.subarray(end);
    }
    this.#rest = rest;
  }
}
