// Questions about sandboxes, what belongs to them, and the daemon's own state.

import type { ExecRecord } from '../domain/exec.ts';
import type {
  EventRecord,
  GenerationRecord,
  OperationRecord,
  SandboxRecord,
  SandboxSecrets,
  SandboxState,
  SessionKey,
} from '../domain/sandbox.ts';
import type {
  EventFilter,
  LimitScope,
  OrphanRecord,
  SandboxFilter,
  StoredRequest,
  StoreReader,
} from '../ports/store.ts';
import { SqliteOwnerReader } from './owner-reader.ts';
import {
  eventFromRow,
  execFromRow,
  generationFromRow,
  operationFromRow,
  sandboxColumns,
  sandboxFromRow,
  type EventRow,
  type ExecRow,
  type GenerationRow,
  type OperationRow,
  type SandboxRow,
} from './rows.ts';
import {
  amongNamespaces,
  eventWhere,
  liveStates,
  occupyingStates,
  pooledOrNot,
  sandboxWhere,
  scopeWhere,
} from './where.ts';

/** Made once, because a text is looked up by all its characters when it is new. */
const sandboxById = `SELECT ${sandboxColumns} FROM sandboxes WHERE id = ?`;
const primarySandbox = `SELECT ${sandboxColumns} FROM sandboxes
  WHERE namespace = ? AND user = ? AND session = ? AND template = ? AND is_primary = 1 AND state <> 'RELEASED'`;

export class SqliteReader extends SqliteOwnerReader implements StoreReader {
  getSandbox(id: string): SandboxRecord | null {
    const row = this.one<SandboxRow>(sandboxById, id);
    return row === null ? null : sandboxFromRow(row);
  }

  isStill(id: string, state: SandboxState, generation: number): boolean {
    const query = 'SELECT 1 AS count FROM sandboxes WHERE id = ? AND state = ? AND generation = ?';
    return this.count(query, id, state, generation) === 1;
  }

  findByIdPrefix(prefix: string, namespaces: readonly string[] | null = null): readonly SandboxRecord[] {
    const end = `${prefix}\u{10ffff}`;
    const { where, values } = amongNamespaces(namespaces);
    const query = `SELECT ${sandboxColumns} FROM sandboxes WHERE id >= ? AND id < ?${where} ORDER BY id LIMIT 2`;
    return this.all<SandboxRow>(query, prefix, end, ...values).map(sandboxFromRow);
  }

  findByContainerName(name: string): SandboxRecord | null {
    const row = this.one<SandboxRow>(`SELECT ${sandboxColumns} FROM sandboxes WHERE container_name = ?`, name);
    return row === null ? null : sandboxFromRow(row);
  }

  findPrimary(key: SessionKey, template: string): SandboxRecord | null {
    const row = this.one<SandboxRow>(primarySandbox, key.namespace, key.user, key.session, template);
    return row === null ? null : sandboxFromRow(row);
  }

  getExec(sandboxId: string, id: string): ExecRecord | null {
    const row = this.one<ExecRow>('SELECT * FROM execs WHERE sandbox_id = ? AND id = ?', sandboxId, id);
    return row === null ? null : execFromRow(row);
  }

  listExecs(sandboxId: string, beforePosition: number, limit: number): readonly ExecRecord[] {
    const query = 'SELECT * FROM execs WHERE sandbox_id = ? AND position < ? ORDER BY position DESC LIMIT ?';
    return this.all<ExecRow>(query, sandboxId, beforePosition, limit).map(execFromRow);
  }

  openExecs(afterPosition: number, limit: number): readonly ExecRecord[] {
    const query = `SELECT * FROM execs WHERE state <> 'ENDED' AND position > ? ORDER BY position LIMIT ?`;
    return this.all<ExecRow>(query, afterPosition, limit).map(execFromRow);
  }

  countOpenExecs(sandboxId: string): number {
    return this.count(`SELECT count(*) AS count FROM execs WHERE sandbox_id = ? AND state <> 'ENDED'`, sandboxId);
  }

  getSecrets(id: string): SandboxSecrets {
    const row = this.one<{ secrets: Uint8Array }>('SELECT secrets FROM sandboxes WHERE id = ?', id);
    if (row === null) return { environment: {}, token: '' };
    return JSON.parse(this.sealer.open(row.secrets, `sandbox:${id}`).toString('utf8')) as SandboxSecrets;
  }

