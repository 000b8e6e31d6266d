// Original file: proto/sandkeep/v1/admin_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What a pass did.
 */
export interface ReconcileResponse {
  /**
   * Counters by name: "checked", "adopted", "lost", "stopped", "removed", "resumed", "orphans", "errors".
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
   * Counters by name: "checked", "adopted", "lost", "stopped", "removed", "resumed", "orphans", "errors".
   */
  'counters': ({[key: string]: string});
  /**
   * Runtimes that did not answer.
   */
  'unavailable': (string)[];
}
