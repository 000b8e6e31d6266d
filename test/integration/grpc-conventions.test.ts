// Paging, masks, unknown values, errors and bounds, as a client of the daemon meets them.

import { connect as connectSocket, type Socket } from 'node:net';
import { Client, credentials } from '@grpc/grpc-js';
import { describe, expect, onTestFinished, test } from 'vitest';

import { callWithoutDeadline } from '../support/raw-calls.ts';
import {
  acquire,
  anotherClient,
  getSandbox,
  patienceMs,
  refusalOf,
  sandboxOf,
  startScene,
  type Scene,
} from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

async function withSandboxes(count: number): Promise<{ scene: Scene; ids: string[] }> {
  const scene = await startScene({
    engineArgs: ['--no-listeners'],
    templates: { base: { readiness: { kind: 'none' } } },
  });
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push((await acquire(scene, `s${index}`)).id);
  return { scene, ids };
}

describe('pages', () => {
  test('follow each other without loss, whatever their size, and their token holds for its filter only', async () => {
    const { scene, ids } = await withSandboxes(5);
    const { client } = scene;
    for (const pageSize of [1, 2, 5, 0, 1_000_000]) {
      const seen: string[] = [];
      for (let pageToken = ''; ; ) {
        const page = await client.listSandboxes({ pageSize, pageToken });
        seen.push(...page.sandboxes.map(({ id }) => id));
        pageToken = page.nextPageToken;
        if (pageToken === '') break;
      }
      expect(seen).toEqual(ids);
    }
    const { nextPageToken } = await client.listSandboxes({ pageSize: 2 });
    expect(nextPageToken).toMatch(/^[\w-]+$/);
    const elsewhere = client.listSandboxes({ pageToken: nextPageToken, filter: { user: 'ada' } });
    expect(await refusalOf(elsewhere)).toMatchObject({ reason: 'INVALID_PAGE_TOKEN', status: 'INVALID_ARGUMENT' });
    for (const pageToken of [nextPageToken.slice(1), 'x', '{}']) {
      expect((await refusalOf(client.listSandboxes({ pageToken }))).reason).toBe('INVALID_PAGE_TOKEN');
    }
    const negative = await refusalOf(client.listSandboxes({ pageSize: -1 }));
    expect(negative).toMatchObject({ reason: 'INVALID_FIELD', fieldViolations: [{ field: 'page_size' }] });
  });

  test('of events go both ways, with the same rules', async () => {
    const { scene } = await withSandboxes(3);
    const { client } = scene;
    const all = (await client.listEvents({ pageSize: 1000 })).events.map(({ seq }) => Number(seq));
    const collect = async (newestFirst: boolean): Promise<number[]> => {
      const seen: number[] = [];
      for (let pageToken = ''; ; ) {
        const page = await client.listEvents({ pageSize: 2, newestFirst, pageToken });
        seen.push(...page.events.map(({ seq }) => Number(seq)));
        pageToken = page.nextPageToken;
        if (pageToken === '') return seen;
      }
    };
    expect(await collect(false)).toEqual(all);
    expect(await collect(true)).toEqual(all.toReversed());
    const { nextPageToken } = await client.listEvents({ pageSize: 1 });
    const turned = client.listEvents({ pageSize: 1, newestFirst: true, pageToken: nextPageToken });
    expect((await refusalOf(turned)).reason).toBe('INVALID_PAGE_TOKEN');
  });
});

describe('a field mask', () => {
  test('changes what it names, empties what is named and not given, and leaves the rest', async () => {
    const { scene, ids } = await withSandboxes(1);
    const [id = ''] = ids;
    const { client } = scene;
    await client.updateSandbox({ sandbox: { id, labels: { a: '1' }, annotations: { b: '2' } } });
    const sandbox = { id, labels: {}, annotations: { b: '3' } };
    const after = sandboxOf(await client.updateSandbox({ sandbox, updateMask: { paths: ['labels'] } }));
    expect(after).toMatchObject({ labels: {}, annotations: { b: '2' } });
    // Without a mask, what is given counts.
    const given = { id, idleTimeout: { seconds: 90 } };
    const idle = sandboxOf(await client.updateSandbox({ sandbox: given }));
    expect(idle).toMatchObject({ annotations: { b: '2' }, idleTimeout: { seconds: '90', nanos: 0 } });
    const all = sandboxOf(
      await client.updateSandbox({ sandbox: { id, labels: { c: '4' } }, updateMask: { paths: ['*'] } }),
    );
    expect(all).toMatchObject({ labels: { c: '4' }, annotations: {} });
  });

  test('that names what cannot be changed is refused, and so is an old etag', async () => {
    const { scene, ids } = await withSandboxes(1);
    const [id = ''] = ids;
    const wrong = scene.client.updateSandbox({
      sandbox: { id, labels: { a: '1' } },
      updateMask: { paths: ['labels', 'state'] },
    });
    expect(await refusalOf(wrong)).toMatchObject({
      reason: 'INVALID_FIELD',
      fieldViolations: [{ field: 'update_mask' }],
    });
    const { etag } = await getSandbox(scene, id);
    expect(etag).not.toBe('');
    await scene.client.updateSandbox({ sandbox: { id, etag, labels: { a: '1' } } });
    const stale = scene.client.updateSandbox({ sandbox: { id, etag, labels: { a: '2' } } });
    expect(await refusalOf(stale)).toMatchObject({ reason: 'CONFLICT', status: 'ABORTED' });
    expect((await getSandbox(scene, id)).labels).toEqual({ a: '1' });
  });
});