  listSandboxes(filter: SandboxFilter, afterPosition: number, limit: number): readonly SandboxRecord[] {
    const { where, values } = sandboxWhere(filter);
    const query = `SELECT ${sandboxColumns} FROM sandboxes WHERE position > ?${where} ORDER BY position LIMIT ?`;
    return this.all<SandboxRow>(query, afterPosition, ...values, limit).map(sandboxFromRow);
  }

  countByState(): Readonly<Record<string, number>> {
    const rows = this.all<{ state: string; count: number }>(
      'SELECT state, count(*) AS count FROM sandboxes GROUP BY pooled, state',
    );
    const counts: Record<string, number> = {};
    for (const { state, count } of rows) counts[state] = (counts[state] ?? 0) + count;
    return counts;
  }

  countLive(): number {
    return this.count(`SELECT count(*) AS count FROM sandboxes WHERE ${pooledOrNot} AND state IN ${liveStates}`);
  }

  countOccupying(scope: LimitScope): number {
    const { where, values } = scopeWhere(scope);
    const query = `SELECT count(*) AS count FROM sandboxes WHERE ${pooledOrNot} AND state IN ${occupyingStates}${where}`;
    return this.count(query, ...values);
  }

  evictable(scope: LimitScope, limit: number): readonly SandboxRecord[] {
    const { where, values } = scopeWhere(scope);
    const query = `SELECT ${sandboxColumns} FROM sandboxes
      WHERE ${pooledOrNot} AND state IN ('PARKED', 'WARM') AND quarantined = 0${where}
      ORDER BY state, CASE state WHEN 'PARKED' THEN last_active_at_ms ELSE position END LIMIT ?`;
    return this.all<SandboxRow>(query, ...values, limit).map(sandboxFromRow);
  }

  ending(scope: LimitScope, limit: number): readonly string[] {
    const { where, values } = scopeWhere(scope);
    const query = `SELECT id FROM sandboxes
      WHERE ${pooledOrNot} AND state IN ('RECYCLING', 'RELEASING')${where} ORDER BY updated_at_ms LIMIT ?`;
    return this.all<{ id: string }>(query, ...values, limit).map((row) => row.id);
  }

  sandboxesOf(key: SessionKey): readonly SandboxRecord[] {
    const query = `SELECT ${sandboxColumns} FROM sandboxes
      WHERE namespace = ? AND user = ? AND session = ? AND state <> 'RELEASED' ORDER BY position`;
    return this.all<SandboxRow>(query, key.namespace, key.user, key.session).map(sandboxFromRow);
  }

  statesOf(key: SessionKey): readonly SandboxState[] {
    // Cheaper than DISTINCT, for which SQLite opens a table.
    const query = 'SELECT state FROM sandboxes WHERE namespace = ? AND user = ? AND session = ?';
    const rows = this.all<{ state: SandboxState }>(query, key.namespace, key.user, key.session);
    const [first] = rows;
    // Every heartbeat comes this way, and most sessions have one sandbox.
    if (first !== undefined && rows.length === 1) return [first.state];
    return [...new Set(rows.map((row) => row.state))];
  }

  holders(sandboxId: string): readonly string[] {
    // A statement that orders costs four times as much, and a sandbox has few holders.
    const rows = this.all<{ holder: string }>('SELECT holder FROM holders WHERE sandbox_id = ?', sandboxId);
    return rows.map((row) => row.holder).sort();
  }

  generations(sandboxId: string): readonly GenerationRecord[] {
    const query = 'SELECT * FROM generations WHERE sandbox_id = ? ORDER BY generation';
    return this.all<GenerationRow>(query, sandboxId).map(generationFromRow);
  }

  findGeneration(name: string): GenerationRecord | null {
    const row = this.one<GenerationRow>('SELECT * FROM generations WHERE container_name = ?', name);
    return row === null ? null : generationFromRow(row);
  }

  condemnedGenerations(limit: number): readonly GenerationRecord[] {
    const query = `SELECT * FROM generations WHERE state = 'CONDEMNED' ORDER BY sandbox_id LIMIT ?`;
    return this.all<GenerationRow>(query, limit).map(generationFromRow);
  }

  operations(sandboxId: string, limit: number): readonly OperationRecord[] {
    const query = 'SELECT * FROM operations WHERE sandbox_id = ? ORDER BY started_at_ms DESC, rowid DESC LIMIT ?';
    return this.all<OperationRow>(query, sandboxId, limit).map(operationFromRow);
  }

  openOperations(): readonly OperationRecord[] {
    return this.all<OperationRow>('SELECT * FROM operations WHERE ended_at_ms IS NULL ORDER BY rowid').map(
      operationFromRow,
    );
  }

