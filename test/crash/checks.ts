// After the last start: what must be true of the daemon's records, the engine's containers and the files.

import Database from 'better-sqlite3';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

import type { SandkeepClient } from '../../src/client/client.ts';
import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import type { Event__Output } from '../../src/gen/sandkeep/v1/Event.ts';
import type { Sandbox__Output } from '../../src/gen/sandkeep/v1/Sandbox.ts';
import type { TestDaemon } from '../support/daemon.ts';
import { waitUntil } from '../support/wait.ts';
import type { CrashEngine, SeenContainer } from './engine.ts';
import { type Ledger, mayHold } from './ledger.ts';

/** Leaks are counted so long after READY. */
const quietTimeoutMs = 60_000;
const pageSize = 1000;
const passing = /CREATING|RESTORING|RELEASING|RECYCLING/;
const withoutContainer = /RELEASED|RECYCLED/;

export interface World {
  readonly daemon: TestDaemon;
  readonly engine: CrashEngine;
  readonly instanceId: string;
  readonly ledger: Ledger;
  readonly decoys: readonly SeenContainer[];
}

/** Name of a check, and what speaks against it. */
export type Findings = Map<string, readonly string[]>;

export async function checkRunning(world: World): Promise<Findings> {
  const findings: Findings = new Map();
  await quiet(world).catch((error: Error) => findings.set('quiet within a minute', [error.message]));
  findings.set('containers of ours without a row', await leaks(world));
  findings.set('acknowledged sandboxes lost', await lost(world));
  findings.set('two live per (session, template)', await doubles(world));
  findings.set('decoys touched', await touchedDecoys(world));
  findings.set('workspace files not as written', wrongFiles(world));
  findings.set('events out of order', eventProblems(await allEvents(world.daemon.client)));
  return findings;
}

/** Nothing is on its way any more and nothing is left over. */
async function quiet(world: World): Promise<void> {
  const { client } = world.daemon;
  let what = '';
  await waitUntil(
    async () => {
      await client.reconcile({});
      const onTheirWay = (await allSandboxes(client)).filter(({ state }) => passing.test(state));
      const left = await leaks(world);
      what = [...onTheirWay.map(({ id, state, message }) => `${id} is ${state}: ${message}`), ...left].join('; ');
      return what === '';
    },
    { timeoutMs: quietTimeoutMs, what: 'nothing is on its way' },
  ).catch((error: Error) => {
    throw new Error(what === '' ? `${error.message}: ${String(error.cause)}` : what, { cause: error });
  });
}

async function leaks({ engine, daemon, instanceId }: World): Promise<string[]> {
  const rows = await allSandboxes(daemon.client);
  const claimed = new Set(rows.filter(({ state }) => !withoutContainer.test(state)).map((row) => row.containerName));
  return (await engine.containers())
    .filter(({ labels, name }) => labels[ownershipLabels.instance] === instanceId && !claimed.has(name))
    .map(({ name }) => name);
}

/** Not listed, not alive, or not the one that its session gets. */
async function lost({ ledger, daemon: { client } }: World): Promise<string[]> {
  const problems: string[] = [];
  for (const { id, session, primary, generation } of ledger.expectedAlive()) {
    try {
      if (primary) {
        const { sandbox } = await client.acquireSandbox({ session: { session }, create: 'CREATE_POLICY_NEVER' });
        if (sandbox?.id !== id) problems.push(`${session} got ${sandbox?.id} instead of ${id}`);
      }
      const { sandbox, liveness } = await client.getSandbox({ sandboxId: id, view: 'SANDBOX_VIEW_LIVE' });
      // A further one may have been stopped or paused by its client, and then it stays so.
      const isAtRest = /STOPPED|PAUSED/.test(String(sandbox?.state));
      if (liveness !== 'LIVENESS_ALIVE' && !isAtRest) problems.push(`${id} is ${sandbox?.state}, ${liveness}`);
      if (sandbox?.generation !== generation) problems.push(`${id} is in generation ${sandbox?.generation}`);
    } catch (error) {
      problems.push(`${id} of ${session}: ${String(error)}`);
    }
  }
  return problems;
}

