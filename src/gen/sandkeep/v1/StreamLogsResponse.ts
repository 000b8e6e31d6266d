// Original file: proto/sandkeep/v1/log_service.proto

import type { LogSource as _sandkeep_v1_LogSource, LogSource__Output as _sandkeep_v1_LogSource__Output } from '../../sandkeep/v1/LogSource.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * A piece of the output. Pieces come in the order in which the engine has noted them.
 */
export interface StreamLogsResponse {
  /**
   * Where it was written.
   */
  'source'?: (_sandkeep_v1_LogSource);
  /**
   * Bytes as they were written, line ends too; at most 64 KiB.
   */
  'data'?: (Buffer | Uint8Array | string);
  /**
   * When the engine noted the line, with timestamps only. Podman knows the second.
   */
  'time'?: (_google_protobuf_Timestamp | null);
}

/**
 * A piece of the output. Pieces come in the order in which the engine has noted them.
 */
export interface StreamLogsResponse__Output {
  /**
   * Where it was written.
   */
  'source': (_sandkeep_v1_LogSource__Output);
  /**
   * Bytes as they were written, line ends too; at most 64 KiB.
   */
  'data': (Buffer);
  /**
   * When the engine noted the line, with timestamps only. Podman knows the second.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
}
