// Original file: proto/sandkeep/v1/stats_service.proto

import type { SandboxFilter as _sandkeep_v1_SandboxFilter, SandboxFilter__Output as _sandkeep_v1_SandboxFilter__Output } from '../../sandkeep/v1/SandboxFilter.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Asks for figures again and again.
 */
export interface StreamStatsRequest {
  /**
   * Id, unique id prefix or container name of the only sandbox; empty measures all that run and that the filter matches.
   */
  'sandboxId'?: (string);
  /**
   * Which sandboxes, when sandbox_id is empty. Without states: all whose container runs or is frozen.
   */
  'filter'?: (_sandkeep_v1_SandboxFilter | null);
  /**
   * Time between two measurements; absent or zero is 2 seconds, and less than limits.stats_min_interval is raised to it.
   */
  'interval'?: (_google_protobuf_Duration | null);
}

/**
 * Asks for figures again and again.
 */
export interface StreamStatsRequest__Output {
  /**
   * Id, unique id prefix or container name of the only sandbox; empty measures all that run and that the filter matches.
   */
  'sandboxId': (string);
  /**
   * Which sandboxes, when sandbox_id is empty. Without states: all whose container runs or is frozen.
   */
  'filter': (_sandkeep_v1_SandboxFilter__Output | null);
  /**
   * Time between two measurements; absent or zero is 2 seconds, and less than limits.stats_min_interval is raised to it.
   */
  'interval': (_google_protobuf_Duration__Output | null);
}
