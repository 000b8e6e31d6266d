// Every change of the database. Runs inside a transaction of the group commit, never outside one.

import { SandkeepError } from '../domain/errors.ts';
import { idleDueAtMs } from '../domain/policy.ts';
import type { ExecExit, ExecRecord, NewExec } from '../domain/exec.ts';
import type {
  Actor,
  GenerationRecord,
  OperationPhase,
  SandboxRecord,
  SandboxSecrets,
  SandboxState,
} from '../domain/sandbox.ts';
import { assertLegalMove } from '../domain/state.ts';
import type {
  ActivityMark,
  Move,
  NewEvent,
  NewOperation,
  NewSandbox,
  OrphanRecord,
  SandboxChanges,
  StoreWriter,
} from '../ports/store.ts';
import { SqliteOwnerWriter, type Value } from './owner-writer.ts';
import { requestContext } from './reader.ts';
import { sqliteCode } from './state-directory.ts';

/** What an update changes of a row; the rest follows from it. */
type RowChanges = SandboxChanges & Partial<Pick<SandboxRecord, 'state' | 'reason' | 'message' | 'actor'>>;

interface EventColumns {
  readonly type: string;
  readonly record: SandboxRecord | null;
  readonly oldState: SandboxState | null;
  readonly newState: SandboxState | null;
  readonly reason: string;
  readonly message: string;
  readonly actor: Actor;
  readonly operationId: string;
}

export class SqliteWriter extends SqliteOwnerWriter implements StoreWriter {
  /** Raised by each appended event; the group commit lowers it when it has told the listeners. */
  eventsAppended = false;
  /** Of the write under way; "" without one. */
  traceId = '';
  /** Operations that this transaction ends; taken when it is on disk. */
  protected operationsEnded: string[] = [];

