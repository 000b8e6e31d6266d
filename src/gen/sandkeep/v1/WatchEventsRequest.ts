// Original file: proto/sandkeep/v1/event_service.proto

import type { EventFilter as _sandkeep_v1_EventFilter, EventFilter__Output as _sandkeep_v1_EventFilter__Output } from '../../sandkeep/v1/EventFilter.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Asks to follow.
 */
export interface WatchEventsRequest {
  /**
   * Events with a greater number are sent: with that of the last one received, none is missed and none comes twice. 0
   * starts with what comes next.
   */
  'afterSeq'?: (number | string | Long);
  /**
   * Which ones.
   */
  'filter'?: (_sandkeep_v1_EventFilter | null);
  /**
   * Starts with the oldest event kept; after_seq does not count then.
   */
  'fromStart'?: (boolean);
}

/**
 * Asks to follow.
 */
export interface WatchEventsRequest__Output {
  /**
   * Events with a greater number are sent: with that of the last one received, none is missed and none comes twice. 0
   * starts with what comes next.
   */
  'afterSeq': (string);
  /**
   * Which ones.
   */
  'filter': (_sandkeep_v1_EventFilter__Output | null);
  /**
   * Starts with the oldest event kept; after_seq does not count then.
   */
  'fromStart': (boolean);
}
