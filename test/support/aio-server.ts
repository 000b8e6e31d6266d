// A small server that follows the tool part of the AIO image's API. Each of its answers is checked against the schema
// that the API's own document gives for it: one that differs is an error of the test.

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';

import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Json };
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
}

const file = path.join(import.meta.dirname, '../data/aio-tools-openapi.json');
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
/** References of the document as plain JSON Schema has them. */
const definitions = JSON.parse(
  JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/$defs/'),
) as Json;

export interface AioTool {
  readonly description: string;
  readonly inputSchema: Json;
  /** null: the call fails. */
  readonly run: (given: Json) => Json | null;
}

export type AioServers = Readonly<Record<string, Readonly<Record<string, AioTool>>>>;

export interface AioRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface AioServer {
  readonly server: Server;
  /** In the order of their arrival. */
  readonly requests: readonly AioRequest[];
  /** Answers that the document does not allow. */
  readonly faults: readonly string[];
}

/** Servers and their tools by name. */
export function createAioServer(servers: AioServers): AioServer {
  const requests: AioRequest[] = [];
  const faults: string[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
    const method = request.method ?? '';
    requests.push({ method, path: pathname, authorization: request.headers.authorization, body });
    const answer = answerTo(servers, method, pathname, body);
    const fault = answer.template === null ? null : faultOf(answer.template, method, answer.body);
    if (fault !== null) faults.push(`${method} ${pathname}: ${fault}`);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  };
  const server = createServer((request, response) => void respond(request, response));
  return { server, requests, faults };
}

interface Answer {
  readonly status: number;
  /** The path of the document; null for what it does not have. */
  readonly template: string | null;
  readonly body: Json;
}

function answerTo(servers: AioServers, method: string, pathname: string, body: string): Answer {
  const [, version, part, ...names] = pathname.split('/').map(decodeURIComponent);
  if (version === 'v1' && part === 'sandbox') return { status: 200, template: '/v1/sandbox', body: sandboxContext };
  if (version !== 'v1' || part !== 'mcp') return missing;
  if (names[0] === 'servers') return { status: 200, template: '/v1/mcp/servers', body: worked(Object.keys(servers)) };
  const tools = servers[names[0] ?? ''];
  if (method === 'GET') {
    const template = '/v1/mcp/{server_name}/tools';
    return { status: 200, template, body: tools === undefined ? failed('no such server') : worked(listed(tools)) };
  }
  const template = '/v1/mcp/{server_name}/tools/{tool_name}';
  const tool = tools?.[names[2] ?? ''];
  if (tool === undefined) return { status: 200, template, body: failed(`tool ${names[2] ?? ''} not found`) };
  const result = tool.run(JSON.parse(body) as Json);
  const broken = failed(`the tool ${names[2] ?? ''} broke`);
  return { status: 200, template, body: result === null ? broken : worked(result) };
}

/** Why the document does not allow the answer; null when it does. */
function faultOf(template: string, method: string, body: Json): string | null {
  const schema =
    document.paths[template]?.[method.toLowerCase()]?.responses['200']?.content['application/json']?.schema;
  if (schema === undefined) return `the document has no ${method} ${template}`;
  const own = JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/')) as Json;
  const checked = z.fromJSONSchema({ ...own, $defs: definitions } as Parameters<typeof z.fromJSONSchema>[0]);
  const result = checked.safeParse(body);
  return result.success ? null : z.prettifyError(result.error);
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function listed(tools: Readonly<Record<string, AioTool>>): Json {
  const shown = Object.entries(tools).map(([name, { description, inputSchema }]) => ({
    name,
    description,
    inputSchema,
  }));
  return { tools: shown };
}

function worked(data: unknown): Json {
  return { success: true, message: 'Operation successful', data, hint: null };
}

function failed(message: string): Json {
  return { success: false, message, data: null, hint: null };
}

const missing: Answer = { status: 404, template: null, body: { detail: 'Not Found' } };
const sandboxContext: Json = {
  success: true,
  message: 'ok',
  data: null,
  home_dir: '/home/gem',
  version: '1.9.4',
  detail: {
    system: {
      os: 'Linux',
      os_version: '6',
      arch: 'x86_64',
      user: 'gem',
      home_dir: '/home/gem',
      timezone: 'UTC',
      occupied_ports: [],
    },
    runtime: { python: [], nodejs: [] },
    utils: [],
  },
};
