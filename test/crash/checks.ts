// Whether every promise was kept, when all is quiet again.

import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SandkeepClient } from '../../src/client/client.ts';
import type { Sandbox__Output } from '../../src/gen/sandkeep/v1/Sandbox.ts';
import type { Runtime } from '../../src/ports/runtime.ts';
import { call } from '../support/spec.ts';
import { waitUntil } from '../support/wait.ts';
import type { History } from './history.ts';

const quietTimeoutMs = 120_000;
const page = 1000;

export interface Finding {
  readonly check: string;
  readonly violations: readonly string[];
}

/** All sandboxes, released ones too. */
export async function allSandboxes(client: SandkeepClient): Promise<Sandbox__Output[]> {
  const found: Sandbox__Output[] = [];
  let pageToken = '';
  do {
    const { sandboxes, nextPageToken } = await client.listSandboxes({ pageSize: page, pageToken, showReleased: true });
    found.push(...sandboxes);
    pageToken = nextPageToken;
  } while (pageToken !== '');
  return found;
}

/** Nothing is being made or ended any more. */
export async function waitQuiet(client: SandkeepClient): Promise<void> {
  const passing = ['CREATING', 'RESTORING', 'RELEASING', 'RECYCLING'].map((state) => `SANDBOX_STATE_${state}`);
  await waitUntil(
    async () => (await allSandboxes(client)).every((sandbox) => !passing.includes(sandbox.state)),
    { timeoutMs: quietTimeoutMs, what: 'no sandbox is being made or ended' },
  );
  await client.reconcile({});
}

export async function checkContainers(sandboxes: readonly Sandbox__Output[], runtime: Runtime): Promise<Finding[]> {
  const containers = await runtime.list(call());
  const withContainer = new Set(['RUNNING', 'PARKED', 'PAUSED', 'STOPPED', 'WARM'].map((state) => `SANDBOX_STATE_${state}`));
  const expected = new Map(sandboxes.filter((box) => withContainer.has(box.state)).map((box) => [box.containerName, box]));
  const unexplained = containers.filter((container) => !expected.has(container.ref.name)).map((container) => container.ref.name);
  const seen = new Set(containers.map((container) => container.ref.name));
  const missing = [...expected.values()].filter((box) => !seen.has(box.containerName)).map((box) => `${box.id} is ${box.state}`);
  return [
    { check: 'containers of ours without a record', violations: unexplained },
    { check: 'records without their container', violations: missing },
  ];
}

export function checkHolds(sandboxes: readonly Sandbox__Output[], history: History): Finding[] {
  const byId = new Map(sandboxes.map((box) => [box.id, box]));
  const lost = history.holds().flatMap(({ session, holds }) =>
    holds.flatMap(({ holder, sandboxId }) => {
      const box = byId.get(sandboxId);
      if (box?.state === 'SANDBOX_STATE_RUNNING' && box.holders.includes(holder)) return [];
      return [`${session}: ${sandboxId} of ${holder} is ${box?.state ?? 'unknown'}, held by ${box?.holders.join(', ') ?? 'nobody'}`];
    }),
  );
  const live = new Map<string, string[]>();
  for (const box of sandboxes) {
    if (box.state === 'SANDBOX_STATE_RELEASED' || !box.primary) continue;
    const key = `${box.session?.session} ${box.template}`;
    live.set(key, [...(live.get(key) ?? []), box.id]);
  }
  const doubled = [...live].filter(([, ids]) => ids.length > 1).map(([key, ids]) => `${key}: ${ids.join(', ')}`);
  return [
    { check: 'acknowledged sandboxes lost', violations: lost },
    { check: 'sessions with two live sandboxes', violations: doubled },
  ];
}

export function checkFiles(dataDir: string, history: History): Finding {
  const wrong = history.files().flatMap(({ session, file, contents }) => {
    const path = join(dataDir, 'workspaces/default/default', session, file);
    const found = read(path);
    return contents.includes(found) ? [] : [`${session}/${file} holds ${JSON.stringify(found)}, written was ${JSON.stringify(contents)}`];
  });
  return { check: 'workspace files not as written', violations: wrong };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

export async function checkEvents(client: SandkeepClient): Promise<Finding> {
  const wrong: string[] = [];
  let last = 0;
  let pageToken = '';
  do {
    const { events, nextPageToken } = await client.listEvents({ pageSize: page, pageToken });
    for (const event of events) {
      const seq = Number(event.seq);
      if (seq <= last) wrong.push(`${seq} after ${last}`);
      last = seq;
    }
    pageToken = nextPageToken;
  } while (pageToken !== '');
  return { check: 'events out of order', violations: wrong };
}

/** After the daemon has stopped: nobody else may open the database while it runs. */
export function checkDatabase(stateDir: string): Finding {
  const database = new Database(join(stateDir, 'state.db'), { readonly: true });
  try {
    const result = String(database.pragma('integrity_check', { simple: true }));
    return { check: 'database damage', violations: result === 'ok' ? [] : [result] };
  } finally {
    database.close();
  }
}
