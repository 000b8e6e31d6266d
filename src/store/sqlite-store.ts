// The store: opens the state directory, tells a first start from a loss, and owns the one connection.

import type Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { existsSync, openSync, closeSync, writeSync, fsyncSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SandkeepError } from '../domain/errors.ts';
import type { OperationRecord } from '../domain/sandbox.ts';
import type { Clock } from '../ports/clock.ts';
import type { BackupOptions, BackupResult, SandboxCount, Store, StoreWriter } from '../ports/store.ts';
import { backUp } from './backup.ts';
import { openDatabase, type OpenedDatabase } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { schemaVersion } from './migrations.ts';
import { operationFromRow, type OperationRow } from './rows.ts';
import { loadSealer, type Sealer } from './sealer.ts';
import {
  lockStateDirectory,
  prepareStateDirectory,
  readAnchor,
  sqliteCode,
  StateDirectoryError,
  writeAnchor,
  type InstanceLock,
} from './state-directory.ts';
import { SqliteWriter } from './writer.ts';

export interface StoreOptions {
  readonly stateDir: string;
  readonly clock: Clock;
  readonly maxBatch: number;
  readonly ballastBytes: number;
  /** Called once when the database can no longer be trusted; the process must end. */
  readonly onFatal: (error: Error) => void;
  readonly onCommit?: (batch: number, durationMs: number) => void;
  /** Called with each operation that has ended, when that is on disk. */
  readonly onOperationEnd?: (operation: OperationRecord) => void;
  /** Of the trace that the present work belongs to; "" without one. */
  readonly traceId?: () => string;
}

interface Identity {
  readonly instanceId: string;
  readonly epoch: number;
}

