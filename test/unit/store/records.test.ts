import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Sealer } from '../../../src/store/sealer.ts';
import { insertRunning, newSandbox, openTestStore } from '../../support/store.ts';

const secret = 'correct-horse-battery-staple';
const secrets = { environment: { API_KEY: secret }, token: `token-${secret}` };

describe('secrets at rest (R10)', () => {
  test('open for their own sandbox and are in clear in no file', async () => {
    const { store, stateDir } = await openTestStore();
    const { id } = await store.write((tx) => tx.insertSandbox(newSandbox(), secrets));
    await store.write((tx) => {
      tx.insertRequest('default', 'AcquireSandbox', 'r1', 'hash', id);
      tx.finishRequest('default', 'AcquireSandbox', 'r1', 'hash', Buffer.from(secret));
    });
    expect(store.getSecrets(id)).toEqual(secrets);
    expect(store.findRequest('default', 'AcquireSandbox', 'r1')?.response?.toString()).toBe(secret);
    const readable = (): string[] =>
      readdirSync(stateDir).filter((name) => readFileSync(path.join(stateDir, name)).includes(secret));
    expect(readable()).toEqual([]);
    store.close();
    expect(readable()).toEqual([]);
  });

  test('moved to another row do not open', async () => {
    const { store, stateDir } = await openTestStore();
    const { id } = await store.write((tx) => tx.insertSandbox(newSandbox(), secrets));
    const thief = await store.write((tx) => tx.insertSandbox(newSandbox(), { environment: {}, token: '' }));
    store.close();
    const database = new Database(path.join(stateDir, 'state.db'));
    database
      .prepare('UPDATE sandboxes SET secrets = (SELECT secrets FROM sandboxes WHERE id = ?) WHERE id = ?')
      .run(id, thief.id);
    database.close();
    const again = await openTestStore({ stateDir });
    expect(again.store.getSecrets(id)).toEqual(secrets);
    expect(() => again.store.getSecrets(thief.id)).toThrow();
  });

  test('seal and open back to the same bytes, and nothing changed opens', () => {
    const sealer = new Sealer(Buffer.alloc(32, 7));
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), fc.nat(), (plain, context, position) => {
        const sealed = sealer.seal(plain, context);
        expect(Buffer.compare(sealer.open(sealed, context), plain)).toBe(0);
        const changed = Buffer.from(sealed);
        const index = position % changed.length;
        changed[index] = (changed[index] ?? 0) ^ 1;
        expect(() => sealer.open(changed, context)).toThrow();
        expect(() => sealer.open(sealed, `${context}!`)).toThrow();
        expect(() => new Sealer(Buffer.alloc(32, 8)).open(sealed, context)).toThrow();
      }),
    );
  });

  test('never seal to the same bytes twice, while a fingerprint is the same each time', () => {
    const sealer = new Sealer(Buffer.alloc(32, 7));
    expect(sealer.seal(Buffer.from('a'), 'c')).not.toEqual(sealer.seal(Buffer.from('a'), 'c'));
    expect(sealer.fingerprint('a')).toBe(sealer.fingerprint('a'));
    expect(sealer.fingerprint('a')).not.toBe(new Sealer(Buffer.alloc(32, 8)).fingerprint('a'));
  });
});

describe('requests (R8)', () => {
  test('are found by namespace, method and id, and keep their first hash', async () => {
    const { store } = await openTestStore();
    await store.write((tx) => tx.insertRequest('n', 'CreateSandbox', 'r1', 'hash', null));
    await store.write((tx) => tx.insertRequest('n', 'CreateSandbox', 'r1', 'other', 'sandbox'));
    expect(store.findRequest('n', 'CreateSandbox', 'r1')).toEqual({
      bodyHash: 'hash',
      sandboxId: 'sandbox',
      response: null,
    });
    expect(store.findRequest('m', 'CreateSandbox', 'r1')).toBeNull();
    expect(store.findRequest('n', 'AcquireSandbox', 'r1')).toBeNull();
    await store.write((tx) => tx.deleteRequest('n', 'CreateSandbox', 'r1'));
    expect(store.findRequest('n', 'CreateSandbox', 'r1')).toBeNull();
  });

  test('go by age, then by number in each namespace, in slices', async () => {
    const { store, clock } = await openTestStore();
    const insert = async (namespace: string, id: string): Promise<void> => {
      await store.write((tx) => tx.insertRequest(namespace, 'CreateSandbox', id, 'hash', null));
      clock.advance(1000);
    };
    const begunMs = clock.wallMs();
    for (const id of ['a1', 'a2', 'a3', 'a4']) await insert('a', id);
    await insert('b', 'b1');
    const kept = (): string[] =>
      [
        ['a', 'a1'],
        ['a', 'a2'],
        ['a', 'a3'],
        ['a', 'a4'],
        ['b', 'b1'],
      ].flatMap(([namespace = '', id = '']) =>
        store.findRequest(namespace, 'CreateSandbox', id) === null ? [] : [id],
      );
    expect(await store.write((tx) => tx.deleteRequestsBefore(begunMs + 1500, 100, 1))).toBe(1);
    expect(kept()).toEqual(['a2', 'a3', 'a4', 'b1']);
    expect(await store.write((tx) => tx.deleteRequestsBefore(begunMs + 1500, 100, 10))).toBe(1);
    expect(await store.write((tx) => tx.deleteRequestsBefore(begunMs, 1, 10))).toBe(1);
    expect(kept()).toEqual(['a4', 'b1']);
  });
});

