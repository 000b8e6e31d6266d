// Original file: proto/sandkeep/v1/template_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetTemplateRequest as _sandkeep_v1_GetTemplateRequest, GetTemplateRequest__Output as _sandkeep_v1_GetTemplateRequest__Output } from '../../sandkeep/v1/GetTemplateRequest.ts';
import type { GetTemplateResponse as _sandkeep_v1_GetTemplateResponse, GetTemplateResponse__Output as _sandkeep_v1_GetTemplateResponse__Output } from '../../sandkeep/v1/GetTemplateResponse.ts';
import type { ListTemplatesRequest as _sandkeep_v1_ListTemplatesRequest, ListTemplatesRequest__Output as _sandkeep_v1_ListTemplatesRequest__Output } from '../../sandkeep/v1/ListTemplatesRequest.ts';
import type { ListTemplatesResponse as _sandkeep_v1_ListTemplatesResponse, ListTemplatesResponse__Output as _sandkeep_v1_ListTemplatesResponse__Output } from '../../sandkeep/v1/ListTemplatesResponse.ts';
import type { PullImageRequest as _sandkeep_v1_PullImageRequest, PullImageRequest__Output as _sandkeep_v1_PullImageRequest__Output } from '../../sandkeep/v1/PullImageRequest.ts';
import type { PullImageResponse as _sandkeep_v1_PullImageResponse, PullImageResponse__Output as _sandkeep_v1_PullImageResponse__Output } from '../../sandkeep/v1/PullImageResponse.ts';

/**
 * What sandboxes can be made from.
 */
export interface TemplateServiceClient extends grpc.Client {
  /**
   * One template. Errors: UNKNOWN_TEMPLATE.
   */
  GetTemplate(argument: _sandkeep_v1_GetTemplateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetTemplateResponse__Output>): grpc.ClientUnaryCall;
  GetTemplate(argument: _sandkeep_v1_GetTemplateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetTemplateResponse__Output>): grpc.ClientUnaryCall;
  GetTemplate(argument: _sandkeep_v1_GetTemplateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetTemplateResponse__Output>): grpc.ClientUnaryCall;
  GetTemplate(argument: _sandkeep_v1_GetTemplateRequest, callback: grpc.requestCallback<_sandkeep_v1_GetTemplateResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One template. Errors: UNKNOWN_TEMPLATE.
   */
  getTemplate(argument: _sandkeep_v1_GetTemplateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetTemplateResponse__Output>): grpc.ClientUnaryCall;
  getTemplate(argument: _sandkeep_v1_GetTemplateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetTemplateResponse__Output>): grpc.ClientUnaryCall;
  getTemplate(argument: _sandkeep_v1_GetTemplateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetTemplateResponse__Output>): grpc.ClientUnaryCall;
  getTemplate(argument: _sandkeep_v1_GetTemplateRequest, callback: grpc.requestCallback<_sandkeep_v1_GetTemplateResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Every template of the config, by name.
   */
  ListTemplates(argument: _sandkeep_v1_ListTemplatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListTemplatesResponse__Output>): grpc.ClientUnaryCall;
  ListTemplates(argument: _sandkeep_v1_ListTemplatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListTemplatesResponse__Output>): grpc.ClientUnaryCall;
  ListTemplates(argument: _sandkeep_v1_ListTemplatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListTemplatesResponse__Output>): grpc.ClientUnaryCall;
  ListTemplates(argument: _sandkeep_v1_ListTemplatesRequest, callback: grpc.requestCallback<_sandkeep_v1_ListTemplatesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Every template of the config, by name.
   */
  listTemplates(argument: _sandkeep_v1_ListTemplatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListTemplatesResponse__Output>): grpc.ClientUnaryCall;
  listTemplates(argument: _sandkeep_v1_ListTemplatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListTemplatesResponse__Output>): grpc.ClientUnaryCall;
  listTemplates(argument: _sandkeep_v1_ListTemplatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListTemplatesResponse__Output>): grpc.ClientUnaryCall;
  listTemplates(argument: _sandkeep_v1_ListTemplatesRequest, callback: grpc.requestCallback<_sandkeep_v1_ListTemplatesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Fetches an image and reports progress; the last message has done = true. Cancelling ends the wait.
   * Errors: UNKNOWN_TEMPLATE, IMAGE_NOT_FOUND, IMAGE_PULL_DENIED, IMAGE_PULL_FAILED, RUNTIME_UNAVAILABLE.
   */
  PullImage(argument: _sandkeep_v1_PullImageRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_PullImageResponse__Output>;
  PullImage(argument: _sandkeep_v1_PullImageRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_PullImageResponse__Output>;
  /**
   * Fetches an image and reports progress; the last message has done = true. Cancelling ends the wait.
   * Errors: UNKNOWN_TEMPLATE, IMAGE_NOT_FOUND, IMAGE_PULL_DENIED, IMAGE_PULL_FAILED, RUNTIME_UNAVAILABLE.
   */
  pullImage(argument: _sandkeep_v1_PullImageRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_PullImageResponse__Output>;
  pullImage(argument: _sandkeep_v1_PullImageRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_PullImageResponse__Output>;
  
}

/**
 * What sandboxes can be made from.
 */
export interface TemplateServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * One template. Errors: UNKNOWN_TEMPLATE.
   */
  GetTemplate: grpc.handleUnaryCall<_sandkeep_v1_GetTemplateRequest__Output, _sandkeep_v1_GetTemplateResponse>;
  
  /**
   * Every template of the config, by name.
   */
  ListTemplates: grpc.handleUnaryCall<_sandkeep_v1_ListTemplatesRequest__Output, _sandkeep_v1_ListTemplatesResponse>;
  
  /**
   * Fetches an image and reports progress; the last message has done = true. Cancelling ends the wait.
   * Errors: UNKNOWN_TEMPLATE, IMAGE_NOT_FOUND, IMAGE_PULL_DENIED, IMAGE_PULL_FAILED, RUNTIME_UNAVAILABLE.
   */
  PullImage: grpc.handleServerStreamingCall<_sandkeep_v1_PullImageRequest__Output, _sandkeep_v1_PullImageResponse>;
  
}

export interface TemplateServiceDefinition extends grpc.ServiceDefinition {
  GetTemplate: MethodDefinition<_sandkeep_v1_GetTemplateRequest, _sandkeep_v1_GetTemplateResponse, _sandkeep_v1_GetTemplateRequest__Output, _sandkeep_v1_GetTemplateResponse__Output>
  ListTemplates: MethodDefinition<_sandkeep_v1_ListTemplatesRequest, _sandkeep_v1_ListTemplatesResponse, _sandkeep_v1_ListTemplatesRequest__Output, _sandkeep_v1_ListTemplatesResponse__Output>
  PullImage: MethodDefinition<_sandkeep_v1_PullImageRequest, _sandkeep_v1_PullImageResponse, _sandkeep_v1_PullImageRequest__Output, _sandkeep_v1_PullImageResponse__Output>
}
