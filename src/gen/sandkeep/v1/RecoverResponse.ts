// Original file: proto/sandkeep/v1/admin_service.proto

import type { RecoveryItem as _sandkeep_v1_RecoveryItem, RecoveryItem__Output as _sandkeep_v1_RecoveryItem__Output } from '../../sandkeep/v1/RecoveryItem.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Where recovery stands.
 */
export interface RecoverResponse {
  /**
   * What is held back now, after the action; empty when nothing is.
   */
  'items'?: (_sandkeep_v1_RecoveryItem)[];
  /**
   * What accept or discard did: the counters of a reconcile pass, and "discarded".
   */
  'counters'?: ({[key: string]: number | string | Long});
}

/**
 * Where recovery stands.
 */
export interface RecoverResponse__Output {
  /**
   * What is held back now, after the action; empty when nothing is.
   */
  'items': (_sandkeep_v1_RecoveryItem__Output)[];
  /**
   * What accept or discard did: the counters of a reconcile pass, and "discarded".
   */
  'counters': ({[key: string]: string});
}
