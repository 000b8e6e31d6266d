// Loads configs from real files in temporary directories.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect } from 'vitest';

import { ConfigError, type LoadedSettings, loadSettings, type LoadOptions } from '../../../src/config/load.ts';
import type { Problem } from '../../../src/config/problems.ts';
import type { Template } from '../../../src/domain/template.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

export const rootHost = { env: {}, homeDir: '/root', isRoot: true, platform: 'linux' } as const;

export async function writeConfig(text: string): Promise<string> {
  const file = path.join(await temporaryDirectory('config'), 'config.yaml');
  await writeFile(file, text);
  return file;
}

/** A host without any file at the default place. */
export async function emptyHost(): Promise<LoadOptions> {
  return { ...rootHost, isRoot: false, homeDir: await temporaryDirectory('home') };
}

export async function loadText(text: string, options: Partial<LoadOptions> = {}): Promise<LoadedSettings> {
  return loadSettings({ ...rootHost, ...options, configPath: await writeConfig(text) });
}

export async function loadTemplate(text: string, name: string, options: Partial<LoadOptions> = {}): Promise<Template> {
  const template = (await loadText(text, options)).settings.templates.get(name);
  if (template === undefined) throw new Error(`no template ${name}`);
  return template;
}

export async function problemsOf(text: string, options: Partial<LoadOptions> = {}): Promise<readonly Problem[]> {
  return (await configErrorOf(text, options)).problems;
}

export async function configErrorOf(text: string, options: Partial<LoadOptions> = {}): Promise<ConfigError> {
  try {
    await loadText(text, options);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  return expect.fail('the config was accepted');
}

/** The only problem; more or fewer fail the test. */
export async function problemOf(text: string, options: Partial<LoadOptions> = {}): Promise<Problem> {
  const problems = await problemsOf(text, options);
  const [problem] = problems;
  if (problem === undefined || problems.length !== 1) return expect.fail(`problems: ${JSON.stringify(problems)}`);
  return problem;
}
