import { describe, expect, test } from 'vitest';

import { refusalInOutput } from '../../../../src/runtime/docker/exec-errors.ts';

const ref = { name: 'box-g1', sandboxId: 'box', generation: 1, containerId: 'c1' };
const request = { argv: ['build', '--all'], environment: { KEY: 's3cret' }, user: null };
const none = Buffer.alloc(0);

function refusal(exitCode: number, words: string, pid = 0): unknown {
  return refusalInOutput({ ExitCode: exitCode, Pid: pid }, Buffer.from(words), none, request, ref);
}

describe('output of a command that never ran', () => {
  test.each([
    ['no such program', 127, 'exec: "build": executable file not found in $PATH', 'COMMAND_NOT_FOUND'],
    ['no right to run it', 126, 'exec: "build": permission denied', 'COMMAND_NOT_FOUND'],
    ['no such directory', 127, 'chdir to cwd ("/x") set in config.json failed', 'FILE_NOT_FOUND'],
    ['no more processes', 128, 'procReady not received', 'TOO_MANY_REQUESTS'],
    ['no more memory', 128, 'fork/exec /proc/self/exe: cannot allocate memory', 'TOO_MANY_REQUESTS'],
  ])('is a refusal and no output: %s', (_what, exitCode, why, reason) => {
    const words = `OCI runtime exec failed: exec failed: unable to start container process: ${why}`;
    expect(refusal(exitCode, words)).toMatchObject({ reason });
  });

  test('hides values of the environment', () => {
    const words = 'OCI runtime exec failed: exec failed: s3cret: executable file not found';
    expect(String(refusal(127, words))).not.toContain('s3cret');
  });
});

test('a command that says the words of an engine has output like any other', () => {
  const words = 'OCI runtime exec failed: I only say so';
  expect(refusal(128, words, 4711)).toBeNull();
  expect(refusal(3, words)).toBeNull();
});
