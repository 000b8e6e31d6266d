// The API in the AIO image: MCP servers under /v1/mcp, every answer in an envelope that says whether it worked.

import { SandkeepError } from '../domain/errors.ts';
import type { ToolDescription, ToolList, ToolRequest, ToolResult, ToolServer } from '../ports/tools.ts';
import { isObject } from './exact-json.ts';
import type { HttpRequest } from './exchange.ts';
import { detailOf, type Purpose, Talk, type ToolOutside } from './talk.ts';
import { nameOf, toolDescription, toolList, toolResult } from './tool-result.ts';

const maxServers = 64;
/** Names that a path would not keep apart. */
const unusable = new Set(['.', '..']);

export function aioServer(outside: ToolOutside): ToolServer {
  return {
    health: async (target, call) => {
      await data(new Talk(outside, target, call), { method: 'GET', path: '/v1/sandbox', body: null }, 'read');
    },
    list: async (target, serverName, call) => await list(new Talk(outside, target, call), serverName),
    call: async (target, request, call) => await callTool(new Talk(outside, target, call), request),
    addServers: async (target) => {
      const message = `the MCP servers of sandbox ${target.sandboxId} are files of its image, and its API adds none`;
      throw new SandkeepError('NOT_SUPPORTED', message, { metadata: { sandbox_id: target.sandboxId } });
    },
  };
}

async function list(talk: Talk, serverName: string): Promise<ToolList> {
  const servers = await serversOf(talk);
  const wanted = serverName === '' ? servers : servers.filter((name) => name === serverName);
  const found: ToolDescription[] = [];
  for (const name of wanted) {
    if (found.length > talk.limits.maxTools) break;
    found.push(...(await toolsOf(talk, name)));
  }
  return toolList(talk, found);
}

async function callTool(talk: Talk, request: ToolRequest): Promise<ToolResult> {
  const serverName = request.serverName === '' ? await serverWith(talk, request.toolName) : request.serverName;
  if (serverName === null || isUnusable(serverName) || isUnusable(request.toolName)) throw talk.notFound(request);
  const path = `${serverPath(serverName)}/${encodeURIComponent(request.toolName)}`;
  const answer = await talk.ask({ method: 'POST', path, body: request.arguments }, 'effect');
  if (answer.status === 404) throw talk.notFound(request);
  if (answer.status !== 200) throw talk.failed(`answered ${answer.status}${talk.quote(detailOf(answer))}`);
  const envelope = talk.parse(answer);
  if (isRefusal(envelope) && !(await mayHave(talk, serverName, request.toolName))) throw talk.notFound(request);
  return toolResult(talk, unwrapped(talk, envelope));
}

/** The API has one failure for all; what cannot be looked up may be there, and the failure stays what it is. */
async function mayHave(talk: Talk, serverName: string, toolName: string): Promise<boolean> {
  try {
    if (!(await serversOf(talk)).includes(serverName)) return false;
    return (await toolsOf(talk, serverName)).some((tool) => tool.name === toolName);
  } catch {
    return true;
  }
}

/** The first that has the tool. */
async function serverWith(talk: Talk, toolName: string): Promise<string | null> {
  for (const name of await serversOf(talk)) {
    if ((await toolsOf(talk, name)).some((tool) => tool.name === toolName)) return name;
  }
  return null;
}

async function serversOf(talk: Talk): Promise<readonly string[]> {
  const names = await data(talk, { method: 'GET', path: '/v1/mcp/servers', body: null }, 'read');
  if (!Array.isArray(names)) throw talk.failed('answered with no list of MCP servers');
  if (names.length > maxServers) throw talk.tooLarge(`has more than ${maxServers} MCP servers`);
  return names.map((name: unknown) => nameOf(talk, name)).filter((name) => !isUnusable(name));
}

async function toolsOf(talk: Talk, serverName: string): Promise<readonly ToolDescription[]> {
  const answer = await data(talk, { method: 'GET', path: serverPath(serverName), body: null }, 'read');
  const tools: unknown = isObject(answer) ? answer['tools'] : undefined;
  if (!Array.isArray(tools)) throw talk.failed('answered with no list of tools');
  return tools.map((tool: unknown) => {
    if (!isObject(tool)) throw talk.failed('answered with no description of a tool');
    const { name, description, inputSchema } = tool;
    return toolDescription(talk, serverName, { name, description, inputSchema });
  });
}

async function data(talk: Talk, request: HttpRequest, purpose: Purpose): Promise<unknown> {
  return unwrapped(talk, await talk.json(request, purpose));
}

/** TOOL_FAILED for an answer of 200 that says it did not work. */
function unwrapped(talk: Talk, envelope: unknown): unknown {
  if (!isObject(envelope)) throw talk.failed('answered with no envelope');
  if (isRefusal(envelope)) {
    const message = envelope['message'];
    throw talk.failed(`says that it failed${typeof message === 'string' ? talk.quote(message) : ''}`);
  }
  return envelope['data'];
}

function isRefusal(envelope: unknown): envelope is Readonly<Record<string, unknown>> {
  return isObject(envelope) && envelope['success'] === false;
}

function serverPath(serverName: string): string {
  return `/v1/mcp/${encodeURIComponent(serverName)}/tools`;
}

function isUnusable(name: string): boolean {
  return unusable.has(name);
}
