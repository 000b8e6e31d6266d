// The API in AgentScope's images: a server behind nginx, which serves it at /fastapi.

import { invalidField } from '../domain/errors.ts';
import {
  type AddedMcpServers,
  builtInServer,
  type McpServers,
  type ToolDescription,
  type ToolList,
  type ToolRequest,
  type ToolResult,
  type ToolServer,
} from '../ports/tools.ts';
import { isObject } from './exact-json.ts';
import { detailOf, Talk, type ToolOutside } from './talk.ts';
import { nameOf, toolDescription, toolList, toolResult } from './tool-result.ts';

const base = '/fastapi';

interface BuiltIn {
  readonly argument: string;
  readonly description: string;
  readonly argumentDescription: string;
}

/** The image serves these at paths of their own and lists them nowhere. */
const builtIns: Readonly<Record<string, BuiltIn>> = {
  run_ipython_cell: {
    argument: 'code',
    description: 'Run an IPython cell.',
    argumentDescription: 'IPython code to execute',
  },
  run_shell_command: {
    argument: 'command',
    description: 'Run a shell command.',
    argumentDescription: 'Shell command to execute',
  },
};

export function agentscopeServer(outside: ToolOutside): ToolServer {
  return {
    health: async (target, call) => {
      const talk = new Talk(outside, target, call);
      const answer = await talk.ask({ method: 'GET', path: `${base}/healthz`, body: null }, 'read');
      if (answer.status !== 200) throw talk.failed(`answered ${answer.status}${talk.quote(detailOf(answer))}`);
    },
    list: async (target, serverName, call) => await list(new Talk(outside, target, call), serverName),
    call: async (target, request, call) => await callTool(new Talk(outside, target, call), request),
    addServers: async (target, servers, call) => await addServers(new Talk(outside, target, call), servers),
  };
}

async function list(talk: Talk, serverName: string): Promise<ToolList> {
  const wanted = (name: string): boolean => serverName === '' || serverName === name;
  const own = wanted(builtInServer) ? builtInDescriptions() : [];
  if (serverName === builtInServer) return toolList(talk, own);
  const found = [...(await serversOf(talk))].flatMap(([name, tools]) => (wanted(name) ? tools : []));
  return toolList(talk, [...own, ...found]);
}

/** In the order in which the server looks for a tool. */
async function serversOf(talk: Talk): Promise<ReadonlyMap<string, readonly ToolDescription[]>> {
  const answer = await talk.json({ method: 'GET', path: `${base}/mcp/list_tools`, body: null }, 'read');
  if (!isObject(answer)) throw talk.failed('answered with no list of tools');
  return new Map(
    Object.entries(answer).map(([server, tools]) => {
      const serverName = nameOf(talk, server);
      if (!isObject(tools)) throw talk.failed('answered with no list of tools');
      return [serverName, Object.values(tools).map((tool) => describe(talk, serverName, tool))];
    }),
  );
}

function describe(talk: Talk, serverName: string, tool: unknown): ToolDescription {
  const schema = isObject(tool) && isObject(tool['json_schema']) ? tool['json_schema']['function'] : undefined;
  if (!isObject(tool) || !isObject(schema)) throw talk.failed('answered with no description of a tool');
  const { description, parameters: inputSchema } = schema;
  return toolDescription(talk, serverName, { name: tool['name'], description, inputSchema });
}

async function callTool(talk: Talk, request: ToolRequest): Promise<ToolResult> {
  const { serverName, toolName } = request;
  const isBuiltIn = Object.hasOwn(builtIns, toolName) && (serverName === '' || serverName === builtInServer);
  if (isBuiltIn) return await callBuiltIn(talk, request);
  if (serverName !== '') await assertReachable(talk, request);
  const body = `{"tool_name":${JSON.stringify(toolName)},"arguments":${request.arguments}}`;
  const answer = await talk.ask({ method: 'POST', path: `${base}/mcp/call_tool`, body }, 'effect');
  if (answer.status === 200) return toolResult(talk, talk.parse(answer));
  const detail = detailOf(answer);
  if (answer.status === 500 && detail === `Tool '${toolName}' not found.`) throw talk.notFound(request);
  throw talk.failed(`answered ${answer.status}${talk.quote(detail)}`);
}

/** A tool is called by its name alone, and the first server that has it gets the call. */
async function assertReachable(talk: Talk, request: ToolRequest): Promise<void> {
  const { serverName, toolName } = request;
  const servers = serverName === builtInServer ? new Map<string, readonly ToolDescription[]>() : await serversOf(talk);
  const having = [...servers].filter(([, tools]) => tools.some((tool) => tool.name === toolName)).map(([name]) => name);
  if (!having.includes(serverName)) throw talk.notFound(request);
  if (having[0] === serverName) return;
  const message = `MCP server ${having[0] ?? ''} has a tool ${toolName} as well and would get the call: this API takes no server`;
  throw talk.notSupported(message);
}

async function callBuiltIn(talk: Talk, request: ToolRequest): Promise<ToolResult> {
  const { toolName } = request;
  const { argument = '' } = builtIns[toolName] ?? {};
  const given: unknown = JSON.parse(request.arguments);
  if (!isObject(given) || typeof given[argument] !== 'string' || Object.keys(given).length !== 1) {
    throw invalidField('arguments_json', `${toolName} takes {"${argument}": text} and nothing else`);
  }
  const path = `${base}/tools/${toolName}`;
  const result = toolResult(talk, await talk.json({ method: 'POST', path, body: request.arguments }, 'effect'));
  // The server takes every word on stderr for a failure; the exit code says what a shell command did.
  const code = result.content.find((piece) => piece.description === 'returncode')?.text;
  return code === undefined ? result : { ...result, isError: code !== '0' };
}

/** What runs before and after says what was added: the answer itself names only failures, in text for people. */
async function addServers(talk: Talk, { json, names, overwrite }: McpServers): Promise<AddedMcpServers> {
  const before = await serversOf(talk);
  const body = `{"server_configs":${json},"overwrite":${String(overwrite)}}`;
  const answer = await talk.ask({ method: 'POST', path: `${base}/mcp/add_servers`, body }, 'effect');
  const kept = overwrite ? [] : names.filter((name) => before.has(name));
  const asked = names.filter((name) => !kept.includes(name));
  if (answer.status === 200) return { added: asked, kept };
  // Without this look the failure stays what it is: the call was sent.
  const after = await serversOf(talk).catch(() => null);
  const failed = after === null ? [] : asked.filter((name) => !after.has(name));
  // Its text may hold what it was told, such as keys of other services.
  const what = failed.length > 0 ? `could not start MCP server ${failed.join(', ')}` : `answered ${answer.status}`;
  throw talk.failed(what, undefined, { failed_servers: failed.join(',') });
}

function builtInDescriptions(): readonly ToolDescription[] {
  return Object.entries(builtIns).map(([name, { argument, description, argumentDescription }]) => ({
    serverName: builtInServer,
    name,
    description,
    inputSchema: JSON.stringify({
      type: 'object',
      properties: { [argument]: { type: 'string', description: argumentDescription } },
      required: [argument],
    }),
  }));
}
