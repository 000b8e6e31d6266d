import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { runInProcess } from '../../support/cli.ts';

/** What bash offers for the last word, with a sandkeep that knows two sandboxes and one template. */
async function complete(...words: string[]): Promise<readonly string[]> {
  const { stdout: script } = await runInProcess(['completion', 'bash']);
  const program = `
    sandkeep() { case $2 in ids) echo 01abc; echo 01def ;; templates) echo aio ;; sessions) echo s1 ;; esac; }
    ${script}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sandkeep; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync('bash', ['-c', program, 'bash', 'sandkeep', ...words], { encoding: 'utf8' });
  return output.trim().split('\n');
}

describe('completion in bash', () => {
  test('offers commands and their subcommands', async () => {
    expect(await complete('rel')).toEqual(['release', 'reload']);
    expect(await complete('loops', 'pa')).toEqual(['pause']);
  });

  test('offers sandboxes where an id is expected', async () => {
    expect(await complete('get', '01')).toEqual(['01abc', '01def']);
    expect(await complete('files', 'read', '01a')).toEqual(['01abc']);
    expect(await complete('--json', 'stop', '01d')).toEqual(['01def']);
  });

  test('offers sessions and templates where they are expected', async () => {
    expect(await complete('session', 're')).toEqual(['reap', 'restore', 'release']);
    expect(await complete('session', 'reap', 's')).toEqual(['s1']);
    expect(await complete('acquire', 's')).toEqual(['s1']);
    expect(await complete('pool', 'drain', 'a')).toEqual(['aio']);
  });

  test('offers options of the command', async () => {
    expect(await complete('release', '--del')).toEqual(['--delete-workspace']);
  });

  test('offers templates after --template', async () => {
    expect(await complete('acquire', 's', '-t', '')).toEqual(['aio']);
  });
});

test.each(['bash', 'zsh', 'fish'])('the script for %s names every command', async (shell) => {
  const { stdout, exitCode } = await runInProcess(['completion', shell]);
  expect(exitCode).toBe(0);
  for (const command of ['acquire', 'files write', 'recover accept']) expect(stdout).toContain(`'${command}'`);
});

test('a shell that is not known is answered with those that are', async () => {
  expect(await runInProcess(['completion', 'tcsh'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('bash, zsh, fish'),
  });
});
