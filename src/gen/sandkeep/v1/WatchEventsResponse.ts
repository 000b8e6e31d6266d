// Original file: proto/sandkeep/v1/event_service.proto

import type { WatchReady as _sandkeep_v1_WatchReady, WatchReady__Output as _sandkeep_v1_WatchReady__Output } from '../../sandkeep/v1/WatchReady.ts';
import type { Event as _sandkeep_v1_Event, Event__Output as _sandkeep_v1_Event__Output } from '../../sandkeep/v1/Event.ts';
import type { WatchKeepAlive as _sandkeep_v1_WatchKeepAlive, WatchKeepAlive__Output as _sandkeep_v1_WatchKeepAlive__Output } from '../../sandkeep/v1/WatchKeepAlive.ts';

/**
 * One frame of a watch.
 */
export interface WatchEventsResponse {
  /**
   * The watch is set up; sent once, first.
   */
  'ready'?: (_sandkeep_v1_WatchReady | null);
  /**
   * An event.
   */
  'event'?: (_sandkeep_v1_Event | null);
  /**
   * Nothing happened.
   */
  'keepAlive'?: (_sandkeep_v1_WatchKeepAlive | null);
  /**
   * What it holds.
   */
  'frame'?: "ready"|"event"|"keepAlive";
}

/**
 * One frame of a watch.
 */
export interface WatchEventsResponse__Output {
  /**
   * The watch is set up; sent once, first.
   */
  'ready'?: (_sandkeep_v1_WatchReady__Output | null);
  /**
   * An event.
   */
  'event'?: (_sandkeep_v1_Event__Output | null);
  /**
   * Nothing happened.
   */
  'keepAlive'?: (_sandkeep_v1_WatchKeepAlive__Output | null);
  /**
   * What it holds.
   */
  'frame'?: "ready"|"event"|"keepAlive";
}
