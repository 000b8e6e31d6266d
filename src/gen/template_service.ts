import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { DrainPoolRequest as _sandkeep_v1_DrainPoolRequest, DrainPoolRequest__Output as _sandkeep_v1_DrainPoolRequest__Output } from './sandkeep/v1/DrainPoolRequest.ts';
import type { DrainPoolResponse as _sandkeep_v1_DrainPoolResponse, DrainPoolResponse__Output as _sandkeep_v1_DrainPoolResponse__Output } from './sandkeep/v1/DrainPoolResponse.ts';
import type { GetPoolRequest as _sandkeep_v1_GetPoolRequest, GetPoolRequest__Output as _sandkeep_v1_GetPoolRequest__Output } from './sandkeep/v1/GetPoolRequest.ts';
import type { GetPoolResponse as _sandkeep_v1_GetPoolResponse, GetPoolResponse__Output as _sandkeep_v1_GetPoolResponse__Output } from './sandkeep/v1/GetPoolResponse.ts';
import type { GetTemplateRequest as _sandkeep_v1_GetTemplateRequest, GetTemplateRequest__Output as _sandkeep_v1_GetTemplateRequest__Output } from './sandkeep/v1/GetTemplateRequest.ts';
import type { GetTemplateResponse as _sandkeep_v1_GetTemplateResponse, GetTemplateResponse__Output as _sandkeep_v1_GetTemplateResponse__Output } from './sandkeep/v1/GetTemplateResponse.ts';
import type { ListPoolsRequest as _sandkeep_v1_ListPoolsRequest, ListPoolsRequest__Output as _sandkeep_v1_ListPoolsRequest__Output } from './sandkeep/v1/ListPoolsRequest.ts';
import type { ListPoolsResponse as _sandkeep_v1_ListPoolsResponse, ListPoolsResponse__Output as _sandkeep_v1_ListPoolsResponse__Output } from './sandkeep/v1/ListPoolsResponse.ts';
import type { ListTemplatesRequest as _sandkeep_v1_ListTemplatesRequest, ListTemplatesRequest__Output as _sandkeep_v1_ListTemplatesRequest__Output } from './sandkeep/v1/ListTemplatesRequest.ts';
import type { ListTemplatesResponse as _sandkeep_v1_ListTemplatesResponse, ListTemplatesResponse__Output as _sandkeep_v1_ListTemplatesResponse__Output } from './sandkeep/v1/ListTemplatesResponse.ts';
import type { PausePoolRequest as _sandkeep_v1_PausePoolRequest, PausePoolRequest__Output as _sandkeep_v1_PausePoolRequest__Output } from './sandkeep/v1/PausePoolRequest.ts';
import type { PausePoolResponse as _sandkeep_v1_PausePoolResponse, PausePoolResponse__Output as _sandkeep_v1_PausePoolResponse__Output } from './sandkeep/v1/PausePoolResponse.ts';
import type { Pool as _sandkeep_v1_Pool, Pool__Output as _sandkeep_v1_Pool__Output } from './sandkeep/v1/Pool.ts';
import type { PrewarmPoolRequest as _sandkeep_v1_PrewarmPoolRequest, PrewarmPoolRequest__Output as _sandkeep_v1_PrewarmPoolRequest__Output } from './sandkeep/v1/PrewarmPoolRequest.ts';
import type { PrewarmPoolResponse as _sandkeep_v1_PrewarmPoolResponse, PrewarmPoolResponse__Output as _sandkeep_v1_PrewarmPoolResponse__Output } from './sandkeep/v1/PrewarmPoolResponse.ts';
import type { PullImageRequest as _sandkeep_v1_PullImageRequest, PullImageRequest__Output as _sandkeep_v1_PullImageRequest__Output } from './sandkeep/v1/PullImageRequest.ts';
import type { PullImageResponse as _sandkeep_v1_PullImageResponse, PullImageResponse__Output as _sandkeep_v1_PullImageResponse__Output } from './sandkeep/v1/PullImageResponse.ts';
import type { ResumePoolRequest as _sandkeep_v1_ResumePoolRequest, ResumePoolRequest__Output as _sandkeep_v1_ResumePoolRequest__Output } from './sandkeep/v1/ResumePoolRequest.ts';
import type { ResumePoolResponse as _sandkeep_v1_ResumePoolResponse, ResumePoolResponse__Output as _sandkeep_v1_ResumePoolResponse__Output } from './sandkeep/v1/ResumePoolResponse.ts';
import type { Template as _sandkeep_v1_Template, Template__Output as _sandkeep_v1_Template__Output } from './sandkeep/v1/Template.ts';
import type { TemplateServiceClient as _sandkeep_v1_TemplateServiceClient, TemplateServiceDefinition as _sandkeep_v1_TemplateServiceDefinition } from './sandkeep/v1/TemplateService.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  sandkeep: {
    v1: {
      DrainPoolRequest: MessageTypeDefinition<_sandkeep_v1_DrainPoolRequest, _sandkeep_v1_DrainPoolRequest__Output>
      DrainPoolResponse: MessageTypeDefinition<_sandkeep_v1_DrainPoolResponse, _sandkeep_v1_DrainPoolResponse__Output>
      GetPoolRequest: MessageTypeDefinition<_sandkeep_v1_GetPoolRequest, _sandkeep_v1_GetPoolRequest__Output>
      GetPoolResponse: MessageTypeDefinition<_sandkeep_v1_GetPoolResponse, _sandkeep_v1_GetPoolResponse__Output>
      GetTemplateRequest: MessageTypeDefinition<_sandkeep_v1_GetTemplateRequest, _sandkeep_v1_GetTemplateRequest__Output>
      GetTemplateResponse: MessageTypeDefinition<_sandkeep_v1_GetTemplateResponse, _sandkeep_v1_GetTemplateResponse__Output>
      ListPoolsRequest: MessageTypeDefinition<_sandkeep_v1_ListPoolsRequest, _sandkeep_v1_ListPoolsRequest__Output>
      ListPoolsResponse: MessageTypeDefinition<_sandkeep_v1_ListPoolsResponse, _sandkeep_v1_ListPoolsResponse__Output>
      ListTemplatesRequest: MessageTypeDefinition<_sandkeep_v1_ListTemplatesRequest, _sandkeep_v1_ListTemplatesRequest__Output>
      ListTemplatesResponse: MessageTypeDefinition<_sandkeep_v1_ListTemplatesResponse, _sandkeep_v1_ListTemplatesResponse__Output>
      PausePoolRequest: MessageTypeDefinition<_sandkeep_v1_PausePoolRequest, _sandkeep_v1_PausePoolRequest__Output>
      PausePoolResponse: MessageTypeDefinition<_sandkeep_v1_PausePoolResponse, _sandkeep_v1_PausePoolResponse__Output>
      Pool: MessageTypeDefinition<_sandkeep_v1_Pool, _sandkeep_v1_Pool__Output>
      PoolStatus: EnumTypeDefinition
      PrewarmPoolRequest: MessageTypeDefinition<_sandkeep_v1_PrewarmPoolRequest, _sandkeep_v1_PrewarmPoolRequest__Output>
      PrewarmPoolResponse: MessageTypeDefinition<_sandkeep_v1_PrewarmPoolResponse, _sandkeep_v1_PrewarmPoolResponse__Output>
      PullImageRequest: MessageTypeDefinition<_sandkeep_v1_PullImageRequest, _sandkeep_v1_PullImageRequest__Output>
      PullImageResponse: MessageTypeDefinition<_sandkeep_v1_PullImageResponse, _sandkeep_v1_PullImageResponse__Output>
      ResumePoolRequest: MessageTypeDefinition<_sandkeep_v1_ResumePoolRequest, _sandkeep_v1_ResumePoolRequest__Output>
      ResumePoolResponse: MessageTypeDefinition<_sandkeep_v1_ResumePoolResponse, _sandkeep_v1_ResumePoolResponse__Output>
      Template: MessageTypeDefinition<_sandkeep_v1_Template, _sandkeep_v1_Template__Output>
      /**
       * What sandboxes can be made from.
       */
      TemplateService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_TemplateServiceClient> & { service: _sandkeep_v1_TemplateServiceDefinition }
    }
  }
}

