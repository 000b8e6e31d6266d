// Original file: proto/sandkeep/v1/admin_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What the run did.
 */
export interface RunSweepResponse {
  /**
   * Counters by name.
   */
  'counters'?: ({[key: string]: number | string | Long});
}

/**
 * What the run did.
 */
export interface RunSweepResponse__Output {
  /**
   * Counters by name.
   */
  'counters': ({[key: string]: string});
}
