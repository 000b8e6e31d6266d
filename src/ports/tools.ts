// The tool servers inside sandboxes. What they answer is hostile: every size, time and form is bounded by the adapter.

import type { ToolApi } from '../domain/template.ts';

/** Where the tool server of one container is reached. */
export interface ToolTarget {
  readonly sandboxId: string;
  /** Connections are never shared with another generation, whatever its port is. */
  readonly generation: number;
  readonly host: string;
  readonly port: number;
  /** Secret of the sandbox; '' when it has none. */
  readonly token: string;
}

export interface ToolCall {
  readonly signal: AbortSignal;
  /** Of the whole exchange, or of all of them together where one call needs several. */
  readonly timeoutMs: number;
}

export interface ToolDescription {
  /** The MCP server it belongs to; builtInServer when it is part of the image. */
  readonly serverName: string;
  readonly name: string;
  readonly description: string;
  /** JSON schema of its arguments, as JSON text. */
  readonly inputSchema: string;
}

export interface ToolList {
  readonly tools: readonly ToolDescription[];
  /** Whether there are more than the limit. */
  readonly truncated: boolean;
}

export interface ToolRequest {
  /** '' for whichever has the tool. */
  readonly serverName: string;
  readonly toolName: string;
  /** Text of a JSON object, sent as it is. */
  readonly arguments: string;
}

export interface ToolContent {
  readonly type: string;
  readonly text: string;
  readonly data: Uint8Array;
  readonly mimeType: string;
  readonly description: string;
  /** JSON text of the whole piece, where the fields above do not say all; '' otherwise. */
  readonly json: string;
}

export interface ToolResult {
  readonly content: readonly ToolContent[];
  /** JSON text; '' when there is none. */
  readonly structuredContent: string;
  readonly isError: boolean;
}

export interface McpServers {
  /** Text of {"mcpServers": {…}}, sent as it is. Secret. */
  readonly json: string;
  /** The names in it. */
  readonly names: readonly string[];
  readonly overwrite: boolean;
}

export interface AddedMcpServers {
  readonly added: readonly string[];
  readonly kept: readonly string[];
}

/** Server name of tools that are part of an image. */
export const builtInServer = 'generic';

/**
 * One API. All throw the signal's reason, TOO_MANY_REQUESTS beyond the limit of a sandbox, TOOL_FAILED for an answer that
 * is none, TOOL_SERVER_UNAVAILABLE when nothing was called. What only reads is tried twice, what may have an effect once:
 * TOOL_INTERRUPTED and DEADLINE_PASSED say that it may have had it.
 */
export interface ToolServer {
  health(target: ToolTarget, call: ToolCall): Promise<void>;
  /** Of one server, or of all for ''. TOOL_RESULT_TOO_LARGE. */
  list(target: ToolTarget, serverName: string, call: ToolCall): Promise<ToolList>;
  /** TOOL_NOT_FOUND, TOOL_RESULT_TOO_LARGE, INVALID_FIELD for arguments that no such tool takes. */
  call(target: ToolTarget, request: ToolRequest, call: ToolCall): Promise<ToolResult>;
  /** NOT_SUPPORTED. TOOL_FAILED names those that failed, in the message and as metadata failed_servers. */
  addServers(target: ToolTarget, servers: McpServers, call: ToolCall): Promise<AddedMcpServers>;
}

export interface ToolServers {
  get(api: Exclude<ToolApi, 'none'>): ToolServer;
  /** Ends idle connections and those in use. */
  close(): void;
}
