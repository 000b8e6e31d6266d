import { describe, expect, test } from 'vitest';

import type { ExecRecord } from '../../../../src/domain/exec.ts';
import { SandkeepError } from '../../../../src/domain/errors.ts';
import { LiveExec, type WhenFull } from '../../../../src/engine/exec/live-exec.ts';
import type { ExecOutput, RunningExec } from '../../../../src/ports/runtime.ts';
import { waitUntil } from '../../../support/wait.ts';

const bufferBytes = 128 * 1024;
const waitMs = 5_000;
const never = new AbortController().signal;
const fromOldest = { stdout: null, stderr: null };

const record: ExecRecord = {
  position: 1,
  sandboxId: 's',
  id: 'e',
  generation: 1,
  command: 'c',
  fingerprint: '',
  mark: '',
  runtimeId: '',
  user: null,
  hasTerminal: false,
  state: 'RUNNING',
  exit: null,
  startedAtMs: 0,
  deadlineAtMs: 0,
  endedAtMs: null,
  stdoutBytes: 0,
  stderrBytes: 0,
};

/** A command that has written so many bytes, and how many were taken. */
function writing(totalBytes: number) {
  const pieceBytes = 32 * 1024;
  const taken = { bytes: 0 };
  async function* output(): AsyncGenerator<ExecOutput> {
    while (taken.bytes < totalBytes) {
      const bytes = Buffer.alloc(Math.min(pieceBytes, totalBytes - taken.bytes));
      taken.bytes += bytes.length;
      yield { stream: 'stdout', bytes };
    }
  }
  const running: RunningExec = {
    runtimeId: '',
    output: output(),
    ending: Promise.resolve({ exitCode: 0, signal: null, cause: 'exited' }),
    write: async () => undefined,
    endInput: () => undefined,
    resize: async () => undefined,
    detach: () => undefined,
  };
  return { running, taken };
}

function follow(whenFull: WhenFull, totalBytes: number) {
  const live = new LiveExec(record, whenFull, bufferBytes);
  const { running, taken } = writing(totalBytes);
  const ended = live.follow(running).then(() => live.end({ ...record, state: 'ENDED' }));
  return { live, taken, ended };
}

describe('a command whose output nobody takes', () => {
  test('waits when it was started to block, and goes on when a reader comes', async () => {
    const { live, taken, ended } = follow('block', 1_000_000);
    await waitUntil(() => live.endOffsets.stdout > 0, { timeoutMs: waitMs, what: 'it writes' });
    expect(taken.bytes).toBeLessThanOrEqual(bufferBytes);
    let read = 0;
    for await (const { bytes } of live.read(fromOldest, never)) read += bytes.length;
    await ended;
    expect(read).toBe(1_000_000);
  });

  test('goes on when it was started to trim, and its newest output is kept', async () => {
    const { live, ended } = follow('trim', 1_000_000);
    await ended;
    let read = 0;
    for await (const { bytes } of live.read(fromOldest, never)) read += bytes.length;
    expect(read).toBe(bufferBytes);
  });

  test('waits for no one any more when its time is over', async () => {
    const { live, ended } = follow('block', 1_000_000);
    live.stopWaiting();
    await ended;
    expect(live.endOffsets.stdout).toBe(1_000_000);
  });
});

describe('a reader', () => {
  test('that stops sets the pace, and one that leaves does not', async () => {
    const { live, taken, ended } = follow('block', 1_000_000);
    const silent = live.read(fromOldest, never);
    await silent.next();
    expect(live.readers).toBe(1);
    expect(taken.bytes).toBeLessThanOrEqual(bufferBytes);
    await silent.return(undefined);
    expect(live.readers).toBe(0);
    // Where it stopped the next one begins, with some of what it has seen.
    let read = 0;
    for await (const { bytes } of live.read(fromOldest, never)) read += bytes.length;
    await ended;
    expect(read).toBe(1_000_000);
  });

  test('and all who wait are told when the command cannot be ended', async () => {
    const live = new LiveExec(record, 'block', bufferBytes);
    const waiting = live.whenEnded(never);
    live.fail(new SandkeepError('EXEC_KILL_UNSUPPORTED', 'it goes on'));
    await expect(waiting).rejects.toThrow('it goes on');
    await expect(live.read(fromOldest, never).next()).rejects.toThrow('it goes on');
  });
});
