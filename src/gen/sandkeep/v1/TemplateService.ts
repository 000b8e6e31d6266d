// Original file: proto/sandkeep/v1/template_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DrainPoolRequest as _sandkeep_v1_DrainPoolRequest, DrainPoolRequest__Output as _sandkeep_v1_DrainPoolRequest__Output } from '../../sandkeep/v1/DrainPoolRequest.ts';
import type { DrainPoolResponse as _sandkeep_v1_DrainPoolResponse, DrainPoolResponse__Output as _sandkeep_v1_DrainPoolResponse__Output } from '../../sandkeep/v1/DrainPoolResponse.ts';
import type { GetPoolRequest as _sandkeep_v1_GetPoolRequest, GetPoolRequest__Output as _sandkeep_v1_GetPoolRequest__Output } from '../../sandkeep/v1/GetPoolRequest.ts';
import type { GetPoolResponse as _sandkeep_v1_GetPoolResponse, GetPoolResponse__Output as _sandkeep_v1_GetPoolResponse__Output } from '../../sandkeep/v1/GetPoolResponse.ts';
import type { GetTemplateRequest as _sandkeep_v1_GetTemplateRequest, GetTemplateRequest__Output as _sandkeep_v1_GetTemplateRequest__Output } from '../../sandkeep/v1/GetTemplateRequest.ts';
import type { GetTemplateResponse as _sandkeep_v1_GetTemplateResponse, GetTemplateResponse__Output as _sandkeep_v1_GetTemplateResponse__Output } from '../../sandkeep/v1/GetTemplateResponse.ts';
import type { ListPoolsRequest as _sandkeep_v1_ListPoolsRequest, ListPoolsRequest__Output as _sandkeep_v1_ListPoolsRequest__Output } from '../../sandkeep/v1/ListPoolsRequest.ts';
import type { ListPoolsResponse as _sandkeep_v1_ListPoolsResponse, ListPoolsResponse__Output as _sandkeep_v1_ListPoolsResponse__Output } from '../../sandkeep/v1/ListPoolsResponse.ts';
import type { ListTemplatesRequest as _sandkeep_v1_ListTemplatesRequest, ListTemplatesRequest__Output as _sandkeep_v1_ListTemplatesRequest__Output } from '../../sandkeep/v1/ListTemplatesRequest.ts';
import type { ListTemplatesResponse as _sandkeep_v1_ListTemplatesResponse, ListTemplatesResponse__Output as _sandkeep_v1_ListTemplatesResponse__Output } from '../../sandkeep/v1/ListTemplatesResponse.ts';
import type { PausePoolRequest as _sandkeep_v1_PausePoolRequest, PausePoolRequest__Output as _sandkeep_v1_PausePoolRequest__Output } from '../../sandkeep/v1/PausePoolRequest.ts';
import type { PausePoolResponse as _sandkeep_v1_PausePoolResponse, PausePoolResponse__Output as _sandkeep_v1_PausePoolResponse__Output } from '../../sandkeep/v1/PausePoolResponse.ts';
import type { PrewarmPoolRequest as _sandkeep_v1_PrewarmPoolRequest, PrewarmPoolRequest__Output as _sandkeep_v1_PrewarmPoolRequest__Output } from '../../sandkeep/v1/PrewarmPoolRequest.ts';
import type { PrewarmPoolResponse as _sandkeep_v1_PrewarmPoolResponse, PrewarmPoolResponse__Output as _sandkeep_v1_PrewarmPoolResponse__Output } from '../../sandkeep/v1/PrewarmPoolResponse.ts';
import type { PullImageRequest as _sandkeep_v1_PullImageRequest, PullImageRequest__Output as _sandkeep_v1_PullImageRequest__Output } from '../../sandkeep/v1/PullImageRequest.ts';
import type { PullImageResponse as _sandkeep_v1_PullImageResponse, PullImageResponse__Output as _sandkeep_v1_PullImageResponse__Output } from '../../sandkeep/v1/PullImageResponse.ts';
import type { ResumePoolRequest as _sandkeep_v1_ResumePoolRequest, ResumePoolRequest__Output as _sandkeep_v1_ResumePoolRequest__Output } from '../../sandkeep/v1/ResumePoolRequest.ts';
import type { ResumePoolResponse as _sandkeep_v1_ResumePoolResponse, ResumePoolResponse__Output as _sandkeep_v1_ResumePoolResponse__Output } from '../../sandkeep/v1/ResumePoolResponse.ts';

