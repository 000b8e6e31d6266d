// Clients that are built first: each by the ordinary tools of its language, into the cache of test/engines.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
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
  rust: { probe: { program: 'cargo', args: ['--version'] }, build: buildRust },
  java: { probe: { program: 'mvn', args: ['--version'] }, build: buildJava },
} as const satisfies Readonly<Record<string, Toolchain>>;

async function buildGo(directory: string): Promise<Program> {
  const program = await placeOf(directory);
  await build(directory, 'go', ['generate', './...']);
  await build(directory, 'go', ['build', '-o', program, '.']);
  return { program, args: [] };
}

/** Libraries are built once for all, with little for a debugger. */
async function buildRust(directory: string): Promise<Program> {
  const target = path.join(cacheDirectory(), 'clients', 'rust-target');
  await build(directory, 'cargo', ['build', '--quiet', '--locked', '--target-dir', target]);
  const program = await placeOf(directory);
  // What the next tree builds takes the place of this one in the directory of cargo.
  await copyFile(path.join(target, 'debug', crateName(directory)), program);
  return { program, args: [] };
}

async function buildJava(directory: string): Promise<Program> {
  const classPath = path.join(directory, 'target/classpath');
  const goals = ['compile', 'dependency:build-classpath', `-Dmdep.outputFile=${classPath}`];
  await build(directory, 'mvn', ['--quiet', '--batch-mode', '--no-transfer-progress', ...goals]);
  const libraries = readFileSync(classPath, 'utf8');
  const options = ['-XX:TieredStopAtLevel=1', '-cp', `${path.join(directory, 'target/classes')}:${libraries}`];
  return { program: 'java', args: [...options, mainClass(directory)] };
}

function mainClass(directory: string): string {
  const project = readFileSync(path.join(directory, 'pom.xml'), 'utf8');
  return /<mainClass>(.+)<\/mainClass>/.exec(project)?.[1] ?? '';
}

function crateName(directory: string): string {
  const manifest = readFileSync(path.join(directory, 'Cargo.toml'), 'utf8');
  return /^name = "(.+)"$/m.exec(manifest)?.[1] ?? '';
}

/** Of what is built from a directory; other trees on this machine have places of their own. */
async function placeOf(directory: string): Promise<string> {
  const built = path.join(cacheDirectory(), 'clients', 'built');
  await mkdir(built, { recursive: true });
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 8);
  return path.join(built, `${path.relative(root, directory).replaceAll('/', '-')}-${hash}`);
}

/** Steps back before the clients that run meanwhile. */
async function build(directory: string, program: string, args: readonly string[]): Promise<void> {
  const environment = { ...process.env, PATH: `${path.join(root, 'node_modules/.bin')}:${process.env['PATH']}` };
  const options = { workingDirectory: directory, environment, timeoutMs: buildTimeoutMs };
  await runCommand('nice', ['-n', '10', program, ...args], options);
}
