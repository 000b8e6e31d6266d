// Sessions and pools without any engine: a local sandbox is a directory, and keeps it through all of them.

import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';

import type { SandkeepClient } from '../../src/client/client.ts';
import { startDaemon, type TestDaemon } from '../support/daemon.ts';
import { readBytes, writeBytes } from '../support/files.ts';
import { patienceMs, refusalOf, sandboxOf } from '../support/scene.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { waitUntil } from '../support/wait.ts';

const file = '/workspace/work.bin';
const fileBytes = 200_000;
const pool = { size: 2, refill_interval: 0, refill_delay: '1h' };
const loops = { idle_check_interval: 0, released_check_interval: 0, pool_check_interval: 0, retention_interval: 0 };

async function startLocal(config: object): Promise<TestDaemon> {
  const daemon = await startDaemon({
    config: {
      default_template: 'files',
      ...loops,
      runtimes: { local: { enabled: true } },
      templates: { files: { runtime: 'local' }, pooled: { runtime: 'local', pool } },
      ...config,
    },
  });
  onTestFinished(async () => await daemon.dispose());
  return daemon;
}

async function fill(client: SandkeepClient, warm: number): Promise<void> {
  await waitUntil(
    async () => {
      await client.runSweep({ loop: 'pool' });
      return (await client.getPool({ template: 'pooled' })).pool?.warm === warm;
    },
    { timeoutMs: patienceMs, what: `${warm} warm sandboxes` },
  );
}

test('a recycled local session comes back with its files byte for byte, under its id, over a kill as well (B3-38)', async () => {
  const daemon = await startLocal({});
  const { client } = daemon;
  const session = { session: 's1' };
  const { id: sandboxId } = sandboxOf(await client.acquireSandbox({ session }));
  const bytes = randomBytes(fileBytes);
  await writeBytes(client, sandboxId, file, bytes);
  await client.reapSession({ session, wait: true });
  expect((await client.getSession({ session })).session?.state).toBe('SESSION_STATE_RECYCLED');
  expect(Buffer.compare(await readBytes(client, sandboxId, file), bytes)).toBe(0);
  await client.reapSession({ session, wait: true });
  await daemon.restart();
  const answer = await client.restoreSession({ session });
  expect(answer.restored.map(({ id, generation }) => [id, generation])).toEqual([[sandboxId, '3']]);
  expect(Buffer.compare(await readBytes(client, sandboxId, file), bytes)).toBe(0);
});

test('a local session whose directory is lost comes back from the storage, over a kill as well (B3-38)', async () => {
  const storage = { kind: 'directory', directory: await temporaryDirectory('storage') };
  const daemon = await startLocal({ storage, templates: { files: { runtime: 'local' } } });
  const { client } = daemon;
  const session = { session: 's1' };
  const { id: sandboxId, workspacePath } = sandboxOf(await client.acquireSandbox({ session }));
  const bytes = randomBytes(fileBytes);
  await writeBytes(client, sandboxId, file, bytes);
  await client.reapSession({ session, wait: true });
  await daemon.restart();
  await rm(workspacePath, { recursive: true });
  expect(Buffer.compare(await readBytes(client, sandboxId, file), bytes)).toBe(0);
});

test('a local pool hands out directories of their own, which stay with their sessions; limits hold', async () => {
  const { client } = await startLocal({ max_sandboxes: 2 });
  await fill(client, 2);
  const claim = async (session: string) => await client.acquireSandbox({ session: { session }, template: 'pooled' });
  const [first, second] = await Promise.all([claim('s1'), claim('s2')]);
  expect([first.outcome, second.outcome]).toEqual(['ACQUIRE_OUTCOME_CLAIMED', 'ACQUIRE_OUTCOME_CLAIMED']);
  const [one, other] = [sandboxOf(first), sandboxOf(second)];
  expect(one.workspacePath).not.toBe(other.workspacePath);
  const bytes = randomBytes(fileBytes);
  await writeBytes(client, one.id, file, bytes);
  expect((await refusalOf(readBytes(client, other.id, file))).reason).toBe('FILE_NOT_FOUND');
  expect((await refusalOf(claim('s3'))).reason).toBe('CAPACITY_EXHAUSTED');
  // Parked it makes room, and its files are there when its session is back.
  await client.releaseSandbox({ sandboxId: one.id, mode: 'RELEASE_MODE_PARK' });
  const third = sandboxOf(await claim('s3'));
  await client.releaseSandbox({ sandboxId: third.id, wait: true });
  const again = sandboxOf(await claim('s1'));
  expect(again.id).not.toBe(one.id);
  expect(Buffer.compare(await readBytes(client, again.id, file), bytes)).toBe(0);
});