describe('ports of a range', () => {
  const reserve = async (store: Store, id: string, offset: number): Promise<number | null> =>
    await store.write((tx) => tx.reservePort(9000, 9003, id, 1, offset));

  test('are each given once, from the preferred one on and round to the beginning', async () => {
    const { store } = await openTestStore();
    const given: (number | null)[] = [];
    for (const id of ['a', 'b', 'c', 'd', 'e']) given.push(await reserve(store, id, 2));
    expect(given).toEqual([9002, 9003, 9000, 9001, null]);
  });

  test('come back with the generation they were taken for', async () => {
    const { store } = await openTestStore();
    for (const id of ['a', 'b', 'c', 'd']) await reserve(store, id, 0);
    await store.write((tx) => tx.releasePorts('b', 0));
    expect(await reserve(store, 'e', 0)).toBeNull();
    await store.write((tx) => tx.releasePorts('b', 1));
    expect(await reserve(store, 'e', 3)).toBe(9001);
  });

  test('are unique whatever was taken and given back before', async () => {
    const { store } = await openTestStore();
    const step = fc.record({ take: fc.boolean(), offset: fc.nat({ max: 50 }), pick: fc.nat() });
    const held = new Map<number, string>();
    let next = 0;
    await fc.assert(
      fc.asyncProperty(step, async ({ take, offset, pick }) => {
        if (take) {
          const id = `s${next++}`;
          const port = await reserve(store, id, offset);
          if (port === null) expect(held.size).toBe(4);
          else {
            expect(held.has(port)).toBe(false);
            held.set(port, id);
          }
          return;
        }
        const [port, id] = [...held][pick % Math.max(1, held.size)] ?? [];
        if (port === undefined || id === undefined) return;
        await store.write((tx) => tx.releasePorts(id, 1));
        held.delete(port);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the event log', () => {
  test('is deleted from its beginning, in slices, and tells where it begins', async () => {
    const { store, clock } = await openTestStore();
    const begunMs = clock.wallMs();
    for (let index = 0; index < 10; index += 1) {
      await append(store, `e${index}`);
      clock.advance(1000);
    }
    expect(await store.write((tx) => tx.deleteEventsBefore(begunMs + 5000, 1_000_000, 3))).toBe(3);
    expect(store.eventBounds()).toEqual({ oldestSeq: 4, newestSeq: 10 });
    expect(await store.write((tx) => tx.deleteEventsBefore(begunMs + 5000, 1_000_000, 100))).toBe(2);
    expect(store.eventBounds()).toEqual({ oldestSeq: 6, newestSeq: 10 });
    expect(await store.write((tx) => tx.deleteEventsBefore(begunMs, 2, 100))).toBe(3);
    expect(store.events({}, 0, 10).map(({ message }) => message)).toEqual(['e8', 'e9']);
    expect(await store.write((tx) => tx.deleteEventsBefore(begunMs, 2, 100))).toBe(0);
  });

  test('gets no hole from a clock that was set back', async () => {
    const { store, clock } = await openTestStore();
    await append(store, 'before');
    const cutMs = clock.wallMs() - 1000;
    clock.jump(-3_600_000);
    await append(store, 'after');
    expect(await store.write((tx) => tx.deleteEventsBefore(cutMs, 1_000_000, 100))).toBe(0);
    expect(store.eventBounds()).toEqual({ oldestSeq: 1, newestSeq: 2 });
  });

  test('never gives a number twice, also when it is empty', async () => {
    const { store, clock, stateDir } = await openTestStore();
    await append(store, 'one');
    await store.write((tx) => tx.deleteEventsBefore(clock.wallMs() + 1, 1_000_000, 100));
    expect(store.eventBounds()).toEqual({ oldestSeq: 0, newestSeq: 1 });
    store.close();
    const again = await openTestStore({ stateDir });
    await append(again.store, 'two');
    expect(again.store.events({}, 0, 10).map(({ seq }) => seq)).toEqual([2]);
  });

  test('is filtered by namespace, sandbox and type', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store, { owner: { namespace: 'n', user: 'u', session: 's' }, namespace: 'n' });
    await insertRunning(store);
    expect(store.events({ namespace: 'n' }, 0, 10)).toHaveLength(2);
    expect(store.events({ sandboxId: id, types: ['sandbox.state'] }, 0, 10)).toMatchObject([
      { newState: 'RUNNING', owner: { namespace: 'n', user: 'u', session: 's' } },
    ]);
  });
});

describe('operations (R1)', () => {
  test('are open until they are done or failed, and are then deleted by age', async () => {
    const { store, clock } = await openTestStore();
    const insert = async (id: string): Promise<void> =>
      await store.write((tx) =>
        tx.insertOperation({ id, sandboxId: 's', kind: 'create', generation: 1, deadlineAtMs: null }),
      );
    await insert('one');
    await insert('two');
    await store.write((tx) => tx.updateOperation('one', { phase: 'created', attempt: true }));
    expect(store.openOperations().map(({ id, phase, attempts }) => [id, phase, attempts])).toEqual([
      ['one', 'created', 2],
      ['two', 'started', 1],
    ]);
    clock.advance(1000);
    await store.write((tx) => tx.updateOperation('one', { phase: 'failed', error: 'no' }));
    expect(store.operations('s', 10).find(({ id }) => id === 'one')).toMatchObject({
      error: 'no',
      endedAtMs: clock.wallMs(),
    });
    expect(await store.write((tx) => tx.deleteOperationsBefore(clock.wallMs() + 1, 100))).toBe(1);
    expect(store.openOperations().map(({ id }) => id)).toEqual(['two']);
  });
});

describe('holders, workspaces, generations and orphans', () => {
  test('a holder is one however often it is added, and none after it let go', async () => {
    const { store } = await openTestStore();
    const id = await insertRunning(store);
    for (const holder of ['b', 'a', 'b']) await store.write((tx) => tx.addHolder(id, holder));
    expect(store.holders(id)).toEqual(['a', 'b']);
    await store.write((tx) => tx.removeHolder(id, 'b'));
    expect(store.holders(id)).toEqual(['a']);
    await store.write((tx) => tx.clearHolders(id));
    expect(store.holders(id)).toEqual([]);
  });

  test('a workspace path has one row until it is deleted, and counts who refers to it (R13)', async () => {
    const { store } = await openTestStore();
    const place = { path: '/data/w', layoutPath: '/data/w', storagePath: null };
    const workspace = { id: 'w1', namespace: 'n', owner: null, ...place, managed: true };
    await store.write((tx) => tx.insertWorkspace(workspace));
    const twice = store.write((tx) => tx.insertWorkspace({ ...workspace, id: 'w2' }));
    await expect(twice).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE' });
    const id = await insertRunning(store, { workspaceId: 'w1' });
    const other = await insertRunning(store, { workspaceId: 'w1' });
    expect([store.workspaceReferences('w1', ''), store.workspaceReferences('w1', id)]).toEqual([2, 1]);
    await store.write((tx) => tx.change(other, 'RUNNING', 1, { deleteWorkspace: true }));
    await store.write((tx) => tx.beginDeletion('w1', 'everywhere'));
    expect(store.deletingWorkspaces(10)).toMatchObject([{ id: 'w1', path: '/data/w' }]);
    await store.write((tx) => tx.endDeletion('w1'));
    expect(store.findWorkspaceByLayout('/data/w')).toBeNull();
    await store.write((tx) => tx.insertWorkspace({ ...workspace, id: 'w2' }));
    expect(store.findWorkspaceByLayout('/data/w')?.id).toBe('w2');
  });

  test('a sandbox cannot refer to a workspace that is not there', async () => {
    const { store } = await openTestStore();
    await expect(insertRunning(store, { workspaceId: 'nowhere' })).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT_FOREIGNKEY',
    });
  });

  test('a generation keeps the container id that was once known', async () => {
    const { store } = await openTestStore();
    const generation = { sandboxId: 's', generation: 1, runtime: 'fake', containerName: 'c' } as const;
    await store.write((tx) => tx.setGeneration({ ...generation, containerId: null, state: 'INTENDED' }));
    await store.write((tx) => tx.setGeneration({ ...generation, containerId: 'id', state: 'PRESENT' }));
    await store.write((tx) => tx.setGeneration({ ...generation, containerId: null, state: 'CONDEMNED' }));
    expect(store.condemnedGenerations(10)).toEqual([{ ...generation, containerId: 'id', state: 'CONDEMNED' }]);
  });

  test('an orphan keeps the time it was first seen', async () => {
    const { store } = await openTestStore();
    const orphan = {
      runtime: 'fake',
      containerName: 'c',
      containerId: 'i',
      sandboxId: 's',
      generation: 1,
      firstSeenAtMs: 5,
    };
    await store.write((tx) => tx.putOrphan(orphan));
    await store.write((tx) => tx.putOrphan({ ...orphan, firstSeenAtMs: 9 }));
    expect(store.orphans()).toEqual([orphan]);
    await store.write((tx) => tx.deleteOrphan('fake', 'c'));
    expect(store.orphans()).toEqual([]);
  });
});

type Store = Awaited<ReturnType<typeof openTestStore>>['store'];

async function append(store: Store, message: string): Promise<void> {
  await store.write((tx) =>
    tx.appendEvent({ type: 'note', sandboxId: '', reason: 'TESTED', message, actor: 'client' }),
  );
}
