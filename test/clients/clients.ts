// The clients that run the scenario: how each is prepared, and what runs it.
import path from 'node:path';

import { fillOnce } from '../engines/cache.ts';
import { runCommand } from '../engines/commands.ts';

const root = path.resolve(import.meta.dirname, '../..');
const prepareTimeoutMs = 300_000;
/** As clients/python/pyproject.toml says. */
const pythonPackages = ['grpcio>=1.72.2,<2', 'protobuf>=6.30.0,<8', 'googleapis-common-protos>=1.70.0,<2'];

export type Prepared =
  | {
      readonly kind: 'ready';
      readonly program: string;
      readonly args: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'missing'; readonly why: string };

export interface ClientRow {
  readonly name: string;
  prepare(): Promise<Prepared>;
}

export const clients: readonly ClientRow[] = [
  { name: 'typescript', prepare: async () => await Promise.resolve(typescript) },
  { name: 'python', prepare: async () => await preparePython('threads') },
  { name: 'python-asyncio', prepare: async () => await preparePython('asyncio') },
];

/** By the package's own name, as other programs import it. */
const typescript: Prepared = {
  kind: 'ready',
  program: process.execPath,
  args: [path.join(root, 'test/clients/typescript/run.ts')],
  environment: {},
};

/** Finds the package in the tree; what is built from it is tested by clients/python/check.py. */
export const pythonEnvironment = {
  PYTHONPATH: path.join(root, 'clients/python/src'),
  PYTHONDONTWRITEBYTECODE: '1',
};

async function preparePython(kind: 'threads' | 'asyncio'): Promise<Prepared> {
  return await unlessMissing(async () => ({
    kind: 'ready',
    program: await pythonWithPackages(),
    args: [path.join(root, 'clients/python/conformance/run.py'), kind],
    environment: pythonEnvironment,
  }));
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

async function unlessMissing(prepare: () => Promise<Prepared>): Promise<Prepared> {
  try {
    return await prepare();
  } catch (error) {
    return { kind: 'missing', why: error instanceof Error ? error.message : String(error) };
  }
}