  idleDue(nowMs: number, limit: number): readonly string[] {
    return this.#ids('idle_due_at_ms', nowMs, limit);
  }

  purgeDue(nowMs: number, limit: number): readonly string[] {
    return this.#ids('purge_at_ms', nowMs, limit);
  }

  retryDue(nowMs: number, limit: number): readonly string[] {
    return this.#ids('retry_at_ms', nowMs, limit);
  }

  #ids(column: 'idle_due_at_ms' | 'purge_at_ms' | 'retry_at_ms', nowMs: number, limit: number): string[] {
    const query = `SELECT id FROM sandboxes WHERE ${column} <= ? ORDER BY ${column} LIMIT ?`;
    return this.all<{ id: string }>(query, nowMs, limit).map((row) => row.id);
  }

  failedBefore(beforeMs: number, limit: number): readonly string[] {
    const query = `SELECT id FROM sandboxes WHERE ${pooledOrNot} AND state = 'FAILED' AND updated_at_ms < ? LIMIT ?`;
    return this.all<{ id: string }>(query, beforeMs, limit).map((row) => row.id);
  }

  recycledBefore(beforeMs: number, limit: number): readonly string[] {
    const query = `SELECT id FROM sandboxes
      WHERE ${pooledOrNot} AND state = 'RECYCLED' AND updated_at_ms < ? ORDER BY updated_at_ms LIMIT ?`;
    return this.all<{ id: string }>(query, beforeMs, limit).map((row) => row.id);
  }

  events(filter: EventFilter, afterSeq: number, limit: number): readonly EventRecord[] {
    const { where, values } = eventWhere(filter);
    const query = `SELECT * FROM events WHERE seq > ?${where} ORDER BY seq LIMIT ?`;
    return this.all<EventRow>(query, afterSeq, ...values, limit).map(eventFromRow);
  }

  eventsNewestFirst(filter: EventFilter, beforeSeq: number, limit: number): readonly EventRecord[] {
    const { where, values } = eventWhere(filter);
    const query = `SELECT * FROM events WHERE seq < ?${where} ORDER BY seq DESC LIMIT ?`;
    return this.all<EventRow>(query, beforeSeq, ...values, limit).map(eventFromRow);
  }

  eventBounds(): { readonly oldestSeq: number; readonly newestSeq: number } {
    const row = this.one<{ oldest: number | null; newest: number | null }>(
      `SELECT (SELECT seq FROM events ORDER BY seq LIMIT 1) AS oldest,
              (SELECT seq FROM sqlite_sequence WHERE name = 'events') AS newest`,
    );
    return { oldestSeq: row?.oldest ?? 0, newestSeq: row?.newest ?? 0 };
  }

  findRequest(namespace: string, method: string, requestId: string): StoredRequest | null {
    const row = this.one<{ body_hash: string; sandbox_id: string | null; response: Uint8Array | null }>(
      'SELECT body_hash, sandbox_id, response FROM requests WHERE namespace = ? AND method = ? AND request_id = ?',
      namespace,
      method,
      requestId,
    );
    if (row === null) return null;
    const context = requestContext(namespace, method, requestId);
    const response = row.response === null ? null : this.sealer.open(row.response, context);
    return { bodyHash: row.body_hash, sandboxId: row.sandbox_id, response };
  }

  engineIdentity(runtime: string): string | null {
    return (
      this.one<{ engine_id: string }>('SELECT engine_id FROM engines WHERE runtime = ?', runtime)?.engine_id ?? null
    );
  }

  pausedLoops(): readonly string[] {
    return this.all<{ loop: string }>('SELECT loop FROM paused_loops ORDER BY loop').map((row) => row.loop);
  }

  orphans(): readonly OrphanRecord[] {
    return this.all<OrphanRecord>(
      `SELECT runtime, container_name AS containerName, container_id AS containerId, sandbox_id AS sandboxId,
              generation, first_seen_at_ms AS firstSeenAtMs
       FROM orphans ORDER BY container_name`,
    );
  }

  recoveryModes(): Readonly<Record<string, string>> {
    const rows = this.all<{ mode: string; message: string }>('SELECT mode, message FROM recovery_modes ORDER BY mode');
    return Object.fromEntries(rows.map((row) => [row.mode, row.message]));
  }
}

export function requestContext(namespace: string, method: string, requestId: string): string {
  return JSON.stringify(['request', namespace, method, requestId]);
}
