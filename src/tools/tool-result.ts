// From the JSON of MCP, as both APIs speak it, to results and descriptions of tools.

import { isSessionPart } from '../domain/names.ts';
import type { ToolContent, ToolDescription, ToolResult } from '../ports/tools.ts';
import { isObject } from './exact-json.ts';
import type { Talk } from './talk.ts';

const maxPieces = 4096;
const empty = { text: '', data: new Uint8Array(), mimeType: '', description: '', json: '' };
/** What a message needs for each piece besides its text. */
const pieceOverheadBytes = 32;

/** TOOL_FAILED for what is no result, TOOL_RESULT_TOO_LARGE for one that no answer can carry. */
export function toolResult(talk: Talk, value: unknown): ToolResult {
  if (!isObject(value) || !Array.isArray(value['content'])) throw talk.failed('answered with no result of a tool');
  const pieces: readonly unknown[] = value['content'];
  if (pieces.length > maxPieces) throw talk.tooLarge(`answered with a result of more than ${maxPieces} pieces`);
  const result = {
    content: pieces.map((piece) => contentOf(talk, piece)),
    structuredContent: isObject(value['structuredContent']) ? jsonText(talk, value['structuredContent']) : '',
    isError: value['isError'] === true,
  };
  const bytes = result.content.reduce(
    (sum, piece) => sum + bytesOf(piece),
    Buffer.byteLength(result.structuredContent),
  );
  if (bytes > talk.limits.maxResultBytes) {
    throw talk.tooLarge(`answered with a result of more than ${talk.limits.maxResultBytes} bytes`);
  }
  return result;
}

function contentOf(talk: Talk, piece: unknown): ToolContent {
  if (!isObject(piece) || typeof piece['type'] !== 'string') throw talk.failed('answered with a result without types');
  const type = piece['type'].toWellFormed();
  const description = textOf(piece['description']);
  if (type === 'text' && typeof piece['text'] === 'string') {
    return { ...empty, type, text: textOf(piece['text']), description };
  }
  if ((type === 'image' || type === 'audio') && typeof piece['data'] === 'string') {
    return {
      ...empty,
      type,
      data: Buffer.from(piece['data'], 'base64'),
      mimeType: textOf(piece['mimeType']),
      description,
    };
  }
  return { ...empty, type, description, json: jsonText(talk, piece) };
}

function bytesOf({ type, text, data, mimeType, description, json }: ToolContent): number {
  const texts = [type, text, mimeType, description, json].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  return texts + data.length + pieceOverheadBytes;
}

/** TOOL_FAILED for a name that is none. */
export function toolDescription(
  talk: Talk,
  serverName: string,
  tool: { readonly name: unknown; readonly description: unknown; readonly inputSchema: unknown },
): ToolDescription {
  return {
    serverName,
    name: nameOf(talk, tool.name),
    description: textOf(tool.description),
    inputSchema: isObject(tool.inputSchema) ? jsonText(talk, tool.inputSchema) : '{}',
  };
}

/** TOOL_FAILED unless it is 1 to 128 printable characters, as names are everywhere. */
export function nameOf(talk: Talk, value: unknown): string {
  if (typeof value === 'string' && isSessionPart(value)) return value;
  throw talk.failed('answered with a name that is not 1 to 128 printable characters');
}

/** What a message can carry: other languages refuse text with unpaired surrogates. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : '';
}

/** TOOL_FAILED for what is nested too deeply to be written. */
function jsonText(talk: Talk, value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw talk.failed('answered with JSON that is nested too deeply', cause);
  }
}

/** The list, cut at the limit. TOOL_RESULT_TOO_LARGE. */
export function toolList(talk: Talk, found: readonly ToolDescription[]) {
  const { maxTools, maxResultBytes } = talk.limits;
  const tools = found.slice(0, maxTools);
  const bytes = tools.reduce((sum, tool) => sum + descriptionBytes(tool), 0);
  if (bytes > maxResultBytes) throw talk.tooLarge(`has tools whose descriptions are more than ${maxResultBytes} bytes`);
  return { tools, truncated: found.length > tools.length };
}

function descriptionBytes({ serverName, name, description, inputSchema }: ToolDescription): number {
  const texts = [serverName, name, description, inputSchema];
  return texts.reduce((sum, part) => sum + Buffer.byteLength(part), pieceOverheadBytes);
}
