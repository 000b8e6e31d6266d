// Clients that are built first: each by the ordinary tools of its language, into the cache of test/engines.
import path from 'node:path';

import { cacheDirectory } from '../engines/cache.ts';
import { runCommand } from '../engines/commands.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Of the first build on a machine, which fetches what it needs, beside other work. */
const buildTimeoutMs = 20 * 60_000;

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
}

export interface Toolchain {
  /** Answers when the toolchain is there. */
  readonly probe: Program;
  /** Builds a directory of the tree, and says what runs it. */
  build(directory: string): Promise<Program>;
}

export const toolchains = {
  go: { probe: { program: 'go', args: ['version'] }, build: buildGo },
} as const satisfies Readonly<Record<string, Toolchain>>;

async function buildGo(directory: string): Promise<Program> {
  const program = path.join(builtDirectory(), `go-${builtName(directory)}`);
  await build(directory, 'go', ['generate', './...']);
  await build(directory, 'go', ['build', '-o', program, '.']);
  return { program, args: [] };
}

function builtDirectory(): string {
  return path.join(cacheDirectory(), 'clients');
}

/** Other trees on this machine have programs of their own. */
function builtName(directory: string): string {
  return path.relative(root, directory).replaceAll('/', '-');
}

/** Steps back before the clients that run meanwhile. */
async function build(directory: string, program: string, args: readonly string[]): Promise<void> {
  const environment = { ...process.env, PATH: `${path.join(root, 'node_modules/.bin')}:${process.env['PATH']}` };
  const options = { workingDirectory: directory, environment, timeoutMs: buildTimeoutMs };
  await runCommand('nice', ['-n', '10', program, ...args], options);
}
