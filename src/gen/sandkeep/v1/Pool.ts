// Original file: proto/sandkeep/v1/template_service.proto

import type { PoolStatus as _sandkeep_v1_PoolStatus, PoolStatus__Output as _sandkeep_v1_PoolStatus__Output } from '../../sandkeep/v1/PoolStatus.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Warm sandboxes of one template.
 */
export interface Pool {
  /**
   * Name of the template.
   */
  'template'?: (string);
  /**
   * Why it makes something, or nothing.
   */
  'status'?: (_sandkeep_v1_PoolStatus);
  /**
   * Warm sandboxes it should have.
   */
  'target'?: (number);
  /**
   * Warm sandboxes that can be claimed.
   */
  'warm'?: (number);
  /**
   * Being made.
   */
  'creating'?: (number);
  /**
   * Claims served warm since the daemon started.
   */
  'hits'?: (number | string | Long);
  /**
   * Creates that found none warm since the daemon started, those that no warm sandbox could serve included.
   */
  'misses'?: (number | string | Long);
  /**
   * Median time of the last 128 claims.
   */
  'claimWait'?: (_google_protobuf_Duration | null);
  /**
   * Failures in a row.
   */
  'failures'?: (number);
  /**
   * What the last failure was; empty without one.
   */
  'lastFailure'?: (string);
  /**
   * When it was.
   */
  'lastFailureTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When the next create is tried; absent: at once, or never.
   */
  'retryTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Sandboxes that failed while they were made for it and are kept as evidence, newest first, at most 5.
   */
  'failedSandboxIds'?: (string)[];
}

/**
 * Warm sandboxes of one template.
 */
export interface Pool__Output {
  /**
   * Name of the template.
   */
  'template': (string);
  /**
   * Why it makes something, or nothing.
   */
  'status': (_sandkeep_v1_PoolStatus__Output);
  /**
   * Warm sandboxes it should have.
   */
  'target': (number);
  /**
   * Warm sandboxes that can be claimed.
   */
  'warm': (number);
  /**
   * Being made.
   */
  'creating': (number);
  /**
   * Claims served warm since the daemon started.
   */
  'hits': (string);
  /**
   * Creates that found none warm since the daemon started, those that no warm sandbox could serve included.
   */
  'misses': (string);
  /**
   * Median time of the last 128 claims.
   */
  'claimWait': (_google_protobuf_Duration__Output | null);
  /**
   * Failures in a row.
   */
  'failures': (number);
  /**
   * What the last failure was; empty without one.
   */
  'lastFailure': (string);
  /**
   * When it was.
   */
  'lastFailureTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When the next create is tried; absent: at once, or never.
   */
  'retryTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Sandboxes that failed while they were made for it and are kept as evidence, newest first, at most 5.
   */
  'failedSandboxIds': (string)[];
}
