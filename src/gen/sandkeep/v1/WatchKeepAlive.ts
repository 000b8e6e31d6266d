// Original file: proto/sandkeep/v1/event_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Sent when nothing else was for a while, so that both sides know the other lives.
 */
export interface WatchKeepAlive {
  /**
   * Every event up to this number has been sent or filtered out.
   */
  'seq'?: (number | string | Long);
}

/**
 * Sent when nothing else was for a while, so that both sides know the other lives.
 */
export interface WatchKeepAlive__Output {
  /**
   * Every event up to this number has been sent or filtered out.
   */
  'seq': (string);
}
