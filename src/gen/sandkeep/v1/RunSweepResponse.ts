// Original file: proto/sandkeep/v1/admin_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What the run did.
 */
export interface RunSweepResponse {
  /**
   * Counters by name, each loop with its own.
   * "idle": scanned_sessions, reaped_sessions, skipped_no_heartbeat, skipped_no_running_containers, skipped_lock_busy,
   * skipped_not_idle_after_double_check for silent sessions; scanned, recycled, parked, released, skipped_in_use,
   * skipped_busy for idle sandboxes; errors of both.
   * "pool": types, created, enqueued, failed_create since the last sweep, skipped_pool_disabled (1 without any pool),
   * trimmed, skipped_paused, skipped_backoff, skipped_no_room, errors.
   * "released": ttl (seconds), scanned, deleted, skipped_ttl_disabled, skipped_not_expired, skipped_not_released,
   * skipped_not_terminal, errors.
   */
  'counters'?: ({[key: string]: number | string | Long});
}

/**
 * What the run did.
 */
export interface RunSweepResponse__Output {
  /**
   * Counters by name, each loop with its own.
   * "idle": scanned_sessions, reaped_sessions, skipped_no_heartbeat, skipped_no_running_containers, skipped_lock_busy,
   * skipped_not_idle_after_double_check for silent sessions; scanned, recycled, parked, released, skipped_in_use,
   * skipped_busy for idle sandboxes; errors of both.
   * "pool": types, created, enqueued, failed_create since the last sweep, skipped_pool_disabled (1 without any pool),
   * trimmed, skipped_paused, skipped_backoff, skipped_no_room, errors.
   * "released": ttl (seconds), scanned, deleted, skipped_ttl_disabled, skipped_not_expired, skipped_not_released,
   * skipped_not_terminal, errors.
   */
  'counters': ({[key: string]: string});
}
