// Reads the whole config: defaults, then the file, then the environment, then options.

import { mountRules } from '../domain/mount-rules.ts';
import type { Settings } from '../domain/settings.ts';
import { resolveAgentscopeImages } from './agentscope.ts';
import { type Input, type InputOptions, readInput } from './input.ts';
import { defaultPaths } from './paths.ts';
import { ConfigError, type Finding, findingsOf, formatKeyPath, valueAt } from './problems.ts';
import { fileSchema, settingsSchema } from './schema.ts';
import { buildPaths, buildSettings, skillsDirectory } from './settings-build.ts';
import { checkSettings } from './settings-checks.ts';
import { loadTemplates } from './templates.ts';
import { settingsWarnings } from './warnings.ts';

export { ConfigError } from './problems.ts';

export type LoadOptions = InputOptions;

export interface LoadedSettings {
  readonly settings: Settings;
  /** The file, variables and options that say something; empty when all is default. */
  readonly sources: readonly string[];
  readonly warnings: readonly string[];
}

/** ConfigError with everything that is wrong. */
export function loadSettings(options: LoadOptions): LoadedSettings {
  const input = readInput(options);
  const shapeFindings = checkShape(input);
  const { templates: writtenTemplates, ...globalValues } = input.values;
  const file = settingsSchema.safeParse(withoutFaults(globalValues, shapeFindings));
  if (!file.success) throw configError(shapeFindings, input);

  const paths = buildPaths(file.data, defaultPaths(options));
  const partial = buildSettings(file.data, paths, options);
  const skillsDir = skillsDirectory(file.data, paths);
  const agentscope = resolveAgentscopeImages(file.data.agentscope, options.env);
  const loaded = loadTemplates(writtenTemplates, {
    dataDir: paths.dataDir,
    skillsDir,
    docker: file.data.runtimes.docker,
    agentscope: agentscope.images,
    missingEnvironment: file.data.missing_environment,
    env: options.env,
    rules: mountRules(partial),
    tokens: file.data.access.tokens,
  });
  const settings: Settings = { ...partial, templates: loaded.templates };
  const findings = [
    ...(shapeFindings.length > 0 ? shapeFindings : loaded.shapeFindings),
    ...withoutTold(shapeFindings, [
      ...agentscope.findings,
      ...checkSettings(settings, { file: file.data, skillsDir, templateNames: loaded.names, env: options.env }),
      ...loaded.findings,
    ]),
  ];
  if (findings.length > 0) throw configError(findings, input);
  return { settings, sources: input.sources, warnings: [...input.warnings, ...settingsWarnings(settings)] };
}

function checkShape(input: Input): readonly Finding[] {
  const result = fileSchema.safeParse(input.values);
  return result.success ? [] : findingsOf(result.error.issues, fileSchema, input.values, input.canShow);
}

/** A value that was taken out as wrong is not called missing too. */
function withoutTold(told: readonly Finding[], findings: readonly Finding[]): readonly Finding[] {
  const places = new Set(told.map(({ path }) => formatKeyPath(path)));
  return findings.filter(({ path }) => !places.has(formatKeyPath(path)));
}

/** What is left goes on to the checks across keys, so that one round tells everything. */
function withoutFaults(values: Readonly<Record<string, unknown>>, faults: readonly Finding[]): unknown {
  const rest = structuredClone(values) as Record<string, unknown>;
  for (const { path } of faults) {
    const firstIndex = path.findIndex((segment) => typeof segment === 'number');
    const keys = firstIndex === -1 ? path : path.slice(0, firstIndex);
    const section = valueAt(rest, keys.slice(0, -1));
    const last = keys.at(-1);
    if (typeof section === 'object' && section !== null && last !== undefined) Reflect.deleteProperty(section, last);
  }
  return rest;
}

/** Sorted as the file is read. */
function configError(findings: readonly Finding[], input: Input): ConfigError {
  const problems = findings.map(input.locate);
  return new ConfigError(problems.sort((left, right) => (left.line ?? 0) - (right.line ?? 0)));
}
