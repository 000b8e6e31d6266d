import { describe, expect, test } from 'vitest';

import type { NewExec } from '../../../src/domain/exec.ts';
import { insertRunning, openTestStore } from '../../support/store.ts';

const exited = { cause: 'EXITED', exitCode: 3, signal: null, message: '' } as const;
const bytes = { stdout: 5, stderr: 0 };

async function withSandbox() {
  const opened = await openTestStore();
  const sandboxId = await insertRunning(opened.store);
  const exec = (id: string): NewExec => ({
    sandboxId,
    id,
    generation: 1,
    command: 'make',
    fingerprint: 'f',
    mark: 'm',
    user: null,
    hasTerminal: false,
    startedAtMs: opened.clock.wallMs(),
    deadlineAtMs: opened.clock.wallMs() + 1000,
  });
  return { ...opened, sandboxId, exec };
}

describe('the record of an exec', () => {
  test('goes from its intent to its end, once', async () => {
    const { store, sandboxId, exec } = await withSandbox();
    await store.write((tx) => tx.insertExec(exec('e')));
    expect(store.getExec(sandboxId, 'e')).toMatchObject({ state: 'STARTING', runtimeId: '', exit: null });
    await store.write((tx) => tx.markExecRunning(sandboxId, 'e', 'engine-name'));
    expect(store.openExecs(0, 9)).toMatchObject([{ id: 'e', state: 'RUNNING', runtimeId: 'engine-name' }]);
    await store.write((tx) => tx.endExec(sandboxId, 'e', exited, bytes));
    await store.write((tx) => tx.endExec(sandboxId, 'e', { ...exited, exitCode: 4 }, bytes));
    await store.write((tx) => tx.markExecRunning(sandboxId, 'e', 'late'));
    expect(store.getExec(sandboxId, 'e')).toMatchObject({ state: 'ENDED', exit: exited, stdoutBytes: 5 });
    expect([store.openExecs(0, 9), store.countOpenExecs(sandboxId)]).toEqual([[], 0]);
  });

  test('has an id that no other exec of the sandbox has', async () => {
    const { store, exec } = await withSandbox();
    await store.write((tx) => tx.insertExec(exec('e')));
    await expect(store.write((tx) => tx.insertExec(exec('e')))).rejects.toMatchObject({ reason: 'EXEC_EXISTS' });
  });

  test('is deleted when it ended long ago or too many are newer, never while it runs', async () => {
    const { store, clock, sandboxId, exec } = await withSandbox();
    for (const id of ['a', 'b', 'c', 'running']) await store.write((tx) => tx.insertExec(exec(id)));
    for (const id of ['a', 'b', 'c']) {
      clock.advance(1000);
      await store.write((tx) => tx.endExec(sandboxId, id, exited, bytes));
    }
    const ids = (): string[] => store.listExecs(sandboxId, Number.MAX_SAFE_INTEGER, 9).map(({ id }) => id);
    await store.write((tx) => tx.deleteExecsBefore(clock.wallMs() - 1500, 10, 100));
    expect(ids()).toEqual(['running', 'c', 'b']);
    await store.write((tx) => tx.deleteExecsBefore(0, 1, 100));
    expect(ids()).toEqual(['running', 'c']);
  });
});
