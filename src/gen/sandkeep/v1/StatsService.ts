// Original file: proto/sandkeep/v1/stats_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetStatsRequest as _sandkeep_v1_GetStatsRequest, GetStatsRequest__Output as _sandkeep_v1_GetStatsRequest__Output } from '../../sandkeep/v1/GetStatsRequest.ts';
import type { GetStatsResponse as _sandkeep_v1_GetStatsResponse, GetStatsResponse__Output as _sandkeep_v1_GetStatsResponse__Output } from '../../sandkeep/v1/GetStatsResponse.ts';
import type { StreamStatsRequest as _sandkeep_v1_StreamStatsRequest, StreamStatsRequest__Output as _sandkeep_v1_StreamStatsRequest__Output } from '../../sandkeep/v1/StreamStatsRequest.ts';
import type { StreamStatsResponse as _sandkeep_v1_StreamStatsResponse, StreamStatsResponse__Output as _sandkeep_v1_StreamStatsResponse__Output } from '../../sandkeep/v1/StreamStatsResponse.ts';

/**
 * Measures sandboxes from the outside: nothing here counts as activity, and nothing is woken.
 */
export interface StatsServiceClient extends grpc.Client {
  /**
   * Measures one sandbox now. Safe to repeat. Errors: SANDBOX_NOT_FOUND, AMBIGUOUS_ID, INVALID_FIELD, SANDBOX_LOST,
   * WRONG_STATE when it does not run, NOT_SUPPORTED, RUNTIME_UNAVAILABLE, TOO_MANY_REQUESTS.
   */
  GetStats(argument: _sandkeep_v1_GetStatsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  GetStats(argument: _sandkeep_v1_GetStatsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  GetStats(argument: _sandkeep_v1_GetStatsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  GetStats(argument: _sandkeep_v1_GetStatsRequest, callback: grpc.requestCallback<_sandkeep_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Measures one sandbox now. Safe to repeat. Errors: SANDBOX_NOT_FOUND, AMBIGUOUS_ID, INVALID_FIELD, SANDBOX_LOST,
   * WRONG_STATE when it does not run, NOT_SUPPORTED, RUNTIME_UNAVAILABLE, TOO_MANY_REQUESTS.
   */
  getStats(argument: _sandkeep_v1_GetStatsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  getStats(argument: _sandkeep_v1_GetStatsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  getStats(argument: _sandkeep_v1_GetStatsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  getStats(argument: _sandkeep_v1_GetStatsRequest, callback: grpc.requestCallback<_sandkeep_v1_GetStatsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Measures one sandbox or many, again and again, until the caller leaves. Each message is one measurement of all of
   * them; the next one is taken when this one was read. One that cannot be measured says so and ends nothing. Errors:
   * SANDBOX_NOT_FOUND, AMBIGUOUS_ID, INVALID_FIELD, TOO_MANY_REQUESTS, SLOW_CONSUMER.
   */
  StreamStats(argument: _sandkeep_v1_StreamStatsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_StreamStatsResponse__Output>;
  StreamStats(argument: _sandkeep_v1_StreamStatsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_StreamStatsResponse__Output>;
  /**
   * Measures one sandbox or many, again and again, until the caller leaves. Each message is one measurement of all of
   * them; the next one is taken when this one was read. One that cannot be measured says so and ends nothing. Errors:
   * SANDBOX_NOT_FOUND, AMBIGUOUS_ID, INVALID_FIELD, TOO_MANY_REQUESTS, SLOW_CONSUMER.
   */
  streamStats(argument: _sandkeep_v1_StreamStatsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_StreamStatsResponse__Output>;
  streamStats(argument: _sandkeep_v1_StreamStatsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_StreamStatsResponse__Output>;
  
}

/**
 * Measures sandboxes from the outside: nothing here counts as activity, and nothing is woken.
 */
export interface StatsServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Measures one sandbox now. Safe to repeat. Errors: SANDBOX_NOT_FOUND, AMBIGUOUS_ID, INVALID_FIELD, SANDBOX_LOST,
   * WRONG_STATE when it does not run, NOT_SUPPORTED, RUNTIME_UNAVAILABLE, TOO_MANY_REQUESTS.
   */
  GetStats: grpc.handleUnaryCall<_sandkeep_v1_GetStatsRequest__Output, _sandkeep_v1_GetStatsResponse>;
  
  /**
   * Measures one sandbox or many, again and again, until the caller leaves. Each message is one measurement of all of
   * them; the next one is taken when this one was read. One that cannot be measured says so and ends nothing. Errors:
   * SANDBOX_NOT_FOUND, AMBIGUOUS_ID, INVALID_FIELD, TOO_MANY_REQUESTS, SLOW_CONSUMER.
   */
  StreamStats: grpc.handleServerStreamingCall<_sandkeep_v1_StreamStatsRequest__Output, _sandkeep_v1_StreamStatsResponse>;
  
}

export interface StatsServiceDefinition extends grpc.ServiceDefinition {
  GetStats: MethodDefinition<_sandkeep_v1_GetStatsRequest, _sandkeep_v1_GetStatsResponse, _sandkeep_v1_GetStatsRequest__Output, _sandkeep_v1_GetStatsResponse__Output>
  StreamStats: MethodDefinition<_sandkeep_v1_StreamStatsRequest, _sandkeep_v1_StreamStatsResponse, _sandkeep_v1_StreamStatsRequest__Output, _sandkeep_v1_StreamStatsResponse__Output>
}
