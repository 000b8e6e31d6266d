// Original file: proto/sandkeep/v1/event_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListEventsRequest as _sandkeep_v1_ListEventsRequest, ListEventsRequest__Output as _sandkeep_v1_ListEventsRequest__Output } from '../../sandkeep/v1/ListEventsRequest.ts';
import type { ListEventsResponse as _sandkeep_v1_ListEventsResponse, ListEventsResponse__Output as _sandkeep_v1_ListEventsResponse__Output } from '../../sandkeep/v1/ListEventsResponse.ts';
import type { WatchEventsRequest as _sandkeep_v1_WatchEventsRequest, WatchEventsRequest__Output as _sandkeep_v1_WatchEventsRequest__Output } from '../../sandkeep/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse as _sandkeep_v1_WatchEventsResponse, WatchEventsResponse__Output as _sandkeep_v1_WatchEventsResponse__Output } from '../../sandkeep/v1/WatchEventsResponse.ts';

/**
 * The durable event log. Every change of state is in it, written with the change itself.
 */
export interface EventServiceClient extends grpc.Client {
  /**
   * A page of the log, oldest first unless asked otherwise. Errors: EVENTS_COMPACTED, INVALID_PAGE_TOKEN, AMBIGUOUS_ID.
   */
  ListEvents(argument: _sandkeep_v1_ListEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _sandkeep_v1_ListEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _sandkeep_v1_ListEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _sandkeep_v1_ListEventsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A page of the log, oldest first unless asked otherwise. Errors: EVENTS_COMPACTED, INVALID_PAGE_TOKEN, AMBIGUOUS_ID.
   */
  listEvents(argument: _sandkeep_v1_ListEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _sandkeep_v1_ListEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _sandkeep_v1_ListEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _sandkeep_v1_ListEventsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Follows the log. The first message says ready; a reader too slow is ended with SLOW_CONSUMER, never skipped.
   * Resume with after_seq after any end. Errors: EVENTS_COMPACTED, SLOW_CONSUMER, DRAINING, AMBIGUOUS_ID.
   */
  WatchEvents(argument: _sandkeep_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_WatchEventsResponse__Output>;
  WatchEvents(argument: _sandkeep_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_WatchEventsResponse__Output>;
  /**
   * Follows the log. The first message says ready; a reader too slow is ended with SLOW_CONSUMER, never skipped.
   * Resume with after_seq after any end. Errors: EVENTS_COMPACTED, SLOW_CONSUMER, DRAINING, AMBIGUOUS_ID.
   */
  watchEvents(argument: _sandkeep_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_WatchEventsResponse__Output>;
  watchEvents(argument: _sandkeep_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_WatchEventsResponse__Output>;
  
}

/**
 * The durable event log. Every change of state is in it, written with the change itself.
 */
export interface EventServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * A page of the log, oldest first unless asked otherwise. Errors: EVENTS_COMPACTED, INVALID_PAGE_TOKEN, AMBIGUOUS_ID.
   */
  ListEvents: grpc.handleUnaryCall<_sandkeep_v1_ListEventsRequest__Output, _sandkeep_v1_ListEventsResponse>;
  
  /**
   * Follows the log. The first message says ready; a reader too slow is ended with SLOW_CONSUMER, never skipped.
   * Resume with after_seq after any end. Errors: EVENTS_COMPACTED, SLOW_CONSUMER, DRAINING, AMBIGUOUS_ID.
   */
  WatchEvents: grpc.handleServerStreamingCall<_sandkeep_v1_WatchEventsRequest__Output, _sandkeep_v1_WatchEventsResponse>;
  
}

export interface EventServiceDefinition extends grpc.ServiceDefinition {
  ListEvents: MethodDefinition<_sandkeep_v1_ListEventsRequest, _sandkeep_v1_ListEventsResponse, _sandkeep_v1_ListEventsRequest__Output, _sandkeep_v1_ListEventsResponse__Output>
  WatchEvents: MethodDefinition<_sandkeep_v1_WatchEventsRequest, _sandkeep_v1_WatchEventsResponse, _sandkeep_v1_WatchEventsRequest__Output, _sandkeep_v1_WatchEventsResponse__Output>
}
