// Original file: proto/sandkeep/v1/admin_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What the run did.
 */
export interface RunSweepResponse {
  /**
   * Counters by name, each loop with its own. "idle": scanned, recycled, parked, released, skipped_in_use,
   * skipped_busy, errors. "released": scanned, deleted, skipped_not_terminal, skipped_ttl_disabled, errors.
   */
  'counters'?: ({[key: string]: number | string | Long});
}

/**
 * What the run did.
 */
export interface RunSweepResponse__Output {
  /**
   * Counters by name, each loop with its own. "idle": scanned, recycled, parked, released, skipped_in_use,
   * skipped_busy, errors. "released": scanned, deleted, skipped_not_terminal, skipped_ttl_disabled, errors.
   */
  'counters': ({[key: string]: string});
}
