// State directories as each schema left them. A migration that loses something of them fails here.

import Database from 'better-sqlite3';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { schemaVersion } from '../../../src/store/migrations.ts';
import { restoreDatabase } from '../../../src/store/restore.ts';
import { openTestStore } from '../../support/store.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const permissionBits = 0o777;
const data = path.resolve(import.meta.dirname, '../../data');
const running = '01arz3ndektsv4rrffq69g5fav';
const failed = '01arz3ndektsv4rrffq69g5faw';
const owner = { namespace: 'team', user: 'ada', session: 'talk-1' };

const frozen = readdirSync(data).filter((name) => /^state-v\d+$/.test(name));

test('there is a frozen state directory of the first schema and of each before this one', () => {
  for (let version = 1; version < Math.max(2, schemaVersion); version += 1)
    expect(frozen).toContain(`state-v${version}`);
});

describe.each(frozen)('%s', (name) => {
  async function thaw(): Promise<string> {
    const stateDir = path.join(await temporaryDirectory('store'), 'state');
    mkdirSync(stateDir);
    for (const file of ['state.db', 'instance-id', 'epoch', 'secret.key']) {
      cpSync(path.join(data, name, file), path.join(stateDir, file));
    }
    return stateDir;
  }

  async function open() {
    return (await openTestStore({ stateDir: await thaw() })).store;
  }

  test('is copied before its schema is changed, and the copy is what a downgrade goes back to', async () => {
    const stateDir = await thaw();
    const before = tablesOf(path.join(stateDir, 'state.db'));
    (await openTestStore({ stateDir })).store.close();
    const copy = path.join(stateDir, `state.db.before-schema-${schemaVersion}`);
    expect(statSync(copy).mode & permissionBits).toBe(0o600);
    expect(existsSync(`${copy}.partial`)).toBe(false);
    expect(tablesOf(copy)).toEqual(before);
    restoreDatabase(stateDir, copy, 0);
    expect(tablesOf(path.join(stateDir, 'state.db'))).toEqual(before);
  });

  test('opens as itself, in its next epoch', async () => {
    const store = await open();
    expect(store.epoch).toBe(2);
    expect(store.recoveryModes()).toEqual({ 'engine_changed:fake': 'another engine' });
    expect(store.countByState()).toEqual({ RUNNING: 1, FAILED: 1 });
  });

  test('has its sandboxes and what belongs to them', async () => {
    const store = await open();
    expect(store.findPrimary(owner, 'base')).toMatchObject({
      id: running,
      state: 'RUNNING',
      containerId: 'c1',
      labels: { color: 'red' },
      annotations: { note: 'kept' },
      endpoint: [{ containerPort: 8080, host: '127.0.0.1', hostPort: 40001 }],
      mounts: [{ source: '/data/w1', target: '/mnt/user-data', readOnly: false }],
      idleDueAtMs: 1_700_000_060_000,
    });
    expect(store.getSecrets(running)).toEqual({ environment: { API_KEY: 'frozen' }, token: 'frozen-token' });
    expect(store.holders(running)).toEqual(['agent']);
    expect(store.generations(running)).toMatchObject([{ generation: 1, containerId: 'c1', state: 'PRESENT' }]);
    expect(store.operations(running, 10)).toMatchObject([{ id: 'op1', kind: 'create', phase: 'done' }]);
    expect(store.getSandbox(failed)).toMatchObject({
      owner: null,
      failure: { reason: 'CONTAINER_EXITED', exitCode: 1, logTail: ['bye'] },
    });
  });

  test('has the rest of its tables', async () => {
    const store = await open();
    expect(store.findWorkspaceByLayout('/data/w1')).toMatchObject({
      id: 'w1',
      path: '/data/w1',
      owner,
      managed: true,
      state: 'PRESENT',
      snapshotId: null,
    });
    expect(store.getSession(owner)).toMatchObject({ key: owner, generation: 1, heartbeatTimeoutMs: null });
    expect(store.listSessions({}, 0, 10)).toHaveLength(1);
    expect(store.findRequest('team', 'AcquireSandbox', 'r1')).toEqual({
      bodyHash: 'hash',
      sandboxId: running,
      response: Buffer.from('answer'),
    });
    expect(store.engineIdentity('fake')).toBe('engine-1');
    expect(store.pausedLoops()).toEqual(['idle']);
    expect(store.tokens()).toEqual([]);
    expect(store.orphans()).toMatchObject([{ containerName: 'o', generation: 2 }]);
    expect(store.events({}, 0, 10)).toHaveLength(4);
    expect(await store.write((tx) => tx.reservePort(40001, 40001, 'another', 1, 0))).toBeNull();
  });
});

/** The schema's version and every row. */
function tablesOf(file: string): unknown {
  const database = new Database(file, { readonly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
    const rows = tables.map((table) => [table, database.prepare(`SELECT * FROM "${String(table)}"`).all()]);
    return [database.pragma('user_version', { simple: true }), rows];
  } finally {
    database.close();
  }
}
