// Original file: proto/sandkeep/v1/event_service.proto

import type { Event as _sandkeep_v1_Event, Event__Output as _sandkeep_v1_Event__Output } from '../../sandkeep/v1/Event.ts';

/**
 * A page of events.
 */
export interface ListEventsResponse {
  /**
   * In the order asked for.
   */
  'events'?: (_sandkeep_v1_Event)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken'?: (string);
}

/**
 * A page of events.
 */
export interface ListEventsResponse__Output {
  /**
   * In the order asked for.
   */
  'events': (_sandkeep_v1_Event__Output)[];
  /**
   * For the next page; empty at the end.
   */
  'nextPageToken': (string);
}
