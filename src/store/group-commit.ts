// Writes that arrive in the same turn share one transaction and so one fsync. Each of several runs in a
// savepoint of its own: its exception undoes it alone. Nobody is answered before the commit.

import type Database from 'better-sqlite3';
import { failpoint } from '#failpoint';

interface Waiting {
  readonly run: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

interface Outcome {
  readonly settle: () => void;
}

export interface GroupCommitHooks {
  /** After a commit, before anybody is answered. */
  readonly committed: (batch: number, durationMs: number) => void;
  /** When the transaction itself failed; the error that the writers get. */
  readonly failed: (error: unknown) => unknown;
}

export class GroupCommit {
  readonly #database: Database.Database;
  readonly #maxBatch: number;
  readonly #hooks: GroupCommitHooks;
  readonly #monotonicMs: () => number;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #savepoint: Database.Statement;
  readonly #release: Database.Statement;
  #queue: Waiting[] = [];
  #scheduled = false;

  constructor(database: Database.Database, maxBatch: number, hooks: GroupCommitHooks, monotonicMs: () => number) {
    this.#database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#savepoint = database.prepare('SAVEPOINT one');
    this.#release = database.prepare('RELEASE one');
    this.#maxBatch = maxBatch;
    this.#hooks = hooks;
    this.#monotonicMs = monotonicMs;
  }

  run<T>(fn: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ run: fn, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits what waits, now; for the stop of the daemon. */
  flush(): void {
    while (this.#queue.length > 0) this.#commitBatch();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#queue.length === 0) return;
      this.#commitBatch();
      if (this.#queue.length > 0) this.#schedule();
    });
  }

  #commitBatch(): void {
    const batch = this.#queue.splice(0, this.#maxBatch);
    const begunMs = this.#monotonicMs();
    try {
      failpoint('store.before_begin');
      this.#begin.run();
      const outcomes = batch.map((waiting) => (batch.length === 1 ? this.#runAlone(waiting) : this.#runOne(waiting)));
      failpoint('store.before_commit');
      if (this.#database.inTransaction) this.#commit.run();
      failpoint('store.after_commit');
      this.#hooks.committed(batch.length, this.#monotonicMs() - begunMs);
      for (const outcome of outcomes) outcome.settle();
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      const reported = this.#hooks.failed(error);
      for (const waiting of batch) waiting.reject(reported);
    }
  }

  /** Without a savepoint, which costs a copy of each page that is changed: the transaction is all there is to undo. */
  #runAlone(waiting: Waiting): Outcome {
    try {
      const value = waiting.run();
      return { settle: () => waiting.resolve(value as never) };
    } catch (error) {
      if (!this.#database.inTransaction || isStorageError(error)) throw error;
      this.#database.exec('ROLLBACK');
      return { settle: () => waiting.reject(error) };
    }
  }

  #runOne(waiting: Waiting): Outcome {
    this.#savepoint.run();
    try {
      const value = waiting.run();
      this.#release.run();
      return { settle: () => waiting.resolve(value as never) };
    } catch (error) {
      // A full disk or an I/O error ends the whole transaction; then there is no savepoint to go back to.
      if (!this.#database.inTransaction) throw error;
      this.#database.exec('ROLLBACK TO one');
      this.#release.run();
      if (isStorageError(error)) throw error;
      return { settle: () => waiting.reject(error) };
    }
  }
}

export function isStorageError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  return /^SQLITE_(FULL|IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|BUSY)/.test(error.code);
}
