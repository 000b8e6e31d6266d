// The output frames of StreamExec in the wire format of the contract, written without an object and a buffer for each:
// of much output that would be most of the cost.

import type { OutputPiece } from '../engine/exec/live-exec.ts';
import type { ExecServiceDefinition } from '../gen/sandkeep/v1/ExecService.ts';
import type { StreamExecResponse } from '../gen/sandkeep/v1/StreamExecResponse.ts';
import { varintBytes, writeVarint } from './varint.ts';

// Field numbers of StreamExecResponse and ExecOutput, shifted, with the wire type.
const stdoutTag = (2 << 3) | 2;
const stderrTag = (3 << 3) | 2;
const offsetTag = (1 << 3) | 0;
const dataTag = (2 << 3) | 2;
/** Two tags and lengths, the offset and its tag. */
const maxHeaderBytes = 32;
const firstScratchBytes = 64 * 1024 + maxHeaderBytes;

/** The service with a StreamExec that takes output pieces beside its messages. */
export function withOutputPieces(service: ExecServiceDefinition): ExecServiceDefinition {
  const { responseSerialize } = service.StreamExec;
  const encoder = new OutputEncoder();
  const serialize = (value: StreamExecResponse | OutputPiece): Buffer =>
    isPiece(value) ? encoder.encode(value) : responseSerialize(value);
  return { ...service, StreamExec: { ...service.StreamExec, responseSerialize: serialize } };
}

function isPiece(value: StreamExecResponse | OutputPiece): value is OutputPiece {
  return 'bytes' in value;
}

/** grpc-js copies a serialised message behind its own header at once, so one scratch serves all. */
export class OutputEncoder {
  #scratch = Buffer.allocUnsafeSlow(firstScratchBytes);

  /** Valid until the next call. */
  encode({ stream, offset, bytes }: OutputPiece): Buffer {
    const { length } = bytes;
    if (this.#scratch.length < length + maxHeaderBytes) this.#scratch = Buffer.allocUnsafeSlow(length + maxHeaderBytes);
    const scratch = this.#scratch;
    const innerBytes = 2 + varintBytes(offset) + varintBytes(length) + length;
    let at = 0;
    scratch[at] = stream === 'stdout' ? stdoutTag : stderrTag;
    at = writeVarint(scratch, innerBytes, at + 1);
    scratch[at] = offsetTag;
    at = writeVarint(scratch, offset, at + 1);
    scratch[at] = dataTag;
    at = writeVarint(scratch, length, at + 1);
    scratch.set(bytes, at);
    return scratch.subarray(0, at + length);
  }
}
