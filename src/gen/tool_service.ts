import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { AddMcpServersRequest as _sandkeep_v1_AddMcpServersRequest, AddMcpServersRequest__Output as _sandkeep_v1_AddMcpServersRequest__Output } from './sandkeep/v1/AddMcpServersRequest.ts';
import type { AddMcpServersResponse as _sandkeep_v1_AddMcpServersResponse, AddMcpServersResponse__Output as _sandkeep_v1_AddMcpServersResponse__Output } from './sandkeep/v1/AddMcpServersResponse.ts';
import type { CallToolRequest as _sandkeep_v1_CallToolRequest, CallToolRequest__Output as _sandkeep_v1_CallToolRequest__Output } from './sandkeep/v1/CallToolRequest.ts';
import type { CallToolResponse as _sandkeep_v1_CallToolResponse, CallToolResponse__Output as _sandkeep_v1_CallToolResponse__Output } from './sandkeep/v1/CallToolResponse.ts';
import type { CheckHealthRequest as _sandkeep_v1_CheckHealthRequest, CheckHealthRequest__Output as _sandkeep_v1_CheckHealthRequest__Output } from './sandkeep/v1/CheckHealthRequest.ts';
import type { CheckHealthResponse as _sandkeep_v1_CheckHealthResponse, CheckHealthResponse__Output as _sandkeep_v1_CheckHealthResponse__Output } from './sandkeep/v1/CheckHealthResponse.ts';
import type { ListToolsRequest as _sandkeep_v1_ListToolsRequest, ListToolsRequest__Output as _sandkeep_v1_ListToolsRequest__Output } from './sandkeep/v1/ListToolsRequest.ts';
import type { ListToolsResponse as _sandkeep_v1_ListToolsResponse, ListToolsResponse__Output as _sandkeep_v1_ListToolsResponse__Output } from './sandkeep/v1/ListToolsResponse.ts';
import type { Tool as _sandkeep_v1_Tool, Tool__Output as _sandkeep_v1_Tool__Output } from './sandkeep/v1/Tool.ts';
import type { ToolContent as _sandkeep_v1_ToolContent, ToolContent__Output as _sandkeep_v1_ToolContent__Output } from './sandkeep/v1/ToolContent.ts';
import type { ToolServiceClient as _sandkeep_v1_ToolServiceClient, ToolServiceDefinition as _sandkeep_v1_ToolServiceDefinition } from './sandkeep/v1/ToolService.ts';

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
      AddMcpServersRequest: MessageTypeDefinition<_sandkeep_v1_AddMcpServersRequest, _sandkeep_v1_AddMcpServersRequest__Output>
      AddMcpServersResponse: MessageTypeDefinition<_sandkeep_v1_AddMcpServersResponse, _sandkeep_v1_AddMcpServersResponse__Output>
      CallToolRequest: MessageTypeDefinition<_sandkeep_v1_CallToolRequest, _sandkeep_v1_CallToolRequest__Output>
      CallToolResponse: MessageTypeDefinition<_sandkeep_v1_CallToolResponse, _sandkeep_v1_CallToolResponse__Output>
      CheckHealthRequest: MessageTypeDefinition<_sandkeep_v1_CheckHealthRequest, _sandkeep_v1_CheckHealthRequest__Output>
      CheckHealthResponse: MessageTypeDefinition<_sandkeep_v1_CheckHealthResponse, _sandkeep_v1_CheckHealthResponse__Output>
      ListToolsRequest: MessageTypeDefinition<_sandkeep_v1_ListToolsRequest, _sandkeep_v1_ListToolsRequest__Output>
      ListToolsResponse: MessageTypeDefinition<_sandkeep_v1_ListToolsResponse, _sandkeep_v1_ListToolsResponse__Output>
      Tool: MessageTypeDefinition<_sandkeep_v1_Tool, _sandkeep_v1_Tool__Output>
      ToolContent: MessageTypeDefinition<_sandkeep_v1_ToolContent, _sandkeep_v1_ToolContent__Output>
      /**
       * Lists and calls tools. Every call wakes a recycled sandbox, and counts as activity for as long as it runs.
       * 
       * Arguments, schemas and structured results travel as JSON text and not as google.protobuf.Struct: a Struct knows only
       * doubles, so 1 becomes 1.0 for a tool that takes an integer and an id of 64 bits becomes another one, and it needs a
       * conversion in each language where every one of them reads and writes JSON already.
       * 
       * What a sandbox answers is taken for hostile: its size, time and form are bounded, no redirect is followed, and text of
       * it in an error is short and printable.
       */
      ToolService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_ToolServiceClient> & { service: _sandkeep_v1_ToolServiceDefinition }
    }
  }
}