/**
 * What sandboxes can be made from.
 */
export interface TemplateServiceClient extends grpc.Client {
  /**
   * Pauses it and releases what is warm or being made for it. Idempotent. Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  DrainPool(argument: _sandkeep_v1_DrainPoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DrainPoolResponse__Output>): grpc.ClientUnaryCall;
  DrainPool(argument: _sandkeep_v1_DrainPoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_DrainPoolResponse__Output>): grpc.ClientUnaryCall;
  DrainPool(argument: _sandkeep_v1_DrainPoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DrainPoolResponse__Output>): grpc.ClientUnaryCall;
  DrainPool(argument: _sandkeep_v1_DrainPoolRequest, callback: grpc.requestCallback<_sandkeep_v1_DrainPoolResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Pauses it and releases what is warm or being made for it. Idempotent. Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  drainPool(argument: _sandkeep_v1_DrainPoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DrainPoolResponse__Output>): grpc.ClientUnaryCall;
  drainPool(argument: _sandkeep_v1_DrainPoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_DrainPoolResponse__Output>): grpc.ClientUnaryCall;
  drainPool(argument: _sandkeep_v1_DrainPoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_DrainPoolResponse__Output>): grpc.ClientUnaryCall;
  drainPool(argument: _sandkeep_v1_DrainPoolRequest, callback: grpc.requestCallback<_sandkeep_v1_DrainPoolResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The pool of one template. Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  GetPool(argument: _sandkeep_v1_GetPoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetPoolResponse__Output>): grpc.ClientUnaryCall;
  GetPool(argument: _sandkeep_v1_GetPoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetPoolResponse__Output>): grpc.ClientUnaryCall;
  GetPool(argument: _sandkeep_v1_GetPoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetPoolResponse__Output>): grpc.ClientUnaryCall;
  GetPool(argument: _sandkeep_v1_GetPoolRequest, callback: grpc.requestCallback<_sandkeep_v1_GetPoolResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The pool of one template. Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  getPool(argument: _sandkeep_v1_GetPoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetPoolResponse__Output>): grpc.ClientUnaryCall;
  getPool(argument: _sandkeep_v1_GetPoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GetPoolResponse__Output>): grpc.ClientUnaryCall;
  getPool(argument: _sandkeep_v1_GetPoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GetPoolResponse__Output>): grpc.ClientUnaryCall;
  getPool(argument: _sandkeep_v1_GetPoolRequest, callback: grpc.requestCallback<_sandkeep_v1_GetPoolResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Every pool, by template.
   */
  ListPools(argument: _sandkeep_v1_ListPoolsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListPoolsResponse__Output>): grpc.ClientUnaryCall;
  ListPools(argument: _sandkeep_v1_ListPoolsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListPoolsResponse__Output>): grpc.ClientUnaryCall;
  ListPools(argument: _sandkeep_v1_ListPoolsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListPoolsResponse__Output>): grpc.ClientUnaryCall;
  ListPools(argument: _sandkeep_v1_ListPoolsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListPoolsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Every pool, by template.
   */
  listPools(argument: _sandkeep_v1_ListPoolsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListPoolsResponse__Output>): grpc.ClientUnaryCall;
  listPools(argument: _sandkeep_v1_ListPoolsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListPoolsResponse__Output>): grpc.ClientUnaryCall;
  listPools(argument: _sandkeep_v1_ListPoolsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListPoolsResponse__Output>): grpc.ClientUnaryCall;
  listPools(argument: _sandkeep_v1_ListPoolsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListPoolsResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Stops refilling it; what is warm can still be claimed. Lasts until it is resumed. Idempotent.
   * Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  PausePool(argument: _sandkeep_v1_PausePoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PausePoolResponse__Output>): grpc.ClientUnaryCall;
  PausePool(argument: _sandkeep_v1_PausePoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_PausePoolResponse__Output>): grpc.ClientUnaryCall;
  PausePool(argument: _sandkeep_v1_PausePoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PausePoolResponse__Output>): grpc.ClientUnaryCall;
  PausePool(argument: _sandkeep_v1_PausePoolRequest, callback: grpc.requestCallback<_sandkeep_v1_PausePoolResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Stops refilling it; what is warm can still be claimed. Lasts until it is resumed. Idempotent.
   * Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  pausePool(argument: _sandkeep_v1_PausePoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PausePoolResponse__Output>): grpc.ClientUnaryCall;
  pausePool(argument: _sandkeep_v1_PausePoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_PausePoolResponse__Output>): grpc.ClientUnaryCall;
  pausePool(argument: _sandkeep_v1_PausePoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PausePoolResponse__Output>): grpc.ClientUnaryCall;
  pausePool(argument: _sandkeep_v1_PausePoolRequest, callback: grpc.requestCallback<_sandkeep_v1_PausePoolResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Has at least so many warm sandboxes ready, beyond the configured size if need be; claims use the surplus up.
   * Errors: UNKNOWN_TEMPLATE, and with wait those of CreateSandbox.
   */
  PrewarmPool(argument: _sandkeep_v1_PrewarmPoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PrewarmPoolResponse__Output>): grpc.ClientUnaryCall;
  PrewarmPool(argument: _sandkeep_v1_PrewarmPoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_PrewarmPoolResponse__Output>): grpc.ClientUnaryCall;
  PrewarmPool(argument: _sandkeep_v1_PrewarmPoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PrewarmPoolResponse__Output>): grpc.ClientUnaryCall;
  PrewarmPool(argument: _sandkeep_v1_PrewarmPoolRequest, callback: grpc.requestCallback<_sandkeep_v1_PrewarmPoolResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Has at least so many warm sandboxes ready, beyond the configured size if need be; claims use the surplus up.
   * Errors: UNKNOWN_TEMPLATE, and with wait those of CreateSandbox.
   */
  prewarmPool(argument: _sandkeep_v1_PrewarmPoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PrewarmPoolResponse__Output>): grpc.ClientUnaryCall;
  prewarmPool(argument: _sandkeep_v1_PrewarmPoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_PrewarmPoolResponse__Output>): grpc.ClientUnaryCall;
  prewarmPool(argument: _sandkeep_v1_PrewarmPoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_PrewarmPoolResponse__Output>): grpc.ClientUnaryCall;
  prewarmPool(argument: _sandkeep_v1_PrewarmPoolRequest, callback: grpc.requestCallback<_sandkeep_v1_PrewarmPoolResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  /**
   * Refills it again, also after it stopped because of failures. Idempotent. Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  ResumePool(argument: _sandkeep_v1_ResumePoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumePoolResponse__Output>): grpc.ClientUnaryCall;
  ResumePool(argument: _sandkeep_v1_ResumePoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ResumePoolResponse__Output>): grpc.ClientUnaryCall;
  ResumePool(argument: _sandkeep_v1_ResumePoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumePoolResponse__Output>): grpc.ClientUnaryCall;
  ResumePool(argument: _sandkeep_v1_ResumePoolRequest, callback: grpc.requestCallback<_sandkeep_v1_ResumePoolResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Refills it again, also after it stopped because of failures. Idempotent. Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  resumePool(argument: _sandkeep_v1_ResumePoolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumePoolResponse__Output>): grpc.ClientUnaryCall;
  resumePool(argument: _sandkeep_v1_ResumePoolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ResumePoolResponse__Output>): grpc.ClientUnaryCall;
  resumePool(argument: _sandkeep_v1_ResumePoolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ResumePoolResponse__Output>): grpc.ClientUnaryCall;
  resumePool(argument: _sandkeep_v1_ResumePoolRequest, callback: grpc.requestCallback<_sandkeep_v1_ResumePoolResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What sandboxes can be made from.
 */
export interface TemplateServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Pauses it and releases what is warm or being made for it. Idempotent. Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  DrainPool: grpc.handleUnaryCall<_sandkeep_v1_DrainPoolRequest__Output, _sandkeep_v1_DrainPoolResponse>;
  
  /**
   * The pool of one template. Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  GetPool: grpc.handleUnaryCall<_sandkeep_v1_GetPoolRequest__Output, _sandkeep_v1_GetPoolResponse>;
  
  /**
   * One template. Errors: UNKNOWN_TEMPLATE.
   */
  GetTemplate: grpc.handleUnaryCall<_sandkeep_v1_GetTemplateRequest__Output, _sandkeep_v1_GetTemplateResponse>;
  
  /**
   * Every pool, by template.
   */
  ListPools: grpc.handleUnaryCall<_sandkeep_v1_ListPoolsRequest__Output, _sandkeep_v1_ListPoolsResponse>;
  
  /**
   * Every template of the config, by name.
   */
  ListTemplates: grpc.handleUnaryCall<_sandkeep_v1_ListTemplatesRequest__Output, _sandkeep_v1_ListTemplatesResponse>;
  
  /**
   * Stops refilling it; what is warm can still be claimed. Lasts until it is resumed. Idempotent.
   * Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  PausePool: grpc.handleUnaryCall<_sandkeep_v1_PausePoolRequest__Output, _sandkeep_v1_PausePoolResponse>;
  
  /**
   * Has at least so many warm sandboxes ready, beyond the configured size if need be; claims use the surplus up.
   * Errors: UNKNOWN_TEMPLATE, and with wait those of CreateSandbox.
   */
  PrewarmPool: grpc.handleUnaryCall<_sandkeep_v1_PrewarmPoolRequest__Output, _sandkeep_v1_PrewarmPoolResponse>;
  
  /**
   * Fetches an image and reports progress; the last message has done = true. Cancelling ends the wait.
   * Errors: UNKNOWN_TEMPLATE, IMAGE_NOT_FOUND, IMAGE_PULL_DENIED, IMAGE_PULL_FAILED, RUNTIME_UNAVAILABLE.
   */
  PullImage: grpc.handleServerStreamingCall<_sandkeep_v1_PullImageRequest__Output, _sandkeep_v1_PullImageResponse>;
  
  /**
   * Refills it again, also after it stopped because of failures. Idempotent. Errors: UNKNOWN_TEMPLATE, POOL_NOT_FOUND.
   */
  ResumePool: grpc.handleUnaryCall<_sandkeep_v1_ResumePoolRequest__Output, _sandkeep_v1_ResumePoolResponse>;
  
}

export interface TemplateServiceDefinition extends grpc.ServiceDefinition {
  DrainPool: MethodDefinition<_sandkeep_v1_DrainPoolRequest, _sandkeep_v1_DrainPoolResponse, _sandkeep_v1_DrainPoolRequest__Output, _sandkeep_v1_DrainPoolResponse__Output>
  GetPool: MethodDefinition<_sandkeep_v1_GetPoolRequest, _sandkeep_v1_GetPoolResponse, _sandkeep_v1_GetPoolRequest__Output, _sandkeep_v1_GetPoolResponse__Output>
  GetTemplate: MethodDefinition<_sandkeep_v1_GetTemplateRequest, _sandkeep_v1_GetTemplateResponse, _sandkeep_v1_GetTemplateRequest__Output, _sandkeep_v1_GetTemplateResponse__Output>
  ListPools: MethodDefinition<_sandkeep_v1_ListPoolsRequest, _sandkeep_v1_ListPoolsResponse, _sandkeep_v1_ListPoolsRequest__Output, _sandkeep_v1_ListPoolsResponse__Output>
  ListTemplates: MethodDefinition<_sandkeep_v1_ListTemplatesRequest, _sandkeep_v1_ListTemplatesResponse, _sandkeep_v1_ListTemplatesRequest__Output, _sandkeep_v1_ListTemplatesResponse__Output>
  PausePool: MethodDefinition<_sandkeep_v1_PausePoolRequest, _sandkeep_v1_PausePoolResponse, _sandkeep_v1_PausePoolRequest__Output, _sandkeep_v1_PausePoolResponse__Output>
  PrewarmPool: MethodDefinition<_sandkeep_v1_PrewarmPoolRequest, _sandkeep_v1_PrewarmPoolResponse, _sandkeep_v1_PrewarmPoolRequest__Output, _sandkeep_v1_PrewarmPoolResponse__Output>
  PullImage: MethodDefinition<_sandkeep_v1_PullImageRequest, _sandkeep_v1_PullImageResponse, _sandkeep_v1_PullImageRequest__Output, _sandkeep_v1_PullImageResponse__Output>
  ResumePool: MethodDefinition<_sandkeep_v1_ResumePoolRequest, _sandkeep_v1_ResumePoolResponse, _sandkeep_v1_ResumePoolRequest__Output, _sandkeep_v1_ResumePoolResponse__Output>
}
