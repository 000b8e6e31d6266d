// Changes of what outlives single sandboxes: sessions, pools, workspaces. Inside a transaction, as all writing.

import type Database from 'better-sqlite3';
import type { AccessToken } from '../domain/access.ts';
import { SandkeepError } from '../domain/errors.ts';
import type { PoolRecord, SessionKey, SessionRecord, WorkspaceRecord } from '../domain/sandbox.ts';
import type { HeartbeatMark, SessionChanges } from '../ports/store.ts';
import { SqliteReader } from './reader.ts';
import { sessionFromRow, tokenFromRow, type SessionRow, type TokenRow } from './rows.ts';
import type { Sealer } from './sealer.ts';

export type Value = string | number | null | Buffer;

/** Of two templates the more patient one counts; 0 is for ever. */
const patientTimeout = `CASE
  WHEN heartbeat_pinned = 1 OR excluded.heartbeat_timeout_ms IS NULL THEN heartbeat_timeout_ms
  WHEN heartbeat_timeout_ms IS NULL THEN excluded.heartbeat_timeout_ms
  WHEN min(heartbeat_timeout_ms, excluded.heartbeat_timeout_ms) = 0 THEN 0
  ELSE max(heartbeat_timeout_ms, excluded.heartbeat_timeout_ms) END`;
const touchText = `INSERT INTO sessions
    (namespace, user, session, heartbeat_timeout_ms, heartbeat_at_ms, heartbeat_due_at_ms, created_at_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET heartbeat_at_ms = excluded.heartbeat_at_ms, heartbeat_timeout_ms = ${patientTimeout},
    heartbeat_due_at_ms = CASE WHEN ${patientTimeout} > 0 THEN excluded.heartbeat_at_ms + ${patientTimeout} END
  RETURNING *`;

export class SqliteOwnerWriter extends SqliteReader {
  protected readonly nowMs: () => number;

  constructor(database: Database.Database, sealer: Sealer, nowMs: () => number) {
    super(database, sealer);
    this.nowMs = nowMs;
  }

  /** How many rows changed. */
  protected run(text: string, ...values: readonly Value[]): number {
    return this.sql(text).run(...values).changes;
  }

  touchSession(key: SessionKey, heartbeatTimeoutMs: number | null): SessionRecord {
    const nowMs = this.nowMs();
    const dueAtMs = heartbeatTimeoutMs !== null && heartbeatTimeoutMs > 0 ? nowMs + heartbeatTimeoutMs : null;
    const { namespace, user, session } = key;
    const row = this.sql(touchText).get(namespace, user, session, heartbeatTimeoutMs, nowMs, dueAtMs, nowMs);
    return sessionFromRow(row as SessionRow);
  }

  changeSession(key: SessionKey, changes: SessionChanges): SessionRecord {
    this.run(
      `UPDATE sessions SET heartbeat_pinned = max(heartbeat_pinned, ?), heartbeat_timeout_ms = coalesce(?, heartbeat_timeout_ms),
         idle_timeout_ms = coalesce(?, idle_timeout_ms), heartbeat_at_ms = ?
       WHERE namespace = ? AND user = ? AND session = ?`,
      changes.heartbeatTimeoutMs === undefined ? 0 : 1,
      changes.heartbeatTimeoutMs ?? null,
      changes.idleTimeoutMs ?? null,
      this.nowMs(),
      key.namespace,
      key.user,
      key.session,
    );
    return this.#refreshSessionDeadline(key);
  }

