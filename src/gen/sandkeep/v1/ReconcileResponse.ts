// Original file: proto/sandkeep/v1/admin_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What a pass did.
 */
export interface ReconcileResponse {
  /**
   * Counters by name; those that are zero are left out. "checked": records compared; "lost", "stopped", "running",
   * "paused": records moved there; "resumed", "ending": work taken up again; "removed": containers removed; "orphans":
   * containers found without a record; "quarantined": orphans stopped; "held_back": kept for Recover; "errors".
   */
  'counters'?: ({[key: string]: number | string | Long});
  /**
   * Runtimes that did not answer.
   */
  'unavailable'?: (string)[];
}

/**
 * What a pass did.
 */
export interface ReconcileResponse__Output {
  /**
   * Counters by name; those that are zero are left out. "checked": records compared; "lost", "stopped", "running",
   * "paused": records moved there; "resumed", "ending": work taken up again; "removed": containers removed; "orphans":
   * containers found without a record; "quarantined": orphans stopped; "held_back": kept for Recover; "errors".
   */
  'counters': ({[key: string]: string});
  /**
   * Runtimes that did not answer.
   */
  'unavailable': (string)[];
}
