import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInProcess } from '../../support/cli.ts';

const root = join(import.meta.dirname, '../../..');

test('the exit codes are a topic of help', async () => {
  const { exitCode, stdout } = await runInProcess(['help', 'exit-codes']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('124  "exec": the command was ended by its time-out.');
});

test('help shows a command below another', async () => {
  const { exitCode, stdout } = await runInProcess(['help', 'files', 'write']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Usage: sandkeep files write [options] <id> <path> [local]');
});

test('help on a command that does not exist is a wrong command line', async () => {
  expect(await runInProcess(['help', 'nothing'])).toMatchObject({ exitCode: 2, stdout: '' });
});

test('without a command the help is shown as an error', async () => {
  const { exitCode, stdout, stderr } = await runInProcess([]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('Usage: sandkeep');
});

test('the version is that of the package', async () => {
  const { exitCode, stdout } = await runInProcess(['--version']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('docs/CLI.md is what the command tree says', () => {
  execFileSync(process.execPath, [join(root, 'scripts/cli-docs.ts'), '--check']);
});
