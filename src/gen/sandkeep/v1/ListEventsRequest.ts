// Original file: proto/sandkeep/v1/event_service.proto

import type { EventFilter as _sandkeep_v1_EventFilter, EventFilter__Output as _sandkeep_v1_EventFilter__Output } from '../../sandkeep/v1/EventFilter.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Asks for a page.
 */
export interface ListEventsRequest {
  /**
   * Only events with a greater number; 0 means all.
   */
  'afterSeq'?: (number | string | Long);
  /**
   * Which ones.
   */
  'filter'?: (_sandkeep_v1_EventFilter | null);
  /**
   * Entries per page; 0 means 50, at most 1000.
   */
  'pageSize'?: (number);
  /**
   * From the last page; empty for the first.
   */
  'pageToken'?: (string);
  /**
   * Newest first instead of oldest first.
   */
  'newestFirst'?: (boolean);
}

/**
 * Asks for a page.
 */
export interface ListEventsRequest__Output {
  /**
   * Only events with a greater number; 0 means all.
   */
  'afterSeq': (string);
  /**
   * Which ones.
   */
  'filter': (_sandkeep_v1_EventFilter__Output | null);
  /**
   * Entries per page; 0 means 50, at most 1000.
   */
  'pageSize': (number);
  /**
   * From the last page; empty for the first.
   */
  'pageToken': (string);
  /**
   * Newest first instead of oldest first.
   */
  'newestFirst': (boolean);
}