  insertSandbox(sandbox: NewSandbox, secrets: SandboxSecrets): SandboxRecord {
    const owner = sandbox.owner;
    try {
      this.run(
        `INSERT INTO sandboxes (id, namespace, user, session, template, template_digest, runtime, is_primary, state, generation,
           container_name, container_id, image, image_digest, labels, annotations, workspace_id, endpoint, mounts, skipped_mounts,
           policy, idle_timeout_ms, secrets, created_at_ms, updated_at_ms, last_active_at_ms, idle_due_at_ms, reason, message, actor,
           pooled)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        sandbox.id,
        sandbox.namespace,
        owner?.user ?? null,
        owner?.session ?? null,
        sandbox.template,
        sandbox.templateDigest,
        sandbox.runtime,
        sandbox.primary ? 1 : 0,
        sandbox.state,
        sandbox.generation,
        sandbox.containerName,
        sandbox.containerId,
        sandbox.image,
        sandbox.imageDigest,
        JSON.stringify(sandbox.labels),
        JSON.stringify(sandbox.annotations),
        sandbox.workspaceId,
        JSON.stringify(sandbox.endpoint),
        JSON.stringify(sandbox.mounts),
        JSON.stringify(sandbox.skippedMounts),
        JSON.stringify(sandbox.policy),
        sandbox.idleTimeoutMs,
        this.#seal(sandbox.id, secrets),
        sandbox.createdAtMs,
        this.nowMs(),
        sandbox.lastActiveAtMs,
        sandbox.idleDueAtMs,
        sandbox.reason,
        sandbox.message,
        sandbox.actor,
        sandbox.pooled ? 1 : 0,
      );
    } catch (error) {
      throw asSandboxExists(error, `session has a sandbox of template ${sandbox.template} already`);
    }
    if (sandbox.workspaceId !== null) this.noteReferenced(sandbox.workspaceId);
    const record = this.#read(sandbox.id);
    this.#appendEvent({
      type: 'sandbox.created',
      record,
      oldState: null,
      newState: record.state,
      reason: record.reason,
      message: record.message,
      actor: record.actor,
      operationId: '',
    });
    return record;
  }

  move(move: Move): SandboxRecord {
    const { to: state, reason, message, actor } = move;
    assertLegalMove(move.from, state);
    const changes = { ...move.changes, state, reason, message, actor };
    const after =
      (move.seen === undefined ? null : this.#updateSeen(move.seen, move.from, move.generation, changes)) ??
      this.#update(move.id, move.from, move.generation, changes);
    if (move.from === 'RELEASED' && after.workspaceId !== null) this.noteReferenced(after.workspaceId);
    this.#appendEvent({
      type: 'sandbox.state',
      record: after,
      oldState: move.from,
      newState: state,
      reason,
      message,
      actor,
      operationId: move.operationId ?? '',
    });
    return after;
  }

  change(id: string, state: SandboxState, generation: number, changes: SandboxChanges): SandboxRecord {
    return this.#update(id, state, generation, changes);
  }

  /** The guarded update (R3): nothing happens unless the row is still what the caller saw. Returns what it is then. */
  #update(id: string, state: SandboxState, generation: number, changes: RowChanges): SandboxRecord {
    const before = this.getSandbox(id);
    const after = before === null ? null : this.#updateSeen(before, state, generation, changes);
    if (after !== null) return after;
    const seen = before === null ? 'gone' : `${before.state} in generation ${before.generation}`;
    throw new SandkeepError('CONFLICT', `sandbox ${id} was ${state} in generation ${generation} and is ${seen} now`, {
      metadata: { sandbox_id: id },
    });
  }

  /** Null when it is not in this state, generation, and the version that was seen. */
  #updateSeen(
    before: SandboxRecord,
    state: SandboxState,
    generation: number,
    changes: RowChanges,
  ): SandboxRecord | null {
    const after = { ...before, ...changes, updatedAtMs: this.nowMs(), version: before.version + 1 };
    const idleDueAtMs = dueAtMs(after);
    // Each column that is named costs a write of its indexes, changed or not.
    const columns = columnsOf(idleDueAtMs === before.idleDueAtMs ? changes : { ...changes, idleDueAtMs });
    const assignments = Object.keys(columns).map((name) => `, ${name} = ?`);
    try {
      const changed = this.run(
        `UPDATE sandboxes SET updated_at_ms = ?, version = version + 1${assignments.join('')}
         WHERE id = ? AND state = ? AND generation = ? AND version = ?`,
        after.updatedAtMs,
        ...Object.values(columns),
        before.id,
        state,
        generation,
        before.version,
      );
      return changed === 1 ? { ...after, idleDueAtMs } : null;
    } catch (error) {
      throw asSandboxExists(error, `the session of sandbox ${before.id} has another one of its template already`);
    }
  }

  setSecrets(id: string, secrets: SandboxSecrets): void {
    this.run('UPDATE sandboxes SET secrets = ? WHERE id = ?', this.#seal(id, secrets), id);
  }

  appendEvent(event: NewEvent): void {
    const record = event.sandboxId === '' ? null : this.getSandbox(event.sandboxId);
    this.#appendEvent({
      ...event,
      record,
      oldState: record?.state ?? null,
      newState: record?.state ?? null,
      operationId: '',
    });
  }

  #appendEvent(event: EventColumns): void {
    const record = event.record;
    this.run(
      `INSERT INTO events (at_ms, type, sandbox_id, namespace, user, session, template, generation, old_state, new_state,
         reason, message, actor, operation_id, trace_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      this.nowMs(),
      event.type,
      record?.id ?? '',
      record?.namespace ?? '',
      record?.owner?.user ?? null,
      record?.owner?.session ?? null,
      record?.template ?? '',
      record?.generation ?? 0,
      event.oldState,
      event.newState,
      event.reason,
      event.message,
      event.actor,
      event.operationId,
      this.traceId,
    );
    this.eventsAppended = true;
  }

  insertOperation(operation: NewOperation): void {
    this.run(
      `INSERT INTO operations (id, sandbox_id, kind, generation, phase, attempts, started_at_ms, deadline_at_ms, error, trace_id)
       VALUES (?, ?, ?, ?, 'started', 1, ?, ?, '', ?)`,
      operation.id,
      operation.sandboxId,
      operation.kind,
      operation.generation,
      this.nowMs(),
      operation.deadlineAtMs,
      this.traceId,
    );
  }

  updateOperation(
    id: string,
    change: { readonly phase?: OperationPhase; readonly error?: string; readonly attempt?: true },
  ): void {
    const ended = change.phase === 'done' || change.phase === 'failed';
    if (ended) this.operationsEnded.push(id);
    this.run(
      `UPDATE operations SET phase = coalesce(?, phase), error = coalesce(?, error), attempts = attempts + ?,
         ended_at_ms = coalesce(?, ended_at_ms) WHERE id = ?`,
      change.phase ?? null,
      change.error ?? null,
      change.attempt === true ? 1 : 0,
      ended ? this.nowMs() : null,
      id,
    );
  }

  setGeneration(generation: GenerationRecord): void {
    this.run(
      `INSERT INTO generations (sandbox_id, generation, runtime, container_name, container_id, state) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (sandbox_id, generation) DO UPDATE SET container_id = coalesce(excluded.container_id, container_id), state = excluded.state`,
      generation.sandboxId,
      generation.generation,
      generation.runtime,
      generation.containerName,
      generation.containerId,
      generation.state,
    );
  }

  addHolder(sandboxId: string, holder: string): void {
    this.run(
      'INSERT INTO holders (sandbox_id, holder, since_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      sandboxId,
      holder,
      this.nowMs(),
    );
  }

  removeHolder(sandboxId: string, holder: string): void {
    this.run('DELETE FROM holders WHERE sandbox_id = ? AND holder = ?', sandboxId, holder);
  }

  clearHolders(sandboxId: string): void {
    this.run('DELETE FROM holders WHERE sandbox_id = ?', sandboxId);
  }

  reservePort(
    first: number,
    last: number,
    sandboxId: string,
    generation: number,
    preferredOffset: number,
  ): number | null {
    const size = last - first + 1;
    const start = first + (preferredOffset % size);
    const free = this.#freePort(start, last) ?? this.#freePort(first, start - 1);
    if (free === null) return null;
    this.run('INSERT INTO ports (port, sandbox_id, generation) VALUES (?, ?, ?)', free, sandboxId, generation);
    return free;
  }

  #freePort(first: number, last: number): number | null {
    if (first > last) return null;
    const taken = this.all<{ port: number }>(
      'SELECT port FROM ports WHERE port BETWEEN ? AND ? ORDER BY port',
      first,
      last,
    );
    let candidate = first;
    for (const { port } of taken) {
      if (port > candidate) break;
      candidate = port + 1;
    }
    return candidate <= last ? candidate : null;
  }

  releasePorts(sandboxId: string, upToGeneration: number): void {
    this.run('DELETE FROM ports WHERE sandbox_id = ? AND generation <= ?', sandboxId, upToGeneration);
  }

  markActivity(marks: readonly ActivityMark[]): void {
    // The due time moves with the activity, and only for a row that has one.
    const text = `UPDATE sandboxes SET last_active_at_ms = ?,
        idle_due_at_ms = CASE WHEN idle_due_at_ms IS NULL THEN NULL ELSE ? + idle_timeout_ms END
      WHERE id = ? AND generation = ? AND last_active_at_ms < ?`;
    for (const { atMs, sandboxId, generation } of marks) this.run(text, atMs, atMs, sandboxId, generation, atMs);
  }

  shiftDeadlines(byMs: number): void {
    // A deadline that is not set stays so: nothing added to NULL is NULL.
    this.run(
      `UPDATE sandboxes SET last_active_at_ms = last_active_at_ms + ?, idle_due_at_ms = idle_due_at_ms + ?,
         purge_at_ms = purge_at_ms + ?, retry_at_ms = retry_at_ms + ?`,
      byMs,
      byMs,
      byMs,
      byMs,
    );
    this.run(
      `UPDATE execs SET started_at_ms = started_at_ms + ?, deadline_at_ms = deadline_at_ms + ? WHERE state <> 'ENDED'`,
      byMs,
      byMs,
    );
    this.run(
      'UPDATE sessions SET heartbeat_at_ms = heartbeat_at_ms + ?, heartbeat_due_at_ms = heartbeat_due_at_ms + ?',
      byMs,
      byMs,
    );
    this.run('UPDATE pools SET retry_at_ms = retry_at_ms + ?', byMs);
    this.run('UPDATE workspaces SET unreferenced_since_ms = unreferenced_since_ms + ?', byMs);
  }

  insertRequest(
    namespace: string,
    method: string,
    requestId: string,
    bodyHash: string,
    sandboxId: string | null,
  ): void {
    this.run(
      `INSERT INTO requests (namespace, method, request_id, body_hash, sandbox_id, created_at_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET sandbox_id = coalesce(excluded.sandbox_id, sandbox_id)`,
      namespace,
      method,
      requestId,
      bodyHash,
      sandboxId,
      this.nowMs(),
    );
  }

  finishRequest(namespace: string, method: string, requestId: string, bodyHash: string, response: Uint8Array): void {
    this.run(
      `INSERT INTO requests (namespace, method, request_id, body_hash, response, created_at_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET response = excluded.response`,
      namespace,
      method,
      requestId,
      bodyHash,
      this.sealer.seal(response, requestContext(namespace, method, requestId)),
      this.nowMs(),
    );
  }

  deleteRequest(namespace: string, method: string, requestId: string): void {
    this.run(
      'DELETE FROM requests WHERE namespace = ? AND method = ? AND request_id = ?',
      namespace,
      method,
      requestId,
    );
  }

  deleteSandbox(id: string): void {
    // A restore may have taken the row meanwhile; then all of it stays.
    const owner = this.getSandbox(id)?.owner ?? null;
    if (this.run(`DELETE FROM sandboxes WHERE id = ? AND state = 'RELEASED'`, id) === 0) return;
    if (owner !== null) this.forgetSessionWithout(owner);
    for (const table of ['generations', 'operations', 'holders', 'ports', 'execs']) {
      this.run(`DELETE FROM ${table} WHERE sandbox_id = ?`, id);
    }
  }

  deleteEventsBefore(beforeMs: number, keepNewest: number, limit: number): number {
    // Only from the beginning of the log: a hole in its middle would be a gap that no reader is told of.
    const oldest = this.all<{ seq: number; at_ms: number }>(
      'SELECT seq, at_ms FROM events ORDER BY seq LIMIT ?',
      limit,
    );
    const newestUnkept = this.eventBounds().newestSeq - keepNewest;
    const firstKept = oldest.findIndex((event) => event.at_ms >= beforeMs && event.seq > newestUnkept);
    const last = oldest.at(firstKept === -1 ? -1 : firstKept - 1);
    if (firstKept === 0 || last === undefined) return 0;
    return this.run('DELETE FROM events WHERE seq <= ?', last.seq);
  }

  deleteRequestsBefore(beforeMs: number, maxPerNamespace: number, limit: number): number {
    // Rows are numbered as they came, so the oldest are the first: no index of their age is kept for each answer.
    const old = this.run(
      `DELETE FROM requests WHERE rowid IN (
         SELECT rowid FROM (SELECT rowid, created_at_ms FROM requests ORDER BY rowid LIMIT ?) WHERE created_at_ms < ?)`,
      limit,
      beforeMs,
    );
    const full = this.all<{ namespace: string; count: number }>(
      'SELECT namespace, count(*) AS count FROM requests GROUP BY namespace HAVING count(*) > ?',
      maxPerNamespace,
    );
    let excess = 0;
    for (const { namespace, count } of full) {
      excess += this.run(
        'DELETE FROM requests WHERE rowid IN (SELECT rowid FROM requests WHERE +namespace = ? ORDER BY rowid LIMIT ?)',
        namespace,
        Math.min(count - maxPerNamespace, limit - excess),
      );
    }
    return old + excess;
  }

  deleteOperationsBefore(beforeMs: number, limit: number): number {
    return this.run(
      'DELETE FROM operations WHERE id IN (SELECT id FROM operations WHERE ended_at_ms < ? LIMIT ?)',
      beforeMs,
      limit,
    );
  }

  insertExec(exec: NewExec): ExecRecord {
    try {
      this.run(
        `INSERT INTO execs (sandbox_id, id, generation, command, fingerprint, mark, user, has_terminal, state, started_at_ms,
           deadline_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'STARTING', ?, ?)`,
        exec.sandboxId,
        exec.id,
        exec.generation,
        exec.command,
        exec.fingerprint,
        exec.mark,
        exec.user,
        exec.hasTerminal ? 1 : 0,
        exec.startedAtMs,
        exec.deadlineAtMs,
      );
    } catch (error) {
      if (sqliteCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      throw new SandkeepError('EXEC_EXISTS', `exec ${exec.id} exists already`, { cause: error });
    }
    const record = this.getExec(exec.sandboxId, exec.id);
    if (record === null) throw new Error(`exec ${exec.id} vanished inside its own transaction`);
    return record;
  }

  markExecRunning(sandboxId: string, id: string, runtimeId: string): void {
    this.run(
      `UPDATE execs SET state = 'RUNNING', runtime_id = ? WHERE sandbox_id = ? AND id = ? AND state = 'STARTING'`,
      runtimeId,
      sandboxId,
      id,
    );
  }

  endExec(
    sandboxId: string,
    id: string,
    exit: ExecExit,
    bytes: { readonly stdout: number; readonly stderr: number },
  ): ExecRecord | null {
    this.run(
      `UPDATE execs SET state = 'ENDED', cause = ?, exit_code = ?, signal = ?, message = ?, ended_at_ms = ?, stdout_bytes = ?,
         stderr_bytes = ?
       WHERE sandbox_id = ? AND id = ? AND state <> 'ENDED'`,
      exit.cause,
      exit.exitCode,
      exit.signal,
      exit.message,
      this.nowMs(),
      bytes.stdout,
      bytes.stderr,
      sandboxId,
      id,
    );
    return this.getExec(sandboxId, id);
  }

  deleteExecsBefore(beforeMs: number, keepNewest: number, limit: number): number {
    const old = this.run(
      'DELETE FROM execs WHERE position IN (SELECT position FROM execs WHERE ended_at_ms < ? LIMIT ?)',
      beforeMs,
      limit,
    );
    const excess = this.run(
      `DELETE FROM execs WHERE position IN (
         SELECT position FROM execs WHERE ended_at_ms IS NOT NULL ORDER BY ended_at_ms DESC, position DESC LIMIT ? OFFSET ?)`,
      limit,
      keepNewest,
    );
    return Math.max(old, excess);
  }

  setEngineIdentity(runtime: string, engineId: string): void {
    this.run(
      'INSERT INTO engines (runtime, engine_id) VALUES (?, ?) ON CONFLICT (runtime) DO UPDATE SET engine_id = excluded.engine_id',
      runtime,
      engineId,
    );
  }

  setLoopPaused(loop: string, state: 'paused' | 'running'): void {
    if (state === 'paused') this.run('INSERT INTO paused_loops (loop) VALUES (?) ON CONFLICT DO NOTHING', loop);
    else this.run('DELETE FROM paused_loops WHERE loop = ?', loop);
  }

  putOrphan(orphan: OrphanRecord): void {
    this.run(
      `INSERT INTO orphans (runtime, container_name, container_id, sandbox_id, generation, first_seen_at_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      orphan.runtime,
      orphan.containerName,
      orphan.containerId,
      orphan.sandboxId,
      orphan.generation,
      orphan.firstSeenAtMs,
    );
  }

  deleteOrphan(runtime: string, containerName: string): void {
    this.run('DELETE FROM orphans WHERE runtime = ? AND container_name = ?', runtime, containerName);
  }

  setRecoveryMode(mode: string, message: string | null): void {
    if (message === null) this.run('DELETE FROM recovery_modes WHERE mode = ?', mode);
    else {
      this.run(
        'INSERT INTO recovery_modes (mode, message) VALUES (?, ?) ON CONFLICT (mode) DO UPDATE SET message = excluded.message',
        mode,
        message,
      );
    }
  }

  #seal(id: string, secrets: SandboxSecrets): Buffer {
    return this.sealer.seal(Buffer.from(JSON.stringify(secrets)), `sandbox:${id}`);
  }

  #read(id: string): SandboxRecord {
    const record = this.getSandbox(id);
    if (record === null) throw new Error(`sandbox ${id} vanished inside its own transaction`);
    return record;
  }
}

const jsonColumns = {
  labels: 'labels',
  annotations: 'annotations',
  endpoint: 'endpoint',
  mounts: 'mounts',
  skippedMounts: 'skipped_mounts',
  policy: 'policy',
  failure: 'failure',
} as const;
const plainColumns = {
  state: 'state',
  reason: 'reason',
  message: 'message',
  actor: 'actor',
  namespace: 'namespace',
  returnState: 'return_state',
  generation: 'generation',
  containerName: 'container_name',
  containerId: 'container_id',
  image: 'image',
  imageDigest: 'image_digest',
  templateDigest: 'template_digest',
  idleTimeoutMs: 'idle_timeout_ms',
  lastActiveAtMs: 'last_active_at_ms',
  idleDueAtMs: 'idle_due_at_ms',
  releasedAtMs: 'released_at_ms',
  purgeAtMs: 'purge_at_ms',
  retryAtMs: 'retry_at_ms',
} as const;
const flagColumns = {
  deleteWorkspace: 'delete_workspace',
  quarantined: 'quarantined',
  primary: 'is_primary',
  pooled: 'pooled',
} as const;

/** The idle deadline follows from state, policy and last activity; it is derived here and nowhere else. */
function dueAtMs(record: SandboxRecord): number | null {
  if (record.quarantined || record.pooled) return null;
  return idleDueAtMs(record.state, record.policy, record.idleTimeoutMs, record.lastActiveAtMs);
}

function columnsOf(changes: RowChanges & { readonly idleDueAtMs?: number | null }): Record<string, Value> {
  const columns: Record<string, Value> = {};
  for (const [name, column] of entries(jsonColumns)) {
    const value = changes[name];
    if (value !== undefined) columns[column] = value === null ? null : JSON.stringify(value);
  }
  for (const [name, column] of entries(plainColumns)) {
    const value = changes[name];
    if (value !== undefined) columns[column] = value;
  }
  for (const [name, column] of entries(flagColumns)) {
    const value = changes[name];
    if (value !== undefined) columns[column] = value ? 1 : 0;
  }
  if (changes.owner !== undefined) {
    columns['user'] = changes.owner?.user ?? null;
    columns['session'] = changes.owner?.session ?? null;
  }
  return columns;
}

function asSandboxExists(error: unknown, message: string): unknown {
  if (sqliteCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') return error;
  return new SandkeepError('SANDBOX_EXISTS', message, { cause: error });
}

function entries<Key extends string, Value extends string>(map: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(map) as [Key, Value][];
}
