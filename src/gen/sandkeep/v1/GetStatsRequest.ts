// Original file: proto/sandkeep/v1/stats_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Asks for the figures of one sandbox.
 */
export interface GetStatsRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Measures twice, so far apart, so that cpu_percent is known; at most 10 seconds. Absent or zero measures once.
   */
  'cpuInterval'?: (_google_protobuf_Duration | null);
  /**
   * Measures its disk usage too, which can take a while.
   */
  'includeDisk'?: (boolean);
}

/**
 * Asks for the figures of one sandbox.
 */
export interface GetStatsRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Measures twice, so far apart, so that cpu_percent is known; at most 10 seconds. Absent or zero measures once.
   */
  'cpuInterval': (_google_protobuf_Duration__Output | null);
  /**
   * Measures its disk usage too, which can take a while.
   */
  'includeDisk': (boolean);
}
