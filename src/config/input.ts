// The values of file, environment and options laid over each other, each knowing where it was written.

import path from 'node:path';

import type { z } from 'zod';

import { type ConfigFile, readConfigFile } from './config-file.ts';
import { applyOverrides, environmentOverrides, optionOverrides, type Override } from './overrides.ts';
import { defaultPaths, type Host } from './paths.ts';
import { ConfigError, type Finding, formatKeyPath, isSecretPath, type Problem } from './problems.ts';
import { readyMadeTemplates } from './ready-made/index.ts';
import { type KeyPath, shapeOf } from './schema-walk.ts';
import { fileSchema } from './schema.ts';

export interface InputOptions extends Host {
  readonly configPath?: string;
  readonly overrides?: Readonly<Record<string, unknown>>;
}

export interface Input {
  /** Defaults are not in it yet. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What it was read from, for people. */
  readonly sources: readonly string[];
  readonly warnings: readonly string[];
  /** Whether an error may show the value of this key (R10). */
  readonly canShow: (keyPath: KeyPath) => boolean;
  readonly locate: (finding: Finding) => Problem;
}

/** ConfigError when a file that was named does not exist, cannot be read or is not YAML. */
export function readInput(options: InputOptions): Input {
  const file = findFile(options);
  const written = file?.values ?? {};
  const fromEnvironment = environmentOverrides(options.env, {
    templates: [...namesIn(written['templates']), ...readyMadeTemplates.keys()],
    namespaces: namesIn(written['namespaces']),
  });
  const overrides = [...fromEnvironment.overrides, ...optionOverrides(options.overrides ?? {})];
  return {
    values: withoutEmptySections(fileSchema, applyOverrides(written, overrides)),
    sources: [...(file === null ? [] : [file.path]), ...overrides.map(nameOfOverride)],
    warnings: fromEnvironment.warnings,
    canShow: (keyPath) => !isSecretPath(keyPath) && overrideOf(overrides, keyPath)?.kind !== 'environment',
    locate: (finding) => locate(finding, file, overrides),
  };
}

function findFile(options: InputOptions): ConfigFile | null {
  const named = options.configPath ?? options.env['SANDKEEP_CONFIG'];
  if (named === undefined || named === '') return readConfigFile(defaultPaths(options).configFile);
  const absolutePath = path.resolve(named);
  const file = readConfigFile(absolutePath);
  if (file !== null) return file;
  const message = 'there is no such file';
  const hint = 'Correct --config or SANDKEEP_CONFIG; without them the default file is optional.';
  throw new ConfigError([{ source: absolutePath, line: null, column: null, keyPath: '', message, hint }]);
}

/** A section whose keys are all commented out is as if it were not there. */
function withoutEmptySections(schema: z.ZodType, values: Record<string, unknown>): Record<string, unknown> {
  const shape = shapeOf(schema);
  const kept = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    const inner = innerSchema(shape, name);
    if (inner === undefined) return [[name, value]];
    if (value === null) return shapeOf(inner).kind === 'value' || inner.safeParse(null).success ? [[name, value]] : [];
    return [[name, isSection(value) ? withoutEmptySections(inner, value) : value]];
  });
  return Object.fromEntries(kept);
}

function innerSchema(shape: ReturnType<typeof shapeOf>, name: string): z.ZodType | undefined {
  if (shape.kind === 'map') return shape.values;
  return shape.kind === 'section' && Object.hasOwn(shape.keys, name) ? shape.keys[name] : undefined;
}

function locate(finding: Finding, file: ConfigFile | null, overrides: readonly Override[]): Problem {
  const text = { keyPath: formatKeyPath(finding.path), message: finding.message, hint: finding.hint };
  const override = overrideOf(overrides, finding.path);
  if (override !== undefined) return { ...text, source: nameOfOverride(override), line: null, column: null };
  const position = file?.locate(finding.path, finding.isAboutName === true ? 'name' : 'value') ?? null;
  const source = file?.path ?? 'built-in config';
  return { ...text, source, line: position?.line ?? null, column: position?.column ?? null };
}

/** The last one that set this key or a section around it. */
function overrideOf(overrides: readonly Override[], keyPath: KeyPath): Override | undefined {
  return overrides.findLast(({ path }) => path.every((segment, index) => segment === keyPath[index]));
}

function nameOfOverride(override: Override): string {
  return override.kind === 'environment' ? `environment variable ${override.source}` : `option ${override.source}`;
}

function namesIn(section: unknown): readonly string[] {
  return isSection(section) ? Object.keys(section) : [];
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
