// Records that are there before the daemon is: written by its own store into the state directory of a stopped daemon.

import Database from 'better-sqlite3';
import path from 'node:path';

import type { SandboxRecord } from '../src/domain/sandbox.ts';
import { systemClock } from '../src/host/system-clock.ts';
import type { NewSandbox } from '../src/ports/store.ts';
import { openStore } from '../src/store/sqlite-store.ts';
import { newSandbox, noSecrets, why } from '../test/support/rows.ts';
import { stateDirectory, templateName } from './daemon.ts';

const rowsInWrite = 500;
const recordColumns = ['id', 'session', 'container_name'];
/** As a template has it that says nothing; longer than any row takes. */
const heartbeatTimeoutMs = 300_000;

export interface Records {
  readonly instanceId: string;
  readonly ids: readonly string[];
}

/** So many sandboxes in use, each of a session of its own that has the name of its id. */
export async function insertRunning(
  directory: string,
  count: number,
  overrides: Partial<NewSandbox> = {},
): Promise<Records> {
  return await insert(directory, count, 'RUNNING', () => ({
    template: templateName,
    idleTimeoutMs: 0,
    labels: { team: 'bench' },
    ...overrides,
  }));
}

/** So many warm ones, each with the workspace of its own that a claim hands over. */
export async function insertWarm(directory: string, count: number, digest: string): Promise<Records> {
  return await insert(directory, count, 'WARM', () => ({
    template: templateName,
    templateDigest: digest,
    namespace: '',
    owner: null,
    primary: false,
    pooled: true,
    endpoint: [{ containerPort: 8080, host: '127.0.0.1', hostPort: 20_000 }],
    createdAtMs: systemClock.wallMs(),
    lastActiveAtMs: systemClock.wallMs(),
  }));
}

async function insert(
  directory: string,
  count: number,
  state: SandboxRecord['state'],
  overrides: () => Partial<NewSandbox>,
): Promise<Records> {
  const store = openStore({
    stateDir: stateDirectory(directory),
    clock: systemClock,
    maxBatch: rowsInWrite,
    ballastBytes: 0,
    onFatal: (error) => {
      throw error;
    },
  });
  const ids: string[] = [];
  const { instanceId } = store;
  while (ids.length < count) {
    await store.write((tx) => {
      for (let row = 0; row < rowsInWrite && ids.length < count; row += 1) {
        const sandbox = newSandbox(overrides());
        const { id, owner, runtime } = sandbox;
        const containerName = `sandkeep-${instanceId.slice(0, 8)}-${id}-g1`;
        const layoutPath = path.join(directory, 'data/workspaces', `@${id}`);
        const workspaceId = sandbox.pooled ? `w-${id}` : null;
        if (owner !== null) tx.touchSession(owner, heartbeatTimeoutMs);
        if (workspaceId !== null) {
          const workspace = { id: workspaceId, namespace: '', owner, path: layoutPath, layoutPath };
          tx.insertWorkspace({ ...workspace, managed: true, storagePath: null });
        }
        tx.insertSandbox({ ...sandbox, containerName, workspaceId }, noSecrets);
        const generation = { sandboxId: id, generation: 1, runtime, containerName };
        tx.setGeneration({ ...generation, containerId: null, state: 'PRESENT' });
        tx.move({ id, from: 'CREATING', generation: 1, to: state, ...why });
        ids.push(id);
      }
    });
  }
  store.close();
  return { instanceId, ids };
}

/** Copies of one record and its session, on a runtime that this daemon does not look at. */
export function multiplyRecords(databasePath: string, count: number): void {
  const database = new Database(databasePath);
  const copy = (table: string, changed: Readonly<Record<string, string>>): void => {
    const columns = (database.pragma(`table_info(${table})`) as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => name !== 'position');
    const values = columns.map((name) => changed[name] ?? name);
    database.exec(`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
      INSERT INTO ${table} (${columns.join(', ')})
      SELECT ${values.join(', ')} FROM (SELECT * FROM ${table} LIMIT 1) CROSS JOIN numbers`);
  };
  const numbered = (column: string): [string, string] => [column, `${column} || '-' || n`];
  database.transaction(() => {
    copy('sandboxes', { ...Object.fromEntries(recordColumns.map(numbered)), runtime: `'docker'` });
    copy('sessions', Object.fromEntries([numbered('session')]));
  })();
  database.close();
}
