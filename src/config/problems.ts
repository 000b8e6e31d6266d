// What is wrong with a config, told so that it can be corrected without reading the source.

import type { z } from 'zod';

import { SandkeepError } from '../domain/errors.ts';
import { documentedKeys, expectation, type KeyPath, schemaAt, shapeOf } from './schema-walk.ts';
import { nearestName } from './suggest.ts';

export interface Problem {
  /** A file, "environment variable SANDKEEP_X" or "option x". */
  readonly source: string;
  readonly line: number | null;
  readonly column: number | null;
  /** Dotted key path, empty for the file as a whole. */
  readonly keyPath: string;
  readonly message: string;
  readonly hint: string;
}

/** A problem before it is known where its key was written. */
export interface Finding {
  readonly path: KeyPath;
  readonly message: string;
  readonly hint: string;
  /** Points at the name of the key instead of at its value. */
  readonly isAboutName?: true;
}

export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`the config has ${countOf(problems)}:\n${problems.map(formatProblem).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export function formatProblem(problem: Problem): string {
  const place = problem.line === null ? problem.source : `${problem.source}:${problem.line}:${problem.column ?? 1}`;
  const name = problem.keyPath === '' ? '' : ` ${problem.keyPath}:`;
  const hint = problem.hint === '' ? '' : `\n  hint: ${problem.hint}`;
  return `${place}:${name} ${problem.message}${hint}`;
}

export function formatKeyPath(path: KeyPath): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

const secretKeys: KeyPath = ['environment', 'headers', 'access_key_id', 'secret_access_key'];

/** Also what stands where the section with the credentials should be. */
export function isSecretPath(path: KeyPath): boolean {
  return path.at(-1) === 's3' || path.some((segment) => secretKeys.includes(segment));
}

/** Turns what zod found into findings: one for each unknown key, one for each wrong value. */
export function findingsOf(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  value: unknown,
  canShow: (path: KeyPath) => boolean,
): Finding[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((segment) => typeof segment !== 'symbol');
    if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => unknownKey(schema, path, name));
    if (issue.code === 'invalid_key') return [wrongName(schema, path)];
    const found = valueAt(value, path);
    return [wrongValue(schema, path, found, canShow(path) ? describeValue(found) : describeKind(found))];
  });
}

export function valueAt(value: unknown, path: KeyPath): unknown {
  let current = value;
  for (const segment of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, segment)) return undefined;
    current = (current as Record<string | number, unknown>)[segment];
  }
  return current;
}

/** Rules of the domain throw; here every broken one is reported. */
export function caught(path: KeyPath, check: () => void): Finding[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof SandkeepError)) throw error;
    const description = error.details.fieldViolations?.[0]?.description ?? error.message;
    return [{ path, message: description, hint: hintOf(error) }];
  }
}

function hintOf(error: SandkeepError): string {
  if (error.reason === 'INVALID_FIELD') return '';
  return error.details.metadata?.['denied_by'] === undefined ? error.hint : 'Mount a directory of its own instead.';
}

const privilegedHint =
  'A privileged container could take over the host. Name the capabilities it needs in security.extra_capabilities, ' +
  'or use security.seccomp or oci_runtime.';

function unknownKey(schema: z.ZodType, path: KeyPath, name: string): Finding {
  const section = schemaAt(schema, path);
  const shape = section === null ? null : shapeOf(section);
  const known = shape?.kind === 'section' ? Object.keys(shape.keys) : [];
  const hint = name === 'privileged' ? privilegedHint : suggestKey(schema, name, known);
  return { path: [...path, name], message: 'unknown key', hint, isAboutName: true };
}

/** A key nearby that is spelled much like it, else one of the same name elsewhere. */
function suggestKey(schema: z.ZodType, name: string, known: readonly string[]): string {
  const elsewhere = documentedKeys(schema).find(({ path }) => path.endsWith(`.${name}`))?.path ?? null;
  const suggestion = nearestName(name, known) ?? elsewhere;
  if (suggestion !== null) return `Did you mean "${suggestion}"?`;
  const mostShown = 16;
  return known.length <= mostShown ? `Known keys here: ${known.join(', ')}.` : 'All keys are in docs/CONFIG.md.';
}

function wrongName(schema: z.ZodType, path: KeyPath): Finding {
  const parent = schemaAt(schema, path.slice(0, -1));
  const shape = parent === null ? null : shapeOf(parent);
  const expected = shape?.kind === 'map' ? expectation(shape.keys).expected : 'another name';
  return { path, message: `expected ${expected}`, hint: '', isAboutName: true };
}

function wrongValue(schema: z.ZodType, path: KeyPath, found: unknown, description: string): Finding {
  const part = schemaAt(schema, path);
  const text = part === null ? null : expectation(part);
  if (found === undefined) {
    return { path, message: `missing; expected ${text?.expected ?? 'a value'}`, hint: '' };
  }
  const emptyHint = found === null ? 'Remove the key to use its default.' : '';
  return {
    path,
    message: `expected ${text?.expected ?? 'another value'}; found ${description}`,
    hint: text?.hint ?? emptyHint,
  };
}

function describeValue(value: unknown): string {
  if (typeof value === 'object') return describeKind(value);
  const shown = JSON.stringify(value) ?? '';
  const longest = 80;
  return shown.length <= longest ? shown : `${shown.slice(0, longest)}...`;
}

/** Tells nothing of what the value holds (R10). */
function describeKind(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'a section' : `a ${typeof value} (not shown)`;
}

function countOf(problems: readonly Problem[]): string {
  return problems.length === 1 ? 'a problem' : `${problems.length} problems`;
}