describe('a value that this daemon does not know', () => {
  test('is tolerated where it chooses, and matches nothing where it filters', async () => {
    const { scene, ids } = await withSandboxes(2);
    const { client } = scene;
    expect(sandboxOf(await client.getSandbox({ sandboxId: ids[0] ?? '', view: 77 as never })).id).toBe(ids[0]);
    const listed = await client.listSandboxes({ filter: { states: [77 as never] } });
    expect(listed.sandboxes).toEqual([]);
    const released = await client.releaseAllSandboxes({
      filter: { namespace: 'default', states: [77 as never] },
      wait: true,
    });
    expect(released.sandboxIds).toEqual([]);
    expect((await client.listSandboxes({})).sandboxes).toHaveLength(2);
  });
});

describe('bounds', () => {
  test('of a message: too large a one is RESOURCE_EXHAUSTED and the connection goes on', async () => {
    const scene = await startScene({ config: { limits: { max_message_bytes: '64k' } } });
    const large = scene.client.createSandbox({ annotations: { a: 'x'.repeat(100_000) } });
    // The message is not even read, so there is nobody to give a reason of the table.
    await expect(large).rejects.toMatchObject({ status: 'RESOURCE_EXHAUSTED' });
    expect((await scene.client.getInfo({})).version).not.toBe('');
  });

  test('of time: a call without a deadline gets that of the daemon, and what it began goes on', async () => {
    const scene = await startScene({ config: { limits: { unary_timeout: '300ms' } } });
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 1500 } });
    const request = { session: { session: 's1' } };
    const late = callWithoutDeadline(scene.daemon.socketPath, 'sandkeep.v1.SandboxService', 'AcquireSandbox', request);
    await expect(late).rejects.toMatchObject({ code: 4 });
    await waitUntil(
      async () => {
        const found = await scene.client.discoverSandbox({ session: { session: 's1' }, template: 'base' });
        return found.sandbox?.state === 'SANDBOX_STATE_RUNNING';
      },
      { timeoutMs: patienceMs, what: 'the acquire is finished without its caller' },
    );
    expect(await scene.engine.containers()).toHaveLength(1);
  });

  test('of silence: connections that say nothing are closed, and clients are served meanwhile', async () => {
    const scene = await startScene({ config: { limits: { first_byte_timeout: '300ms', max_connections: 8 } } });
    const silent = await Promise.all(Array.from({ length: 6 }, () => connected(scene.daemon.socketPath)));
    expect((await anotherClient(scene).getInfo({})).version).not.toBe('');
    await Promise.all(silent.map(closed));
    // Their places are free again.
    for (let index = 0; index < 5; index += 1) {
      expect((await anotherClient(scene).getInfo({})).version).not.toBe('');
    }
  });
});

describe('an unknown method', () => {
  test('is UNIMPLEMENTED', async () => {
    const scene = await startScene();
    const client = new Client(`unix:${scene.daemon.socketPath}`, credentials.createInsecure());
    onTestFinished(() => client.close());
    const bytes = (value: Buffer): Buffer => value;
    const failure = new Promise((_resolve, reject) => {
      client.makeUnaryRequest('/sandkeep.v1.SandboxService/Imagined', bytes, bytes, Buffer.alloc(0), (error) =>
        reject(error),
      );
    });
    await expect(failure).rejects.toMatchObject({ code: 12 });
  });
});

async function connected(socketPath: string): Promise<Socket> {
  const socket = connectSocket(socketPath);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

function closed(socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.resume().once('close', () => resolve());
  });
}