/** By the engine: two running containers of one sandbox, or of two primary sandboxes of one session. */
async function doubles({ engine, daemon, instanceId, ledger }: World): Promise<string[]> {
  const byId = new Map((await allSandboxes(daemon.client)).map((row) => [row.id, row]));
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const { labels, name, isRunning } of await engine.containers()) {
    if (labels[ownershipLabels.instance] !== instanceId || !isRunning) continue;
    const id = labels[ownershipLabels.sandbox] ?? '';
    const row = byId.get(id);
    const isPrimary = ledger.sandboxes.get(id)?.primary ?? false;
    const keys = [id, ...(isPrimary && row ? [`${row.session?.session} ${row.template}`] : [])];
    for (const key of keys) {
      const other = seen.get(key);
      if (other !== undefined) problems.push(`${key}: ${other} and ${name}`);
      seen.set(key, name);
    }
  }
  return problems;
}

async function touchedDecoys({ engine, decoys }: World): Promise<string[]> {
  const present = new Map((await engine.containers()).map((container) => [container.id, container]));
  return decoys
    .filter((decoy) => JSON.stringify(present.get(decoy.id)) !== JSON.stringify(decoy))
    .map((decoy) => `${decoy.name} is ${JSON.stringify(present.get(decoy.id) ?? 'gone')}`);
}

/** On the host's disk, whether or not a sandbox shows it now. */
function wrongFiles({ ledger, daemon }: World): string[] {
  return [...ledger.files.values()].flatMap((file) => {
    const full = path.join(daemon.dataDir, 'workspaces/default/default', file.session, file.name);
    const content = existsSync(full) ? readFileSync(full, 'utf8') : null;
    return mayHold(file, content) ? [] : [`${full} holds ${JSON.stringify(content?.slice(0, 80) ?? null)}`];
  });
}

/** Numbers grow without a gap, and each sandbox goes on from where its last event left it. */
function eventProblems(events: readonly Event__Output[]): string[] {
  const problems: string[] = [];
  const states = new Map<string, string>();
  let last = 0n;
  for (const { seq, sandboxId, oldState, newState } of events) {
    if (BigInt(seq) !== last + 1n) problems.push(`${seq} after ${last}`);
    last = BigInt(seq);
    if (sandboxId === '') continue;
    const before = states.get(sandboxId);
    if (before !== undefined && before !== oldState) {
      problems.push(`${seq}: ${sandboxId} goes from ${oldState} to ${newState}, but was ${before}`);
    }
    states.set(sandboxId, newState);
  }
  return problems;
}

export async function allSandboxes(client: SandkeepClient): Promise<Sandbox__Output[]> {
  const all: Sandbox__Output[] = [];
  for (let pageToken = ''; ; ) {
    const page = await client.listSandboxes({ showReleased: true, pageSize, pageToken });
    all.push(...page.sandboxes);
    if (page.nextPageToken === '') return all;
    pageToken = page.nextPageToken;
  }
}

async function allEvents(client: SandkeepClient): Promise<Event__Output[]> {
  const all: Event__Output[] = [];
  for (let pageToken = ''; ; ) {
    const page = await client.listEvents({ pageSize, pageToken });
    all.push(...page.events);
    if (page.nextPageToken === '') return all;
    pageToken = page.nextPageToken;
  }
}

const textRows = z.array(z.record(z.string(), z.unknown()));

/** After a clean stop: SQLite's own checks, and rows that contradict each other. */
export function checkDatabase(stateDir: string): Findings {
  const database = new Database(path.join(stateDir, 'state.db'), { readonly: true });
  const rows = (sql: string): string[] => {
    const found = textRows.parse(database.prepare(sql).all());
    return found.map((row) => JSON.stringify(row));
  };
  try {
    const integrity = rows('PRAGMA integrity_check').filter((row) => !row.includes('"ok"'));
    return new Map([
      ['integrity of the database', [...integrity, ...rows('PRAGMA foreign_key_check')]],
      ['operations left open', rows('SELECT id, sandbox_id, kind, phase FROM operations WHERE ended_at_ms IS NULL')],
      [
        'generations of released sandboxes not gone',
        rows(`SELECT g.container_name, g.state FROM generations g JOIN sandboxes s ON s.id = g.sandbox_id
          WHERE s.state = 'RELEASED' AND g.state <> 'GONE'`),
      ],
    ]);
  } finally {
    database.close();
  }
}
