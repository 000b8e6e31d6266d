// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * The new deadline.
 */
export interface KeepAliveSandboxResponse {
  /**
   * When the idle policy acts without further activity; absent when it never does.
   */
  'idleTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The generation that was touched.
   */
  'generation'?: (number | string | Long);
}

/**
 * The new deadline.
 */
export interface KeepAliveSandboxResponse__Output {
  /**
   * When the idle policy acts without further activity; absent when it never does.
   */
  'idleTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The generation that was touched.
   */
  'generation': (string);
}