/** Opens the store of a state directory. Throws StateDirectoryError. */
export function openStore(options: StoreOptions): SqliteStore {
  process.umask(0o077);
  prepareStateDirectory(options.stateDir);
  const lock = lockStateDirectory(options.stateDir);
  let opened: OpenedDatabase | undefined;
  try {
    const idPath = join(options.stateDir, 'instance-id');
    const knownId = readAnchor(idPath);
    const nowMs = options.clock.wallMs();
    opened = openDatabase(options.stateDir, knownId === null ? 'absent' : 'present', nowMs);
    const identity = establishIdentity(opened.database, options.stateDir, knownId, nowMs);
    const sealer = loadSealer(options.stateDir, holdsSandboxes(opened.database) ? 'older' : 'new');
    const store = new SqliteStore(opened.database, sealer, lock, identity, options);
    if (opened.lost !== null) store.recordMode('database_lost', `${opened.lost}; a new database was begun`);
    return store;
  } catch (error) {
    opened?.database.close();
    lock.release();
    if (error instanceof StateDirectoryError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new StateDirectoryError('unusable', `state directory ${options.stateDir} cannot be used: ${message}`, {
      cause: error,
    });
  }
}

function holdsSandboxes(database: Database.Database): boolean {
  return database.prepare('SELECT EXISTS (SELECT 1 FROM sandboxes)').pluck().get() === 1;
}

/** Compares the database with the files beside it; a start raises the epoch before anything else happens. */
function establishIdentity(
  database: Database.Database,
  stateDir: string,
  knownId: string | null,
  nowMs: number,
): Identity {
  const epochPath = join(stateDir, 'epoch');
  const fileEpoch = Number(readAnchor(epochPath) ?? '0');
  const meta = database.prepare('SELECT instance_id, epoch FROM meta').get() as
    | { instance_id: string; epoch: number }
    | undefined;
  if (meta !== undefined && knownId !== null && meta.instance_id !== knownId) {
    throw new StateDirectoryError(
      'foreign',
      `database and instance-id file of ${stateDir} belong to different daemons; restore the file that belongs to the database`,
    );
  }
  const instanceId = meta?.instance_id ?? knownId ?? randomUUID();
  const restored = meta !== undefined && fileEpoch > meta.epoch;
  const epoch = Math.max(fileEpoch, meta?.epoch ?? 0) + 1;
  if (knownId === null) writeAnchor(join(stateDir, 'instance-id'), instanceId);
  database
    .transaction(() => {
      database
        .prepare(
          `INSERT INTO meta (id, instance_id, epoch, clean_shutdown, created_at_ms) VALUES (1, ?, ?, 0, ?)
           ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, clean_shutdown = 0`,
        )
        .run(instanceId, epoch, nowMs);
      if (restored) {
        database
          .prepare('INSERT INTO recovery_modes (mode, message) VALUES (?, ?) ON CONFLICT DO NOTHING')
          .run(
            'database_restored',
            `the database is of start ${meta.epoch}, the directory has seen start ${fileEpoch}`,
          );
      }
    })
    .immediate();
  // After the database: a start that is cut off in between must not look like a database that was restored.
  writeAnchor(epochPath, String(epoch));
  return { instanceId, epoch };
}

export class SqliteStore extends SqliteWriter implements Store {
  readonly instanceId: string;
  readonly epoch: number;
  readonly schemaVersion = schemaVersion;
  readonly #lock: InstanceLock;
  readonly #commits: GroupCommit;
  readonly #options: StoreOptions;
  readonly #listeners = new Set<() => void>();
  #backup: Promise<BackupResult> | null = null;
  #full: string | null = null;
  #closed = false;

  constructor(
    database: Database.Database,
    sealer: Sealer,
    lock: InstanceLock,
    identity: Identity,
    options: StoreOptions,
  ) {
    super(database, sealer, () => options.clock.wallMs());
    this.instanceId = identity.instanceId;
    this.epoch = identity.epoch;
    this.#lock = lock;
    this.#options = options;
    const hooks = {
      committed: (batch: number, durationMs: number) => this.#afterCommit(batch, durationMs),
      failed: (error: unknown) => this.#afterFailure(error),
    };
    this.#commits = new GroupCommit(database, options.maxBatch, hooks, () => options.clock.monotonicMs());
    this.#makeBallast();
  }

  write<T>(fn: (tx: StoreWriter) => T): Promise<T> {
    if (this.#closed) return Promise.reject(new SandkeepError('DRAINING', 'the store is closed'));
    // Whoever waits in line with this one has another trace.
    const traceId = this.#options.traceId?.() ?? '';
    return this.#commits.run(() => {
      this.traceId = traceId;
      return fn(this);
    });
  }

  onEvents(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  health(): { readonly writable: boolean; readonly message: string } {
    return this.#full === null ? { writable: true, message: 'ok' } : { writable: false, message: this.#full };
  }

  census(): readonly SandboxCount[] {
    return this.all<SandboxCount>(
      'SELECT template, state, count(*) AS count FROM sandboxes GROUP BY template, state ORDER BY template, state',
    );
  }

  quarantined(limit: number): readonly string[] {
    const query = 'SELECT id FROM sandboxes WHERE quarantined = 1 ORDER BY position LIMIT ?';
    return this.all<{ id: string }>(query, limit).map(({ id }) => id);
  }

  /** By their names: a descriptor of the file that is closed again would drop the locks of the connection. */
  sizes(): { readonly databaseBytes: number; readonly walBytes: number } {
    const path = join(this.#options.stateDir, 'state.db');
    const size = (name: string): number => statSync(name, { throwIfNoEntry: false })?.size ?? 0;
    return { databaseBytes: size(path), walBytes: size(`${path}-wal`) };
  }

  backup(options: BackupOptions): Promise<BackupResult> {
    if (this.#closed) return Promise.reject(new SandkeepError('DRAINING', 'the store is closed'));
    const source = { database: this.database, epoch: this.epoch, nowMs: this.#options.clock.wallMs() };
    this.#backup ??= backUp(source, options).finally(() => {
      this.#backup = null;
    });
    return this.#backup;
  }

  fingerprint(text: string): string {
    return this.sealer.fingerprint(text);
  }

  /** Tries to leave the full-disk mode: there is room again for the ballast and as much once more. */
  relieve(): void {
    if (this.#full === null) return;
    const space = statfsSync(this.#options.stateDir);
    if (space.bavail * space.bsize < this.#options.ballastBytes * 2) return;
    this.#full = null;
    this.#makeBallast();
  }

  /** Before the first write of the engine, so outside the group commit. */
  recordMode(mode: string, message: string): void {
    this.database.transaction(() => this.setRecoveryMode(mode, message)).immediate();
  }

  close(): void {
    if (this.#closed) return;
    this.#commits.flush();
    this.#closed = true;
    try {
      this.database.prepare('UPDATE meta SET clean_shutdown = 1').run();
    } finally {
      this.database.close();
      this.#lock.release();
    }
  }

  #afterCommit(batch: number, durationMs: number): void {
    this.#options.onCommit?.(batch, durationMs);
    if (this.operationsEnded.length > 0) this.#tellOperations();
    if (!this.eventsAppended) return;
    this.eventsAppended = false;
    for (const listener of this.#listeners) listener();
  }

  /** A write that was undone alone may have named one that goes on. */
  #tellOperations(): void {
    const ids = this.operationsEnded;
    this.operationsEnded = [];
    if (this.#options.onOperationEnd === undefined) return;
    for (const id of ids) {
      const row = this.one<OperationRow>('SELECT * FROM operations WHERE id = ? AND ended_at_ms IS NOT NULL', id);
      if (row !== null) this.#options.onOperationEnd(operationFromRow(row));
    }
  }

  #afterFailure(error: unknown): unknown {
    this.eventsAppended = false;
    this.operationsEnded = [];
    if (sqliteCode(error) === 'SQLITE_FULL') {
      this.#full = `the disk of ${this.#options.stateDir} is full`;
      rmSync(this.#ballastPath(), { force: true });
      return new SandkeepError('STORE_FULL', `${this.#full}: nothing was changed`, { cause: error });
    }
    const failure = new SandkeepError('STORE_FAILED', 'the state database failed: nothing was changed', {
      cause: error,
    });
    // After an I/O error nothing may be concluded about what is on disk; a new process verifies it.
    this.#options.onFatal(failure);
    return failure;
  }

  #ballastPath(): string {
    return join(this.#options.stateDir, 'ballast');
  }

  /** Space given back when the disk fills up, so that releases can still be recorded. */
  #makeBallast(): void {
    if (this.#options.ballastBytes === 0 || existsSync(this.#ballastPath())) return;
    const block = Buffer.alloc(1024 * 1024);
    const file = openSync(this.#ballastPath(), 'w', 0o600);
    try {
      for (let written = 0; written < this.#options.ballastBytes; written += block.length) {
        writeSync(file, block, 0, Math.min(block.length, this.#options.ballastBytes - written));
      }
      fsyncSync(file);
    } catch {
      rmSync(this.#ballastPath(), { force: true });
    } finally {
      closeSync(file);
    }
  }
}
