// Original file: proto/sandkeep/v1/stats_service.proto

import type { SandboxStats as _sandkeep_v1_SandboxStats, SandboxStats__Output as _sandkeep_v1_SandboxStats__Output } from '../../sandkeep/v1/SandboxStats.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * One measurement.
 */
export interface StreamStatsResponse {
  /**
   * The sandboxes, in order of creation.
   */
  'stats'?: (_sandkeep_v1_SandboxStats)[];
  /**
   * How many more there are than limits.stats_max_sandboxes.
   */
  'omittedCount'?: (number);
  /**
   * When it was taken.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * Time to the next one.
   */
  'interval'?: (_google_protobuf_Duration | null);
}

/**
 * One measurement.
 */
export interface StreamStatsResponse__Output {
  /**
   * The sandboxes, in order of creation.
   */
  'stats': (_sandkeep_v1_SandboxStats__Output)[];
  /**
   * How many more there are than limits.stats_max_sandboxes.
   */
  'omittedCount': (number);
  /**
   * When it was taken.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * Time to the next one.
   */
  'interval': (_google_protobuf_Duration__Output | null);
}
