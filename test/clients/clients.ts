// The clients that run the scenario: how each is prepared, and what runs it.
import path from 'node:path';

import { fillOnce } from '../engines/cache.ts';
import { runCommand } from '../engines/commands.ts';
import { type Program, toolchains } from './compiled.ts';
import { examplesDirectory } from './examples.ts';

const root = path.resolve(import.meta.dirname, '../..');
const serviceConfigFile = path.join(root, 'proto/sandkeep/v1/service_config.json');
const prepareTimeoutMs = 300_000;
/** As clients/python/pyproject.toml says. */
const pythonPackages = ['grpcio>=1.72.2,<2', 'protobuf>=6.30.0,<8', 'googleapis-common-protos>=1.70.0,<2'];

export interface Runnable extends Program {
  readonly environment: Readonly<Record<string, string>>;
}

export type Prepared =
  | ({ readonly kind: 'ready' } & Runnable)
  /** Nothing builds it here. */
  | { readonly kind: 'missing'; readonly why: string }
  /** What should build it failed. */
  | { readonly kind: 'broken'; readonly why: string };

export interface ClientRow {
  readonly name: string;
  prepare(this: void): Promise<Prepared>;
  /** Builds the program of this language in examples/clients, after the client itself. */
  prepareExample?(this: void): Promise<Prepared>;
}

export const clients: readonly ClientRow[] = [
  { name: 'typescript', prepare: async () => await Promise.resolve(typescript) },
  { name: 'python', prepare: async () => await preparePython('threads') },
  { name: 'python-asyncio', prepare: async () => await preparePython('asyncio') },
  compiled('go'),
  compiled('rust'),
  compiled('java'),
];

/** By the package's own name, as other programs import it. */
const typescript: Prepared = {
  kind: 'ready',
  program: process.execPath,
  args: [path.join(root, 'test/clients/typescript/run.ts')],
  environment: {},
};

/** Finds the package in the tree; what is built from it is tested by python-check.ts. */
export const pythonEnvironment = {
  PYTHONPATH: path.join(root, 'clients/python/src'),
  PYTHONDONTWRITEBYTECODE: '1',
};

async function preparePython(kind: 'threads' | 'asyncio'): Promise<Prepared> {
  return await prepare({ program: 'python3', args: ['--version'] }, async () => ({
    program: await pythonWithPackages(),
    args: [path.join(root, 'clients/python/conformance/run.py'), kind],
    environment: pythonEnvironment,
  }));
}

function compiled(language: keyof typeof toolchains): ClientRow {
  const { probe, build } = toolchains[language];
  const built = async (directory: string) => ({
    ...(await build(directory)),
    environment: { SANDKEEP_SERVICE_CONFIG: serviceConfigFile },
  });
  return {
    name: language,
    prepare: async () => await prepare(probe, async () => await built(path.join(import.meta.dirname, language))),
    prepareExample: async () => await prepare(probe, async () => await built(path.join(examplesDirectory, language))),
  };
}

/** That of SANDKEEP_PYTHON, else one with the package's dependencies, which is kept beside the engines of the tests. */
export async function pythonWithPackages(): Promise<string> {
  const named = process.env['SANDKEEP_PYTHON'];
  if (named) return named;
  const version = await runCommand('python3', ['--version']);
  const directory = await fillOnce('python-client', [version, pythonPackages], async (environment) => {
    await runCommand('python3', ['-m', 'venv', environment], { timeoutMs: prepareTimeoutMs });
    const pip = ['-m', 'pip', '--no-cache-dir', 'install', '-q', ...pythonPackages];
    await runCommand(path.join(environment, 'bin/python'), pip, { timeoutMs: prepareTimeoutMs });
  });
  return path.join(directory, 'bin/python');
}

async function prepare(probe: Program, build: () => Promise<Runnable>): Promise<Prepared> {
  try {
    await runCommand(probe.program, [...probe.args]);
  } catch (error) {
    return { kind: 'missing', why: messageOf(error) };
  }
  try {
    return { kind: 'ready', ...(await build()) };
  } catch (error) {
    return { kind: 'broken', why: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
