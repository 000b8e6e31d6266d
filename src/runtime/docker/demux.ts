// The engine's way of sending stdout and stderr over one connection: frames of an 8-byte header and a payload.

import { EngineFailure } from './errors.ts';

export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

const headerBytes = 8;
const lengthOffset = 4;
/** 0 is stdin echoed, 1 stdout, 2 stderr, 3 the engine's own complaint. */
const streamNames = ['stdout', 'stdout', 'stderr', 'stderr'] as const;

/** Takes frames apart however they were split or glued on the way. It holds nothing but a header. */
export class FrameSplitter {
  readonly #header = Buffer.alloc(headerBytes);
  #headerFilled = 0;
  #payloadLeft = 0;
  #stream: OutputChunk['stream'] = 'stdout';
  #frames = 0;
  #frameBytes = 0;

  /** How many have begun so far: a log has a frame for each line, or for a part of a long one. */
  get frames(): number {
    return this.#frames;
  }

  /** Of the payload of the present one. */
  get frameBytes(): number {
    return this.#frameBytes;
  }

  /** Whether all of the present one has been given. */
  get isFrameWhole(): boolean {
    return this.#payloadLeft === 0;
  }

  /** The payload in these bytes, piece by piece. Throws EngineFailure when they are no frames. */
  *push(piece: Uint8Array): Generator<OutputChunk> {
    let rest = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    while (rest.length > 0) {
      if (this.#payloadLeft === 0) {
        rest = this.#takeHeader(rest);
        continue;
      }
      const bytes = rest.subarray(0, this.#payloadLeft);
      this.#payloadLeft -= bytes.length;
      rest = rest.subarray(bytes.length);
      yield { stream: this.#stream, bytes };
    }
  }

  /** Whether the bytes so far end where a frame ends. */
  get isComplete(): boolean {
    return this.#payloadLeft === 0 && this.#headerFilled === 0;
  }

  #takeHeader(rest: Buffer): Buffer {
    const copied = rest.copy(this.#header, this.#headerFilled, 0, headerBytes - this.#headerFilled);
    this.#headerFilled += copied;
    if (this.#headerFilled === headerBytes) {
      this.#headerFilled = 0;
      this.#frames += 1;
      this.#stream = streamOf(this.#header);
      this.#payloadLeft = this.#header.readUInt32BE(lengthOffset);
      this.#frameBytes = this.#payloadLeft;
    }
    return rest.subarray(copied);
  }
}

/** The frames of a stream, read no faster than its consumer. EngineFailure when it is no frames or ends inside one. */
export async function* demux(source: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk> {
  const splitter = new FrameSplitter();
  for await (const piece of source) yield* splitter.push(piece);
  if (!splitter.isComplete) throw new EngineFailure('the output ended in the middle', null, 'ECONNRESET');
}

function streamOf(header: Buffer): OutputChunk['stream'] {
  const name = streamNames[header.readUInt8(0)];
  if (name === undefined || header.readUIntBE(1, 3) !== 0) {
    throw new EngineFailure('the output is not in frames', null, 'EPROTO');
  }
  return name;
}
