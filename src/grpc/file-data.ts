// The data frames of ReadFile and CopyOut in the wire format of the contract: the general serialiser copies their bytes
// twice more and makes two buffers for each.

import type { FileServiceDefinition } from '../gen/sandkeep/v1/FileService.ts';
import { varintBytes, writeVarint } from './varint.ts';

// Field "data" of both responses, shifted, with the wire type.
const dataTag = (1 << 3) | 2;

interface DataFrame {
  readonly data?: Uint8Array | Buffer | string;
}

/** The service with responses whose data is written at once. */
export function withDataFrames(service: FileServiceDefinition): FileServiceDefinition {
  const { ReadFile, CopyOut } = service;
  const encoder = new DataEncoder();
  return {
    ...service,
    ReadFile: { ...ReadFile, responseSerialize: encoder.before(ReadFile.responseSerialize) },
    CopyOut: { ...CopyOut, responseSerialize: encoder.before(CopyOut.responseSerialize) },
  };
}

/** grpc-js copies a serialised message behind its own header at once, so one scratch serves all. */
export class DataEncoder {
  #scratch = Buffer.alloc(0);

  /** A serialiser of data frames that leaves all other messages to the given one. */
  before<Message extends DataFrame>(serialize: (message: Message) => Buffer): (message: Message) => Buffer {
    return (message) => (message.data instanceof Uint8Array ? this.encode(message.data) : serialize(message));
  }

  /** Valid until the next call. */
  encode(data: Uint8Array): Buffer {
    const start = 1 + varintBytes(data.length);
    const length = start + data.length;
    if (this.#scratch.length < length) this.#scratch = Buffer.allocUnsafeSlow(length);
    this.#scratch[0] = dataTag;
    writeVarint(this.#scratch, data.length, 1);
    this.#scratch.set(data, start);
    return this.#scratch.subarray(0, length);
  }
}