  #refreshSessionDeadline(key: SessionKey): SessionRecord {
    this.run(
      `UPDATE sessions SET heartbeat_due_at_ms =
         CASE WHEN heartbeat_timeout_ms > 0 THEN heartbeat_at_ms + heartbeat_timeout_ms END
       WHERE namespace = ? AND user = ? AND session = ?`,
      key.namespace,
      key.user,
      key.session,
    );
    const session = this.getSession(key);
    if (session === null) throw new SandkeepError('SESSION_NOT_FOUND', `there is no session "${key.session}"`);
    return session;
  }

  beginSessionGeneration(key: SessionKey): void {
    this.run(
      'UPDATE sessions SET generation = generation + 1 WHERE namespace = ? AND user = ? AND session = ?',
      key.namespace,
      key.user,
      key.session,
    );
  }

  markHeartbeats(marks: readonly HeartbeatMark[]): void {
    const text = `UPDATE sessions SET heartbeat_at_ms = ?,
        heartbeat_due_at_ms = CASE WHEN heartbeat_due_at_ms IS NULL THEN NULL ELSE ? + heartbeat_timeout_ms END
      WHERE position = ? AND generation = ? AND heartbeat_at_ms < ?`;
    for (const { atMs, position, generation } of marks) this.run(text, atMs, atMs, position, generation, atMs);
  }

  setSessionDue(position: number, generation: number, dueAtMs: number | null): void {
    this.run(
      'UPDATE sessions SET heartbeat_due_at_ms = ? WHERE position = ? AND generation = ?',
      dueAtMs,
      position,
      generation,
    );
  }

  grantHeartbeats(nowMs: number): void {
    this.run(
      `UPDATE sessions SET heartbeat_due_at_ms = ? + heartbeat_timeout_ms
       WHERE heartbeat_due_at_ms < ? + heartbeat_timeout_ms`,
      nowMs,
      nowMs,
    );
  }

  putPool(pool: PoolRecord): void {
    this.run(
      `INSERT OR REPLACE INTO pools
         (template, paused, prewarm, failures, last_failure, last_failure_at_ms, retry_at_ms, failed_digest)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      pool.template,
      pool.paused ? 1 : 0,
      pool.prewarm,
      pool.failures,
      pool.lastFailure,
      pool.lastFailureAtMs,
      pool.retryAtMs,
      pool.failedDigest,
    );
  }

  usePrewarm(template: string): void {
    this.run('UPDATE pools SET prewarm = prewarm - 1 WHERE template = ? AND prewarm > 0', template);
  }

  insertWorkspace(workspace: Omit<WorkspaceRecord, 'createdAtMs' | 'state' | 'snapshotId' | 'deletion'>): void {
    this.run(
      `INSERT INTO workspaces
         (id, namespace, user, session, path, layout_path, managed, state, storage_path, created_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'PRESENT', ?, ?)`,
      workspace.id,
      workspace.namespace,
      workspace.owner?.user ?? null,
      workspace.owner?.session ?? null,
      workspace.path,
      workspace.layoutPath,
      workspace.managed ? 1 : 0,
      workspace.storagePath,
      this.nowMs(),
    );
  }

  handOverWorkspace(id: string, namespace: string, owner: SessionKey, layoutPath: string): boolean {
    const changed = this.run(
      'UPDATE OR IGNORE workspaces SET namespace = ?, user = ?, session = ?, layout_path = ? WHERE id = ?',
      namespace,
      owner.user,
      owner.session,
      layoutPath,
      id,
    );
    return changed === 1;
  }

  setWorkspaceSnapshot(id: string, snapshotId: string): void {
    this.run('UPDATE workspaces SET snapshot_id = ? WHERE id = ?', snapshotId, id);
  }

  protected noteReferenced(id: string): void {
    this.run('UPDATE workspaces SET unreferenced_since_ms = NULL WHERE id = ?', id);
  }

  noteUnreferenced(id: string): void {
    this.run(
      `UPDATE workspaces SET unreferenced_since_ms = ? WHERE id = ? AND NOT EXISTS
         (SELECT 1 FROM sandboxes WHERE workspace_id = workspaces.id AND state <> 'RELEASED')`,
      this.nowMs(),
      id,
    );
  }

  beginDeletion(id: string, deletion: WorkspaceRecord['deletion']): void {
    this.run(`UPDATE workspaces SET state = 'DELETING', deletion = ? WHERE id = ?`, deletion, id);
  }

  insertToken(token: AccessToken, hash: string): void {
    const { id, label, role, namespaces, createdAtMs } = token;
    this.run(
      'INSERT INTO tokens (id, hash, label, role, namespaces, created_at_ms) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      hash,
      label,
      role,
      namespaces === null ? null : JSON.stringify(namespaces),
      createdAtMs,
    );
  }

  revokeToken(id: string, nowMs: number): AccessToken | null {
    const query = 'UPDATE tokens SET revoked_at_ms = coalesce(revoked_at_ms, ?) WHERE id = ? RETURNING *';
    const row = this.one<TokenRow>(query, nowMs, id);
    return row === null ? null : tokenFromRow(row);
  }

  deleteRevokedTokens(keepNewest: number): void {
    this.run(
      `DELETE FROM tokens WHERE revoked_at_ms IS NOT NULL AND position NOT IN
         (SELECT position FROM tokens WHERE revoked_at_ms IS NOT NULL ORDER BY position DESC LIMIT ?)`,
      keepNewest,
    );
  }

  markTokensUsed(marks: readonly { readonly id: string; readonly atMs: number }[]): void {
    for (const { id, atMs } of marks) this.run('UPDATE tokens SET last_used_at_ms = ? WHERE id = ?', atMs, id);
  }

  endDeletion(id: string): void {
    this.run(`UPDATE workspaces SET state = 'DELETED' WHERE id = ?`, id);
  }

  /** A session ends with the last record of its sandboxes. */
  protected forgetSessionWithout(key: SessionKey): void {
    this.run(
      `DELETE FROM sessions WHERE namespace = ? AND user = ? AND session = ? AND NOT EXISTS
         (SELECT 1 FROM sandboxes AS s WHERE s.namespace = sessions.namespace AND s.user = sessions.user
            AND s.session = sessions.session)`,
      key.namespace,
      key.user,
      key.session,
    );
  }
}
