// Everything of clients/python but the scenario: lint, types, tests, and the wheel in a fresh environment with the examples
// of its README.md run as printed. Tools are kept beside the engines of the tests.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { fillOnce } from '../engines/cache.ts';
import { type CommandOptions, runCommand } from '../engines/commands.ts';
import { ensureBuilt } from '../support/build.ts';
import { startDaemon, temporary } from '../support/daemon.ts';
import { pythonEnvironment } from './clients.ts';
import { runControlled } from './control.ts';

const packageDirectory = path.resolve(import.meta.dirname, '../../clients/python');
const stepTimeoutMs = 300_000;
const exampleTimeoutMs = 60_000;
const inPackage: CommandOptions = {
  workingDirectory: packageDirectory,
  environment: { ...process.env, ...pythonEnvironment },
  timeoutMs: stepTimeoutMs,
};
const pytest = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'];

const directory = temporary();
try {
  const wheel = await step('wheel', buildWheel);
  const tools = await step('tools', async () => await keptEnvironment('python-tools', developmentPackages()));
  await step('lint', async () => {
    await runCommand(tools, ['-m', 'ruff', 'check', '.'], inPackage);
    return await runCommand(tools, ['-m', 'ruff', 'format', '--check', '.'], inPackage);
  });
  await step('types', async () => await runCommand(tools, ['-m', 'mypy', '--cache-dir', directory], inPackage));
  await step('tests', async () => await runCommand(tools, pytest, inPackage));
  const oldest = await step(
    'oldest dependencies',
    async () => await keptEnvironment('python-oldest', oldestPackages()),
  );
  await step('tests with them', async () => await runCommand(oldest, pytest, inPackage));
  const fresh = await step('wheel in a fresh environment', async () => {
    const environment = await makeEnvironment(path.join(directory, 'fresh'));
    await pipInstall(environment, [wheel]);
    return environment;
  });
  for (const [index, example] of examples().entries()) {
    await step(`example ${index + 1} of README.md`, async () => await runExample(fresh, example));
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

interface Example {
  readonly source: string;
  readonly output: string;
}

/** Shows the last line of what it printed. */
async function step<Result>(name: string, fn: () => Promise<Result>): Promise<Result> {
  const begunMs = performance.now();
  const result = await fn();
  const last = typeof result === 'string' ? (result.trim().split('\n').at(-1) ?? '') : '';
  console.log(
    `${name.padEnd(30)} ${((performance.now() - begunMs) / 1000).toFixed(1).padStart(5)} s  ${path.basename(last)}`,
  );
  return result;
}

async function buildWheel(): Promise<string> {
  const wheels = path.join(directory, 'wheels');
  mkdirSync(wheels);
  const args = ['-m', 'pip', 'wheel', '-q', '--no-deps', '--wheel-dir', wheels, packageDirectory];
  await runCommand('python3', args, { timeoutMs: stepTimeoutMs });
  const [wheel, ...others] = readdirSync(wheels);
  if (wheel === undefined || others.length > 0) throw new Error(`not one wheel: ${[wheel, ...others].join(', ')}`);
  return path.join(wheels, wheel);
}

/** Its interpreter. Made once for the same packages; programs that pip writes do not outlast its move to its place. */
async function keptEnvironment(name: string, packages: readonly string[]): Promise<string> {
  const version = await runCommand('python3', ['--version']);
  const kept = await fillOnce(name, [version, packages], async (target) => {
    await pipInstall(await makeEnvironment(target), packages);
  });
  return pythonOf(kept);
}

async function makeEnvironment(target: string): Promise<string> {
  await runCommand('python3', ['-m', 'venv', target], { timeoutMs: stepTimeoutMs });
  return pythonOf(target);
}

function pythonOf(environment: string): string {
  return path.join(environment, 'bin/python');
}

async function pipInstall(python: string, what: readonly string[]): Promise<void> {
  const args = ['-m', 'pip', '--disable-pip-version-check', 'install', '-q', ...what];
  await runCommand(python, args, { timeoutMs: stepTimeoutMs });
}

/** As pyproject.toml names them: what the package needs, and the tools at their pinned versions. */
function developmentPackages(): readonly string[] {
  return [...namedIn('dependencies'), ...namedIn('dev')];
}

/** The lower bounds of what the package needs; pip takes the newest unless told otherwise. */
function oldestPackages(): readonly string[] {
  const lowest = namedIn('dependencies').map((requirement) => requirement.replace(/>=([^,]+).*/, '==$1'));
  return [...lowest, ...namedIn('dev').filter((requirement) => requirement.startsWith('pytest'))];
}

function namedIn(key: string): readonly string[] {
  const project = readFileSync(path.join(packageDirectory, 'pyproject.toml'), 'utf8');
  const list = new RegExp(`^${key} = \\[(.*)\\]$`, 'm').exec(project)?.[1] ?? '';
  const names = [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  if (names.length === 0) throw new Error(`pyproject.toml has no list ${key} in one line`);
  return names;
}

/** Each block of Python with the block of text after it. */
function examples(): readonly Example[] {
  const readme = readFileSync(path.join(packageDirectory, 'README.md'), 'utf8');
  const found = [...readme.matchAll(/```python\n([\s\S]*?)```[\s\S]*?```text\n([\s\S]*?)```/g)];
  if (found.length === 0) throw new Error('README.md has no example with its output');
  return found.map(([, source = '', output = '']) => ({ source, output }));
}

/** In a directory that holds nothing of the tree, so that only what is installed is found. */
async function runExample(python: string, { source, output }: Example): Promise<string> {
  const file = path.join(directory, 'example.py');
  writeFileSync(file, source);
  await ensureBuilt();
  const daemon = await startDaemon({ config: { runtimes: { local: { allow_host_exec: true } } } });
  try {
    const printed: string[] = [];
    const failure = await runControlled(daemon, {
      program: python,
      args: ['-I', file],
      environment: {},
      timeoutMs: exampleTimeoutMs,
      onLine: (line) => printed.push(`${line}\n`),
    });
    const got = printed.join('');
    if (failure !== '' || got !== output) throw new Error(`${failure}\nexpected:\n${output}\ngot:\n${got}`);
    return 'output equal';
  } finally {
    await daemon.dispose();
  }
}
