// The example in another language, run as README.md prints it, against a daemon.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { cacheDirectory, fillOnce } from '../engines/cache.ts';
import { runCommand } from '../engines/commands.ts';
import { startDaemon } from '../support/daemon.ts';

const root = path.resolve(import.meta.dirname, '../..');
const example = 'examples/python/quickstart.py';
const installTimeoutMs = 180_000;
const exampleTimeoutMs = 60_000;
const readmeEnvironment = '/tmp/sandkeep-python';

const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const steps = consoleBlock(readme, example);
const python = await pythonEnvironment();

test('the example gives what README.md says', { timeout: exampleTimeoutMs + 30_000 }, async ({ skip }) => {
  if (python.kind === 'missing') return skip(`the Python example: ${python.why}`);
  const daemon = await startDaemon({ config: { runtimes: { local: { allow_host_exec: true } } } });
  onTestFinished(async () => await daemon.dispose());
  const [, ...args] = stepWith(example).command.split(' ');
  const printed = await runCommand(python.program, args, {
    workingDirectory: root,
    environment: { ...process.env, SANDKEEP_SOCKET: daemon.socketPath },
    timeoutMs: exampleTimeoutMs,
  });
  expect(withoutIds(printed)).toBe(withoutIds(stepWith(example).output));
});

test('the Python in README.md is that of the example', () => {
  const source = new Set(linesOf(readFileSync(path.join(root, example), 'utf8')));
  const shown = /```python\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(linesOf(shown).length).toBeGreaterThan(5);
  expect(linesOf(shown).filter((line) => !source.has(line))).toEqual([]);
});

type PythonEnvironment =
  | { readonly kind: 'ready'; readonly program: string }
  | { readonly kind: 'missing'; readonly why: string };

/** Made by the first two lines of README.md once, and kept beside the engines of the tests. */
async function pythonEnvironment(): Promise<PythonEnvironment> {
  const [interpreter = '', ...makeArgs] = stepWith('-m venv').command.split(' ');
  const [, ...installArgs] = stepWith('pip install').command.split(' ');
  try {
    const version = execFileSync(interpreter, ['--version'], { encoding: 'utf8' });
    const directory = await fillOnce('python', [version, installArgs], async (target) => {
      const inTarget = makeArgs.map((argument) => argument.replace(readmeEnvironment, target));
      await runCommand(interpreter, inTarget, { timeoutMs: installTimeoutMs });
      const pip = ['-m', 'pip', '--no-cache-dir', ...installArgs];
      await runCommand(path.join(target, 'bin/python'), pip, { timeoutMs: installTimeoutMs });
    });
    return { kind: 'ready', program: path.join(directory, 'bin/python') };
  } catch (error) {
    const why = `${cacheDirectory()} has no Python with its packages: ${error instanceof Error ? error.message : String(error)}`;
    console.warn(`the Python example is skipped: ${why}`);
    return { kind: 'missing', why };
  }
}

interface Step {
  readonly command: string;
  readonly output: string;
}

/** Each "$" line of the block that holds the text, with the lines it prints. */
function consoleBlock(markdown: string, text: string): readonly Step[] {
  const blocks = [...markdown.matchAll(/```console\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const block = blocks.find((candidate) => candidate.includes(text));
  if (block === undefined) throw new Error(`README.md has no console block with ${text}`);
  return block
    .split(/^\$ /m)
    .filter((step) => step !== '')
    .map((step) => {
      const end = step.indexOf('\n');
      return { command: step.slice(0, end), output: step.slice(end + 1) };
    });
}

function stepWith(text: string): Step {
  const step = steps.find((candidate) => candidate.command.includes(text));
  if (step === undefined) throw new Error(`README.md has no command with ${text}`);
  return step;
}

function withoutIds(text: string): string {
  return text.replaceAll(/\b01[0-9a-z]{24}\b/g, 'ID');
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
