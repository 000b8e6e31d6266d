// What the environment and the command line say instead of the file.

import { parse } from 'yaml';
import type { z } from 'zod';

import { type KeyPath, schemaAt, shapeOf } from './schema-walk.ts';
import { fileSchema } from './schema.ts';
import { nearestName } from './suggest.ts';

export interface Override {
  readonly path: KeyPath;
  readonly value: unknown;
  /** For people: the name of the variable or option. */
  readonly source: string;
  readonly kind: 'environment' | 'option';
}

const prefix = 'SANDKEEP_';
/** Read by the program itself or by its client, never keys. */
const otherVariables = new Set(['SANDKEEP_CONFIG', 'SANDKEEP_TOKEN', 'SANDKEEP_NAMESPACE', 'SANDKEEP_OUTPUT']);

/** Names of the sections in a map of sections, by the key of the map. */
export type KnownNames = Readonly<Record<string, readonly string[]>>;

/** SANDKEEP_RUNTIMES__DOCKER__HOST is runtimes.docker.host. Empty variables count as not set. */
export function environmentOverrides(
  env: NodeJS.ProcessEnv,
  names: KnownNames,
): { readonly overrides: readonly Override[]; readonly warnings: readonly string[] } {
  const overrides: Override[] = [];
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(env).sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (!name.startsWith(prefix) || otherVariables.has(name) || value === undefined || value === '') continue;
    const path = keyPathOf(name.slice(prefix.length).split('__'), names);
    const schema = path === null ? null : schemaAt(fileSchema, path);
    if (path === null || schema === null) warnings.push(unknownVariable(name));
    else overrides.push({ path, value: readText(schema, value), source: name, kind: 'environment' });
  }
  return { overrides, warnings };
}

/** Keys are dotted paths ("runtimes.docker.host") or sections; text is read as in the environment. */
export function optionOverrides(options: Readonly<Record<string, unknown>>): readonly Override[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const path = name.split('.');
    const schema = schemaAt(fileSchema, path);
    const read = schema !== null && typeof value === 'string' ? readText(schema, value) : value;
    return [{ path, value: read, source: name, kind: 'option' }];
  });
}

/** Sets values at their paths in a copy; sections that are missing are made. */
export function applyOverrides(
  values: Readonly<Record<string, unknown>>,
  overrides: readonly Override[],
): Record<string, unknown> {
  const result = structuredClone(values) as Record<string, unknown>;
  for (const { path, value } of overrides) {
    let section = result;
    for (const segment of path.slice(0, -1)) {
      const inner = Object.hasOwn(section, segment) ? section[segment] : undefined;
      const next = isSection(inner) ? inner : {};
      define(section, segment, next);
      section = next;
    }
    const last = path.at(-1);
    if (last !== undefined) define(section, last, value);
  }
  return result;
}

/** Never reaches a prototype, whatever the name. */
function define(section: Record<string, unknown>, name: string | number, value: unknown): void {
  Object.defineProperty(section, name, { value, enumerable: true, writable: true, configurable: true });
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyPathOf(parts: readonly string[], names: KnownNames): KeyPath | null {
  const path: string[] = [];
  let schema: z.ZodType = fileSchema;
  for (const [index, part] of parts.entries()) {
    const shape = shapeOf(schema);
    if (shape.kind === 'section') {
      const name = part.toLowerCase();
      const inner: z.ZodType | undefined = Object.hasOwn(shape.keys, name) ? shape.keys[name] : undefined;
      if (inner === undefined) return null;
      path.push(name);
      schema = inner;
    } else if (shape.kind === 'map' && shapeOf(shape.values).kind === 'section') {
      path.push(nameOf(part, names[path.at(-1) ?? ''] ?? []));
      schema = shape.values;
    } else if (shape.kind === 'map') {
      // The rest is one name, which may hold "__" and capitals of its own.
      return [...path, parts.slice(index).join('__')];
    } else {
      return null;
    }
  }
  return path.length === 0 ? null : path;
}

/** Variables hold only letters, digits and "_", so any other character of a name matches "_". */
function nameOf(part: string, known: readonly string[]): string {
  const name = part.toLowerCase();
  return known.find((candidate) => candidate.toLowerCase().replaceAll(/[^a-z0-9]/g, '_') === name) ?? name;
}

/** Text where the key takes text, else what YAML makes of it; lists may be written with commas. */
function readText(schema: z.ZodType, text: string): unknown {
  if (schema.safeParse(text).success) return text;
  const value = readYaml(text);
  const takesList = shapeOf(schema).kind === 'list';
  return takesList && !Array.isArray(value) && value !== null ? text.split(',').map((item) => item.trim()) : value;
}

function readYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' }) as unknown;
  } catch {
    return text;
  }
}

function unknownVariable(name: string): string {
  const known = Object.keys(fileSchema.shape).map((key) => prefix + key.toUpperCase());
  const nearest = nearestName(name, known);
  const suggestion = nearest === null ? '' : `; did you mean ${nearest}?`;
  return `environment variable ${name} names no key of the config and is ignored${suggestion}`;
}
