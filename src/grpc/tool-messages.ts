// Between the messages of ToolService and what the engine knows of tools.

import { invalidField } from '../domain/errors.ts';
import { validateSessionPart } from '../domain/names.ts';
import type { EngineContext } from '../engine/context.ts';
import type { McpServers, ToolContent, ToolRequest } from '../ports/tools.ts';
import type { Duration__Output } from '../gen/google/protobuf/Duration.ts';
import type { AddMcpServersRequest__Output } from '../gen/sandkeep/v1/AddMcpServersRequest.ts';
import type { CallToolRequest__Output } from '../gen/sandkeep/v1/CallToolRequest.ts';
import type { ToolContent as ToolContentMessage } from '../gen/sandkeep/v1/ToolContent.ts';
import { durationMs } from './convert.ts';

const maxServers = 64;

/** INVALID_FIELD. */
export function toolTimeoutMs(context: EngineContext, timeout: Duration__Output | null): number {
  const { toolDefaultTimeoutMs, toolMaxTimeoutMs } = context.settings().engine;
  const timeoutMs = durationMs(timeout, 'timeout') ?? toolDefaultTimeoutMs;
  if (timeoutMs === 0) throw invalidField('timeout', 'must be more than zero');
  if (timeoutMs <= toolMaxTimeoutMs) return timeoutMs;
  throw invalidField('timeout', `is longer than the ${toolMaxTimeoutMs / 1000} s that limits.tool_max_timeout allows`);
}

/** '' for any. INVALID_FIELD. */
export function serverNameOf(text: string): string {
  if (text !== '') validateSessionPart(text, 'server_name');
  return text;
}

/** INVALID_FIELD. */
export function toolRequest({ serverName, toolName, argumentsJson }: CallToolRequest__Output): ToolRequest {
  validateSessionPart(toolName, 'tool_name');
  const text = argumentsJson === '' ? '{}' : argumentsJson;
  if (!isObject(parsed(text, 'arguments_json'))) throw invalidField('arguments_json', 'is not a JSON object');
  return { serverName: serverNameOf(serverName), toolName, arguments: text };
}

/** INVALID_FIELD, without a word of what is in it. */
export function mcpServersOf({ serversJson, overwrite }: AddMcpServersRequest__Output): McpServers {
  const field = 'servers_json';
  const file = parsed(serversJson, field);
  const servers = isObject(file) && Object.keys(file).length === 1 ? file['mcpServers'] : undefined;
  if (!isObject(servers)) throw invalidField(field, 'is not an object with "mcpServers" as its only key');
  const entries = Object.entries(servers);
  if (entries.length === 0 || entries.length > maxServers) {
    throw invalidField(field, `must name 1 to ${maxServers} servers`);
  }
  for (const [name, server] of entries) {
    validateSessionPart(name, field);
    const isKnown = isObject(server) && (isText(server['command']) || isText(server['url']));
    if (!isKnown) throw invalidField(field, `server ${name} has neither a "command" nor a "url"`);
  }
  return { json: serversJson, names: entries.map(([name]) => name), overwrite };
}

export function contentMessage(content: ToolContent): ToolContentMessage {
  return { ...content, data: Buffer.from(content.data.buffer, content.data.byteOffset, content.data.byteLength) };
}

function parsed(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidField(field, 'is not JSON');
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
