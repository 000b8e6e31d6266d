import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { GetTemplateRequest as _sandkeep_v1_GetTemplateRequest, GetTemplateRequest__Output as _sandkeep_v1_GetTemplateRequest__Output } from './sandkeep/v1/GetTemplateRequest.ts';
import type { GetTemplateResponse as _sandkeep_v1_GetTemplateResponse, GetTemplateResponse__Output as _sandkeep_v1_GetTemplateResponse__Output } from './sandkeep/v1/GetTemplateResponse.ts';
import type { ListTemplatesRequest as _sandkeep_v1_ListTemplatesRequest, ListTemplatesRequest__Output as _sandkeep_v1_ListTemplatesRequest__Output } from './sandkeep/v1/ListTemplatesRequest.ts';
import type { ListTemplatesResponse as _sandkeep_v1_ListTemplatesResponse, ListTemplatesResponse__Output as _sandkeep_v1_ListTemplatesResponse__Output } from './sandkeep/v1/ListTemplatesResponse.ts';
import type { PullImageRequest as _sandkeep_v1_PullImageRequest, PullImageRequest__Output as _sandkeep_v1_PullImageRequest__Output } from './sandkeep/v1/PullImageRequest.ts';
import type { PullImageResponse as _sandkeep_v1_PullImageResponse, PullImageResponse__Output as _sandkeep_v1_PullImageResponse__Output } from './sandkeep/v1/PullImageResponse.ts';
import type { Template as _sandkeep_v1_Template, Template__Output as _sandkeep_v1_Template__Output } from './sandkeep/v1/Template.ts';
import type { TemplateServiceClient as _sandkeep_v1_TemplateServiceClient, TemplateServiceDefinition as _sandkeep_v1_TemplateServiceDefinition } from './sandkeep/v1/TemplateService.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
    }
  }
  sandkeep: {
    v1: {
      GetTemplateRequest: MessageTypeDefinition<_sandkeep_v1_GetTemplateRequest, _sandkeep_v1_GetTemplateRequest__Output>
      GetTemplateResponse: MessageTypeDefinition<_sandkeep_v1_GetTemplateResponse, _sandkeep_v1_GetTemplateResponse__Output>
      ListTemplatesRequest: MessageTypeDefinition<_sandkeep_v1_ListTemplatesRequest, _sandkeep_v1_ListTemplatesRequest__Output>
      ListTemplatesResponse: MessageTypeDefinition<_sandkeep_v1_ListTemplatesResponse, _sandkeep_v1_ListTemplatesResponse__Output>
      PullImageRequest: MessageTypeDefinition<_sandkeep_v1_PullImageRequest, _sandkeep_v1_PullImageRequest__Output>
      PullImageResponse: MessageTypeDefinition<_sandkeep_v1_PullImageResponse, _sandkeep_v1_PullImageResponse__Output>
      Template: MessageTypeDefinition<_sandkeep_v1_Template, _sandkeep_v1_Template__Output>
      /**
       * What sandboxes can be made from.
       */
      TemplateService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_TemplateServiceClient> & { service: _sandkeep_v1_TemplateServiceDefinition }
    }
  }
}

