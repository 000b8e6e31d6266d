// Finds parts of the schema by key path, and lists all of its keys.

import { z } from 'zod';

import { keyHelp, type KindText, kindTexts } from './key-types.ts';

export type KeyPath = readonly (string | number)[];

export type Shape =
  | { readonly kind: 'value'; readonly text: KindText }
  | { readonly kind: 'section'; readonly keys: Readonly<Record<string, z.ZodType>> }
  | { readonly kind: 'map'; readonly keys: z.ZodType; readonly values: z.ZodType }
  | { readonly kind: 'list'; readonly element: z.ZodType };

const unknownValue: KindText = { kind: 'value', expected: 'another value' };

/** What a schema takes, without its default. */
export function shapeOf(schema: z.ZodType): Shape {
  const known = kindTexts.get(schema);
  if (known !== undefined) return { kind: 'value', text: known };
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable) {
    return shapeOf(schema.def.innerType as z.ZodType);
  }
  if (schema instanceof z.ZodObject) return { kind: 'section', keys: schema.def.shape };
  if (schema instanceof z.ZodArray) return { kind: 'list', element: schema.def.element as z.ZodType };
  if (schema instanceof z.ZodRecord) {
    return { kind: 'map', keys: schema.def.keyType as unknown as z.ZodType, values: schema.def.valueType as z.ZodType };
  }
  return { kind: 'value', text: unknownValue };
}

/** The part of the schema that a path leads to, or null. */
export function schemaAt(root: z.ZodType, path: KeyPath): z.ZodType | null {
  let schema: z.ZodType | undefined = root;
  for (const segment of path) {
    const shape = shapeOf(schema);
    if (shape.kind === 'section') schema = Object.hasOwn(shape.keys, segment) ? shape.keys[segment] : undefined;
    else if (shape.kind === 'map') schema = shape.values;
    else if (shape.kind === 'list') schema = shape.element;
    else schema = undefined;
    if (schema === undefined) return null;
  }
  return schema;
}

/** Completes "expected ...". */
export function expectation(schema: z.ZodType): KindText {
  const shape = shapeOf(schema);
  if (shape.kind === 'value') return shape.text;
  if (shape.kind === 'list') return { kind: 'list', expected: 'a list' };
  if (shape.kind === 'map') return { kind: 'map', expected: 'names with their values' };
  return { kind: 'section', expected: `a section with keys such as ${Object.keys(shape.keys).slice(0, 3).join(', ')}` };
}

export interface DocumentedKey {
  readonly path: string;
  readonly kind: string;
  readonly isRequired: boolean;
  /** As it would be written in the file; null for "not set". */
  readonly fallback: unknown;
  readonly help: string;
}

/** Every key that holds a value, a list or a map, depth first in the order of the schema. */
export function documentedKeys(root: z.ZodType, prefix = ''): DocumentedKey[] {
  const shape = shapeOf(root);
  if (shape.kind !== 'section') return [];
  return Object.entries(shape.keys).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    const inner = shapeOf(schema);
    if (inner.kind === 'section') return documentedKeys(schema, `${path}.`);
    if (inner.kind === 'map') return [documented(path, schema), ...documentedKeys(inner.values, `${path}.<name>.`)];
    if (inner.kind === 'list') return [documented(path, schema), ...documentedKeys(inner.element, `${path}[].`)];
    return [documented(path, schema)];
  });
}

function documented(path: string, schema: z.ZodType): DocumentedKey {
  const isRequired = !(schema instanceof z.ZodPrefault);
  const fallback: unknown = schema instanceof z.ZodPrefault ? schema.def.defaultValue : null;
  return { path, kind: kindOf(schema), isRequired, fallback, help: keyHelp.get(schema)?.help ?? '' };
}

function kindOf(schema: z.ZodType): string {
  const shape = shapeOf(schema);
  if (shape.kind === 'value') return shape.text.kind;
  if (shape.kind === 'list') return `list of ${pluralKind(shape.element)}`;
  if (shape.kind === 'map') return `${pluralKind(shape.values)} by name`;
  return 'section';
}

function pluralKind(schema: z.ZodType): string {
  const name = kindOf(schema);
  if (name === 'text' || name === 'true or false') return name;
  return name.endsWith('s') ? name : `${name}s`;
}
