// Original file: proto/sandkeep/v1/event_service.proto

import type { EventFilter as _sandkeep_v1_EventFilter, EventFilter__Output as _sandkeep_v1_EventFilter__Output } from '../../sandkeep/v1/EventFilter.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Asks to follow.
 */
export interface WatchEventsRequest {
  /**
   * Events with a greater number are sent. 0 starts with what comes next unless from_start is set.
   */
  'afterSeq'?: (number | string | Long);
  /**
   * Which ones.
   */
  'filter'?: (_sandkeep_v1_EventFilter | null);
  /**
   * Starts with the oldest event kept.
   */
  'fromStart'?: (boolean);
}

/**
 * Asks to follow.
 */
export interface WatchEventsRequest__Output {
  /**
   * Events with a greater number are sent. 0 starts with what comes next unless from_start is set.
   */
  'afterSeq': (string);
  /**
   * Which ones.
   */
  'filter': (_sandkeep_v1_EventFilter__Output | null);
  /**
   * Starts with the oldest event kept.
   */
  'fromStart': (boolean);
}
