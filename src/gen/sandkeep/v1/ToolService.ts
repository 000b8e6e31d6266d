// Original file: proto/sandkeep/v1/tool_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AddMcpServersRequest as _sandkeep_v1_AddMcpServersRequest, AddMcpServersRequest__Output as _sandkeep_v1_AddMcpServersRequest__Output } from '../../sandkeep/v1/AddMcpServersRequest.ts';
import type { AddMcpServersResponse as _sandkeep_v1_AddMcpServersResponse, AddMcpServersResponse__Output as _sandkeep_v1_AddMcpServersResponse__Output } from '../../sandkeep/v1/AddMcpServersResponse.ts';
import type { CallToolRequest as _sandkeep_v1_CallToolRequest, CallToolRequest__Output as _sandkeep_v1_CallToolRequest__Output } from '../../sandkeep/v1/CallToolRequest.ts';
import type { CallToolResponse as _sandkeep_v1_CallToolResponse, CallToolResponse__Output as _sandkeep_v1_CallToolResponse__Output } from '../../sandkeep/v1/CallToolResponse.ts';
import type { CheckHealthRequest as _sandkeep_v1_CheckHealthRequest, CheckHealthRequest__Output as _sandkeep_v1_CheckHealthRequest__Output } from '../../sandkeep/v1/CheckHealthRequest.ts';
import type { CheckHealthResponse as _sandkeep_v1_CheckHealthResponse, CheckHealthResponse__Output as _sandkeep_v1_CheckHealthResponse__Output } from '../../sandkeep/v1/CheckHealthResponse.ts';
import type { ListToolsRequest as _sandkeep_v1_ListToolsRequest, ListToolsRequest__Output as _sandkeep_v1_ListToolsRequest__Output } from '../../sandkeep/v1/ListToolsRequest.ts';
import type { ListToolsResponse as _sandkeep_v1_ListToolsResponse, ListToolsResponse__Output as _sandkeep_v1_ListToolsResponse__Output } from '../../sandkeep/v1/ListToolsResponse.ts';

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
export interface ToolServiceClient extends grpc.Client {
  /**
   * Starts MCP servers in the sandbox, or connects it to ones elsewhere. They last as long as its container: a restored
   * sandbox has none of them. When one fails, the error names it in its metadata and the others stay. With a request_id
   * safe to repeat. Errors: those of CallTool; NOT_SUPPORTED by the AIO image, whose servers are files of the image.
   */
  AddMcpServers(argument: _sandkeep_v1_AddMcpServersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AddMcpServersResponse__Output>): grpc.ClientUnaryCall;
  AddMcpServers(argument: _sandkeep_v1_AddMcpServersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_AddMcpServersResponse__Output>): grpc.ClientUnaryCall;
  AddMcpServers(argument: _sandkeep_v1_AddMcpServersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AddMcpServersResponse__Output>): grpc.ClientUnaryCall;
  AddMcpServers(argument: _sandkeep_v1_AddMcpServersRequest, callback: grpc.requestCallback<_sandkeep_v1_AddMcpServersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Starts MCP servers in the sandbox, or connects it to ones elsewhere. They last as long as its container: a restored
   * sandbox has none of them. When one fails, the error names it in its metadata and the others stay. With a request_id
   * safe to repeat. Errors: those of CallTool; NOT_SUPPORTED by the AIO image, whose servers are files of the image.
   */
  addMcpServers(argument: _sandkeep_v1_AddMcpServersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AddMcpServersResponse__Output>): grpc.ClientUnaryCall;
  addMcpServers(argument: _sandkeep_v1_AddMcpServersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_AddMcpServersResponse__Output>): grpc.ClientUnaryCall;
  addMcpServers(argument: _sandkeep_v1_AddMcpServersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_AddMcpServersResponse__Output>): grpc.ClientUnaryCall;
  addMcpServers(argument: _sandkeep_v1_AddMcpServersRequest, callback: grpc.requestCallback<_sandkeep_v1_AddMcpServersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Calls a tool and waits for its result. A tool that fails by its own word is no error: is_error says so. It is sent
   * once: a tool may have effects. To cancel ends the wait and the connection; whether the tool stops is its own affair.
   * With a request_id safe to repeat. Errors: those of ListTools, INVALID_FIELD, TOOL_NOT_FOUND, TOOL_INTERRUPTED when it
   * may have run, DEADLINE_PASSED.
   */
  CallTool(argument: _sandkeep_v1_CallToolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CallToolResponse__Output>): grpc.ClientUnaryCall;
  CallTool(argument: _sandkeep_v1_CallToolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CallToolResponse__Output>): grpc.ClientUnaryCall;
  CallTool(argument: _sandkeep_v1_CallToolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CallToolResponse__Output>): grpc.ClientUnaryCall;
  CallTool(argument: _sandkeep_v1_CallToolRequest, callback: grpc.requestCallback<_sandkeep_v1_CallToolResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Calls a tool and waits for its result. A tool that fails by its own word is no error: is_error says so. It is sent
   * once: a tool may have effects. To cancel ends the wait and the connection; whether the tool stops is its own affair.
   * With a request_id safe to repeat. Errors: those of ListTools, INVALID_FIELD, TOOL_NOT_FOUND, TOOL_INTERRUPTED when it
   * may have run, DEADLINE_PASSED.
   */
  callTool(argument: _sandkeep_v1_CallToolRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CallToolResponse__Output>): grpc.ClientUnaryCall;
  callTool(argument: _sandkeep_v1_CallToolRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CallToolResponse__Output>): grpc.ClientUnaryCall;
  callTool(argument: _sandkeep_v1_CallToolRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CallToolResponse__Output>): grpc.ClientUnaryCall;
  callTool(argument: _sandkeep_v1_CallToolRequest, callback: grpc.requestCallback<_sandkeep_v1_CallToolResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Whether the tool server answers now. One that does not is no error: the answer says so. Safe to repeat.
   * Errors: SANDBOX_NOT_FOUND, WRONG_STATE, SANDBOX_LOST, NOT_SUPPORTED, TOO_MANY_REQUESTS.
   */
  CheckHealth(argument: _sandkeep_v1_CheckHealthRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CheckHealthResponse__Output>): grpc.ClientUnaryCall;
  CheckHealth(argument: _sandkeep_v1_CheckHealthRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CheckHealthResponse__Output>): grpc.ClientUnaryCall;
  CheckHealth(argument: _sandkeep_v1_CheckHealthRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CheckHealthResponse__Output>): grpc.ClientUnaryCall;
  CheckHealth(argument: _sandkeep_v1_CheckHealthRequest, callback: grpc.requestCallback<_sandkeep_v1_CheckHealthResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Whether the tool server answers now. One that does not is no error: the answer says so. Safe to repeat.
   * Errors: SANDBOX_NOT_FOUND, WRONG_STATE, SANDBOX_LOST, NOT_SUPPORTED, TOO_MANY_REQUESTS.
   */
  checkHealth(argument: _sandkeep_v1_CheckHealthRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CheckHealthResponse__Output>): grpc.ClientUnaryCall;
  checkHealth(argument: _sandkeep_v1_CheckHealthRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CheckHealthResponse__Output>): grpc.ClientUnaryCall;
  checkHealth(argument: _sandkeep_v1_CheckHealthRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CheckHealthResponse__Output>): grpc.ClientUnaryCall;
  checkHealth(argument: _sandkeep_v1_CheckHealthRequest, callback: grpc.requestCallback<_sandkeep_v1_CheckHealthResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The tools of all its MCP servers, and those built into the image under the server name "generic". Safe to repeat.
   * Errors: those of CheckHealth, TOOL_SERVER_UNAVAILABLE, TOOL_FAILED, TOOL_RESULT_TOO_LARGE.
   */
  ListTools(argument: _sandkeep_v1_ListToolsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListToolsResponse__Output>): grpc.ClientUnaryCall;
  ListTools(argument: _sandkeep_v1_ListToolsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListToolsResponse__Output>): grpc.ClientUnaryCall;
  ListTools(argument: _sandkeep_v1_ListToolsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListToolsResponse__Output>): grpc.ClientUnaryCall;
  ListTools(argument: _sandkeep_v1_ListToolsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListToolsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The tools of all its MCP servers, and those built into the image under the server name "generic". Safe to repeat.
   * Errors: those of CheckHealth, TOOL_SERVER_UNAVAILABLE, TOOL_FAILED, TOOL_RESULT_TOO_LARGE.
   */
  listTools(argument: _sandkeep_v1_ListToolsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListToolsResponse__Output>): grpc.ClientUnaryCall;
  listTools(argument: _sandkeep_v1_ListToolsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListToolsResponse__Output>): grpc.ClientUnaryCall;
  listTools(argument: _sandkeep_v1_ListToolsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListToolsResponse__Output>): grpc.ClientUnaryCall;
  listTools(argument: _sandkeep_v1_ListToolsRequest, callback: grpc.requestCallback<_sandkeep_v1_ListToolsResponse__Output>): grpc.ClientUnaryCall;
  
}

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
export interface ToolServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Starts MCP servers in the sandbox, or connects it to ones elsewhere. They last as long as its container: a restored
   * sandbox has none of them. When one fails, the error names it in its metadata and the others stay. With a request_id
   * safe to repeat. Errors: those of CallTool; NOT_SUPPORTED by the AIO image, whose servers are files of the image.
   */
  AddMcpServers: grpc.handleUnaryCall<_sandkeep_v1_AddMcpServersRequest__Output, _sandkeep_v1_AddMcpServersResponse>;
  
  /**
   * Calls a tool and waits for its result. A tool that fails by its own word is no error: is_error says so. It is sent
   * once: a tool may have effects. To cancel ends the wait and the connection; whether the tool stops is its own affair.
   * With a request_id safe to repeat. Errors: those of ListTools, INVALID_FIELD, TOOL_NOT_FOUND, TOOL_INTERRUPTED when it
   * may have run, DEADLINE_PASSED.
   */
  CallTool: grpc.handleUnaryCall<_sandkeep_v1_CallToolRequest__Output, _sandkeep_v1_CallToolResponse>;
  
  /**
   * Whether the tool server answers now. One that does not is no error: the answer says so. Safe to repeat.
   * Errors: SANDBOX_NOT_FOUND, WRONG_STATE, SANDBOX_LOST, NOT_SUPPORTED, TOO_MANY_REQUESTS.
   */
  CheckHealth: grpc.handleUnaryCall<_sandkeep_v1_CheckHealthRequest__Output, _sandkeep_v1_CheckHealthResponse>;
  
  /**
   * The tools of all its MCP servers, and those built into the image under the server name "generic". Safe to repeat.
   * Errors: those of CheckHealth, TOOL_SERVER_UNAVAILABLE, TOOL_FAILED, TOOL_RESULT_TOO_LARGE.
   */
  ListTools: grpc.handleUnaryCall<_sandkeep_v1_ListToolsRequest__Output, _sandkeep_v1_ListToolsResponse>;
  
}

export interface ToolServiceDefinition extends grpc.ServiceDefinition {
  AddMcpServers: MethodDefinition<_sandkeep_v1_AddMcpServersRequest, _sandkeep_v1_AddMcpServersResponse, _sandkeep_v1_AddMcpServersRequest__Output, _sandkeep_v1_AddMcpServersResponse__Output>
  CallTool: MethodDefinition<_sandkeep_v1_CallToolRequest, _sandkeep_v1_CallToolResponse, _sandkeep_v1_CallToolRequest__Output, _sandkeep_v1_CallToolResponse__Output>
  CheckHealth: MethodDefinition<_sandkeep_v1_CheckHealthRequest, _sandkeep_v1_CheckHealthResponse, _sandkeep_v1_CheckHealthRequest__Output, _sandkeep_v1_CheckHealthResponse__Output>
  ListTools: MethodDefinition<_sandkeep_v1_ListToolsRequest, _sandkeep_v1_ListToolsResponse, _sandkeep_v1_ListToolsRequest__Output, _sandkeep_v1_ListToolsResponse__Output>
}
