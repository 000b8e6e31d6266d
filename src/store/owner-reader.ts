// Questions about what outlives single sandboxes: sessions, pools, workspaces. And how any question is asked.

import type Database from 'better-sqlite3';
import type { AccessToken } from '../domain/access.ts';
import type {
  PoolRecord,
  SandboxRecord,
  SandboxState,
  SessionKey,
  SessionRecord,
  WorkspaceRecord,
} from '../domain/sandbox.ts';
import type { SessionFilter } from '../ports/store.ts';
import {
  poolFromRow,
  sandboxColumns,
  sandboxFromRow,
  sessionFromRow,
  tokenFromRow,
  workspaceFromRow,
  type PoolRow,
  type SandboxRow,
  type SessionRow,
  type TokenRow,
  type WorkspaceRow,
} from './rows.ts';
import type { Sealer } from './sealer.ts';
import { amongNamespaces, equalities } from './where.ts';

type Value = string | number | null;
/** Statements are prepared once; filters make a bounded number of shapes. */
const maxCachedStatements = 512;

export class SqliteOwnerReader {
  protected readonly database: Database.Database;
  protected readonly sealer: Sealer;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(database: Database.Database, sealer: Sealer) {
    this.database = database;
    this.sealer = sealer;
  }

  protected sql(text: string): Database.Statement {
    const cached = this.#statements.get(text);
    if (cached !== undefined) return cached;
    if (this.#statements.size >= maxCachedStatements) this.#statements.clear();
    const statement = this.database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  protected one<Row>(text: string, ...values: readonly Value[]): Row | null {
    return (this.sql(text).get(...values) as Row | undefined) ?? null;
  }

  protected all<Row>(text: string, ...values: readonly Value[]): Row[] {
    return this.sql(text).all(...values) as Row[];
  }

  protected count(text: string, ...values: readonly Value[]): number {
    return this.one<{ count: number }>(text, ...values)?.count ?? 0;
  }

  getSession(key: SessionKey): SessionRecord | null {
    const { namespace, user, session } = key;
    const query = `SELECT position, generation, heartbeat_timeout_ms, idle_timeout_ms, heartbeat_at_ms,
      heartbeat_due_at_ms, created_at_ms FROM sessions WHERE namespace = ? AND user = ? AND session = ?`;
    // What it was asked by is not read again: every heartbeat comes this way.
    const row = this.one<Omit<SessionRow, keyof SessionKey>>(query, namespace, user, session);
    return row === null ? null : sessionFromRow({ ...row, namespace, user, session });
  }

  listSessions(filter: SessionFilter, afterPosition: number, limit: number): readonly SessionRecord[] {
    const { where, values } = equalities({ namespace: filter.namespace, user: filter.user });
    const among = amongNamespaces(filter.namespaces);
    const query = `SELECT * FROM sessions WHERE position > ?${where}${among.where} ORDER BY position LIMIT ?`;
    return this.all<SessionRow>(query, afterPosition, ...values, ...among.values, limit).map(sessionFromRow);
  }

  sessionsDue(nowMs: number, limit: number): readonly SessionRecord[] {
    const query = 'SELECT * FROM sessions WHERE heartbeat_due_at_ms <= ? ORDER BY heartbeat_due_at_ms LIMIT ?';
    return this.all<SessionRow>(query, nowMs, limit).map(sessionFromRow);
  }

  tokens(): readonly AccessToken[] {
    return this.all<TokenRow>('SELECT * FROM tokens ORDER BY position DESC').map(tokenFromRow);
  }

  tokenHashes(): readonly { readonly hash: string; readonly token: AccessToken }[] {
    const rows = this.all<TokenRow>('SELECT * FROM tokens WHERE revoked_at_ms IS NULL');
    return rows.map((row) => ({ hash: row.hash, token: tokenFromRow(row) }));
  }

  countTokens(): number {
    return this.count('SELECT count(*) AS count FROM tokens WHERE revoked_at_ms IS NULL');
  }

  getPool(template: string): PoolRecord | null {
    const row = this.one<PoolRow>('SELECT * FROM pools WHERE template = ?', template);
    return row === null ? null : poolFromRow(row);
  }

  countPooled(template: string): Readonly<Partial<Record<SandboxState, number>>> {
    const query = 'SELECT state, count(*) AS count FROM sandboxes WHERE pooled = 1 AND template = ? GROUP BY state';
    const rows = this.all<{ state: SandboxState; count: number }>(query, template);
    return Object.fromEntries(rows.map((row) => [row.state, row.count]));
  }

  pooledTemplates(): readonly string[] {
    const query = `SELECT DISTINCT template FROM sandboxes WHERE pooled = 1 AND state <> 'RELEASED'`;
    return this.all<{ template: string }>(query).map((row) => row.template);
  }

  pooledSandboxes(template: string, state: SandboxState, limit: number): readonly SandboxRecord[] {
    const query = `SELECT ${sandboxColumns} FROM sandboxes
      WHERE pooled = 1 AND template = ? AND state = ? ORDER BY position LIMIT ?`;
    return this.all<SandboxRow>(query, template, state, limit).map(sandboxFromRow);
  }

  outdatedWarm(template: string, digest: string, imageDigest: string | null, limit: number): readonly SandboxRecord[] {
    // Compared with an image that is not known, nothing is another one.
    const query = `SELECT ${sandboxColumns} FROM sandboxes
      WHERE pooled = 1 AND template = ? AND state = 'WARM' AND (template_digest <> ? OR image_digest <> ?)
      ORDER BY position LIMIT ?`;
    return this.all<SandboxRow>(query, template, digest, imageDigest, limit).map(sandboxFromRow);
  }

  oldestWarm(template: string, bornBeforeMs: number, limit: number): readonly SandboxRecord[] {
    const query = `SELECT ${sandboxColumns} FROM sandboxes
      WHERE pooled = 1 AND template = ? AND state = 'WARM' AND created_at_ms < ? ORDER BY position LIMIT ?`;
    return this.all<SandboxRow>(query, template, bornBeforeMs, limit).map(sandboxFromRow);
  }

  warmIds(template: string, digest: string, limit: number): readonly string[] {
    const query = `SELECT id FROM sandboxes
      WHERE pooled = 1 AND template = ? AND state = 'WARM' AND template_digest = ? AND quarantined = 0
      ORDER BY position LIMIT ?`;
    return this.all<{ id: string }>(query, template, digest, limit).map((row) => row.id);
  }

  getWorkspace(id: string): WorkspaceRecord | null {
    const row = this.one<WorkspaceRow>('SELECT * FROM workspaces WHERE id = ?', id);
    return row === null ? null : workspaceFromRow(row);
  }

  findWorkspaceByLayout(layoutPath: string): WorkspaceRecord | null {
    const query = `SELECT * FROM workspaces WHERE layout_path = ? AND state <> 'DELETED'`;
    const row = this.one<WorkspaceRow>(query, layoutPath);
    return row === null ? null : workspaceFromRow(row);
  }

  workspaceReferences(id: string, exceptSandboxId: string): number {
    return this.count(
      `SELECT count(*) AS count FROM sandboxes WHERE workspace_id = ? AND id <> ? AND state <> 'RELEASED'`,
      id,
      exceptSandboxId,
    );
  }

  unreferencedWorkspaces(beforeMs: number, limit: number): readonly WorkspaceRecord[] {
    const query = `SELECT * FROM workspaces
      WHERE unreferenced_since_ms < ? AND state = 'PRESENT' AND managed = 1 ORDER BY unreferenced_since_ms LIMIT ?`;
    return this.all<WorkspaceRow>(query, beforeMs, limit).map(workspaceFromRow);
  }

  deletingWorkspaces(limit: number): readonly WorkspaceRecord[] {
    const query = `SELECT * FROM workspaces WHERE state = 'DELETING' ORDER BY id LIMIT ?`;
    return this.all<WorkspaceRow>(query, limit).map(workspaceFromRow);
  }
}
