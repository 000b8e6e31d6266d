// The YAML file: its values, and where in it each of them stands.

import { readFileSync, statSync } from 'node:fs';

import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

import { ConfigError, type Problem } from './problems.ts';
import type { KeyPath } from './schema-walk.ts';

const maxFileBytes = 1024 * 1024;

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface ConfigFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Where the value of a key or its name stands, or the nearest section around it; null when it is not there at all. */
  locate(keyPath: KeyPath, part: 'name' | 'value'): Position | null;
}

/** null when there is no such file. ConfigError when it cannot be read or is not YAML. */
export function readConfigFile(path: string): ConfigFile | null {
  const text = readText(path);
  return text === null ? null : parseConfigFile(path, text);
}

export function parseConfigFile(path: string, text: string): ConfigFile {
  const lines = new LineCounter();
  // Errors of the parser would quote the file, which may hold secrets.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new ConfigError(faults.map((fault) => yamlProblem(path, fault.message, lines.linePos(fault.pos[0]))));
  }
  keepTextOfScalars(document);
  const values = toValues(path, document);
  return {
    path,
    values,
    locate: (keyPath, part) => {
      const { nameOffset, valueOffset } = find(document, keyPath);
      const offset = part === 'name' ? nameOffset : valueOffset;
      if (offset === null) return null;
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    },
  };
}

function readText(path: string): string | null {
  try {
    if (statSync(path).size > maxFileBytes) {
      throw new ConfigError([fileProblem(path, `the file is larger than ${maxFileBytes} bytes`, '')]);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new ConfigError([
      fileProblem(path, `cannot be read (${code})`, 'Give the user of the daemon the right to read it.'),
    ]);
  }
}

function toValues(path: string, document: Document): Record<string, unknown> {
  let values: unknown;
  try {
    values = document.toJS() as unknown;
  } catch {
    throw new ConfigError([fileProblem(path, 'the aliases of the file expand without bound', '')]);
  }
  if (values === null || values === undefined) return {};
  if (typeof values === 'object' && !Array.isArray(values)) return values as Record<string, unknown>;
  throw new ConfigError([fileProblem(path, 'expected keys with values at the top of the file', '')]);
}

/** A version "1.10" or a long number in an environment stays what was written. */
function keepTextOfScalars(document: Document): void {
  const templates = child(document, document.contents, 'templates');
  if (!isMap(templates)) return;
  for (const template of templates.items) {
    const environment = child(document, isNode(template.value) ? template.value : null, 'environment');
    if (!isMap(environment)) continue;
    for (const { value } of environment.items) {
      if (isScalar(value) && typeof value.value === 'number' && value.source !== undefined) value.value = value.source;
    }
  }
}

interface Found {
  readonly nameOffset: number | null;
  readonly valueOffset: number | null;
}

function find(document: Document, keyPath: KeyPath): Found {
  let node: Node | null = document.contents;
  let found: Found = { nameOffset: null, valueOffset: null };
  for (const segment of keyPath) {
    const name = keyNode(document, node, segment);
    const value: Node | null | undefined = child(document, node, segment);
    if (name === null && value === undefined) return found;
    node = value ?? null;
    const nameOffset: number | null = name?.range?.[0] ?? node?.range?.[0] ?? found.nameOffset;
    const isEmpty = isScalar(node) && node.value === null;
    const valueOffset: number | null = isEmpty ? nameOffset : (node?.range?.[0] ?? nameOffset);
    found = { nameOffset, valueOffset };
  }
  return found;
}

function keyNode(document: Document, node: Node | null, segment: string | number): Node | null {
  const container = resolved(document, node);
  if (!isMap(container)) return null;
  const pair = container.items.find((item) => isScalar(item.key) && String(item.key.value) === String(segment));
  return pair !== undefined && isNode(pair.key) ? pair.key : null;
}

/** undefined when the container has no such entry. */
function child(document: Document, node: Node | null, segment: string | number): Node | null | undefined {
  const container = resolved(document, node);
  if (isSeq(container)) {
    const item = container.items[Number(segment)];
    return isNode(item) ? item : undefined;
  }
  if (!isMap(container)) return undefined;
  const pair = container.items.find((item) => isScalar(item.key) && String(item.key.value) === String(segment));
  if (pair === undefined) return undefined;
  return isNode(pair.value) ? pair.value : null;
}

function resolved(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

/** The parser quotes the file after a colon. */
function yamlProblem(path: string, message: string, position: { line: number; col: number }): Problem {
  const plain = message.split(/: /)[0] ?? message;
  return {
    source: path,
    line: position.line,
    column: position.col,
    keyPath: '',
    message: `not valid YAML: ${plain}`,
    hint: 'Check indentation, colons and quotes around this place.',
  };
}

function fileProblem(path: string, message: string, hint: string): Problem {
  return { source: path, line: null, column: null, keyPath: '', message, hint };
}
