// Tools that the image of a sandbox serves.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { durationFromMs } from '../../client/convert.ts';
import type { CallToolResponse__Output } from '../../gen/sandkeep/v1/CallToolResponse.ts';
import type { Tool__Output } from '../../gen/sandkeep/v1/Tool.ts';
import type { ToolContent__Output } from '../../gen/sandkeep/v1/ToolContent.ts';
import { type Context, type Define, newRequestId } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { UsageError } from '../failure.ts';
import { parseDurationMs, present } from '../parse.ts';
import type { Column } from '../render/table.ts';
import { bytesText, printable, printableLines } from '../render/text.ts';

const STANDARD_STREAM = '-';

interface CallOptions {
  readonly server?: string;
  readonly file?: string;
  readonly toolTimeout?: number;
}

interface AddOptions {
  readonly file?: string;
  readonly overwrite?: true;
  readonly startTimeout?: number;
}

export function addToolCommands(program: Command, define: Define): void {
  const tools = program.command('tools').description('list and call the tools that its image serves');
  const list = tools
    .command('ls <id>')
    .description('list tools')
    .option('--server <name>', 'only those of this MCP server, or "generic"');
  define<{ readonly server?: string }>(list, listTools);
  const call = tools
    .command('call <id> <tool> [arguments]')
    .description('call a tool with a JSON object and print its result; exit code 1 when the tool says that it failed')
    .option('--server <name>', 'the MCP server of the tool, or "generic"')
    .option('--file <path>', 'read the arguments from a file, or "-" for standard input')
    .option('--tool-timeout <time>', 'how long the tool may take', parseDurationMs);
  define<CallOptions>(call, callTool);
  define(tools.command('health <id>').description('whether the tool server answers; exit code 5 when not'), health);
  const mcp = program.command('mcp').description('MCP servers inside');
  const add = mcp
    .command('add <id> [servers]')
    .description('start MCP servers, from JSON as MCP clients have it: {"mcpServers": {…}}')
    .option('--file <path>', 'read it from a file, or "-" for standard input; keeps keys out of the process list')
    .option('--overwrite', 'replace servers of the same name')
    .option('--start-timeout <time>', 'how long they may take to start', parseDurationMs);
  define<AddOptions>(add, addServers);
}

const toolColumns: readonly Column<Tool__Output>[] = [
  { header: 'SERVER', cell: ({ serverName }) => printable(serverName) },
  { header: 'TOOL', cell: ({ name }) => printable(name) },
  { header: 'DESCRIPTION', cell: ({ description }) => printable(description.split('\n', 1)[0] ?? ''), shrinks: true },
];

async function listTools(
  { client, call, output }: Context,
  [sandboxId = '']: readonly string[],
  options: { readonly server?: string },
) {
  const response = await client.listTools({ sandboxId, ...present({ serverName: options.server }) }, call);
  await output.list({
    key: 'tools',
    messageName: 'Tool',
    rows: response.tools,
    columns: toolColumns,
    whenEmpty: 'It has no tools.',
  });
  if (response.truncated) await output.notice('There are more than limits.tools_max_listed shows.');
  return undefined;
}

async function callTool(
  context: Context,
  [sandboxId = '', toolName = '', given]: readonly string[],
  options: CallOptions,
) {
  const { client, call, output } = context;
  const argumentsJson = (await inputOf(context, given, options.file)) ?? '';
  const request = {
    sandboxId,
    toolName,
    argumentsJson,
    ...present({ serverName: options.server }),
    ...timeoutOf(options.toolTimeout),
    requestId: newRequestId(),
  };
  const response = await client.callTool(request, call);
  await output.show('CallToolResponse', response, () => resultLines(response));
  return response.isError ? exitCodes.otherError : undefined;
}

async function health({ client, call, output }: Context, [sandboxId = '']: readonly string[]) {
  const response = await client.checkHealth({ sandboxId }, call);
  const { healthy, message } = response;
  await output.show('CheckHealthResponse', response, () => [
    healthy ? 'healthy' : `not healthy: ${printable(message)}`,
  ]);
  return healthy ? undefined : exitCodes.unavailable;
}

async function addServers(context: Context, [sandboxId = '', given]: readonly string[], options: AddOptions) {
  const { client, call, output } = context;
  const serversJson = await inputOf(context, given, options.file);
  if (serversJson === null) throw new UsageError('no servers are given', 'Give them as JSON, or name a --file.');
  const overwrite = options.overwrite === true;
  const request = { sandboxId, serversJson, overwrite, ...timeoutOf(options.startTimeout), requestId: newRequestId() };
  const response = await client.addMcpServers(request, call);
  await output.show('AddMcpServersResponse', response, () => [
    ...response.added.map((name) => `${printable(name)}  added`),
    ...response.kept.map((name) => `${printable(name)}  kept`),
  ]);
  return undefined;
}

/** null when neither is given. */
async function inputOf({ io }: Context, given: string | undefined, file: string | undefined): Promise<string | null> {
  if (given !== undefined && file !== undefined) throw new UsageError('give JSON or --file, not both');
  if (file === undefined) return given ?? null;
  return file === STANDARD_STREAM ? await text(io.stdin) : await readFile(file, 'utf8');
}

function timeoutOf(timeoutMs: number | undefined) {
  return timeoutMs === undefined ? {} : { timeout: durationFromMs(timeoutMs) };
}

function resultLines({ content, structuredContentJson }: CallToolResponse__Output): readonly string[] {
  const lines = content.filter((piece) => piece.type !== 'text' || piece.text !== '').map(pieceLine);
  return lines.length > 0 || structuredContentJson === '' ? lines : [printableLines(structuredContentJson)];
}

function pieceLine({ type, text: shown, data, mimeType, description, json }: ToolContent__Output): string {
  const label = description === '' ? '' : `${printable(description)}: `;
  if (type === 'text') return label + printableLines(shown.replace(/\n$/, ''));
  if (json !== '') return label + printableLines(json);
  return `${label}${printable(type)} ${printable(mimeType)} ${bytesText(data.length)}`;
}
