// Original file: proto/sandkeep/v1/exec_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A piece of output.
 */
export interface ExecOutput {
  /**
   * Offset of its first byte from the beginning of the stream.
   */
  'offset'?: (number | string | Long);
  /**
   * At most 64 KiB.
   */
  'data'?: (Buffer | Uint8Array | string);
}

/**
 * A piece of output.
 */
export interface ExecOutput__Output {
  /**
   * Offset of its first byte from the beginning of the stream.
   */
  'offset': (string);
  /**
   * At most 64 KiB.
   */
  'data': (Buffer);
}
