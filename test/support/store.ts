// A store on a real SQLite file in a temporary directory.

import { onTestFinished } from 'vitest';

import type { NewSandbox } from '../../src/ports/store.ts';
import { openStore, type SqliteStore, type StoreOptions } from '../../src/store/sqlite-store.ts';
import { ManualClock } from './clock.ts';
import { newSandbox, noSecrets, why } from './rows.ts';
import { temporaryDirectory } from './temporary.ts';

export { newSandbox, noSecrets, why };

export interface TestStore {
  readonly store: SqliteStore;
  readonly stateDir: string;
  readonly clock: ManualClock;
  /** Sizes of the commits so far. */
  readonly batches: number[];
  /** What the store said it cannot go on after. */
  readonly fatal: Error[];
}

/** Closed when the test ends. */
export async function openTestStore(
  options: Partial<Omit<StoreOptions, 'clock'>> & { readonly clock?: ManualClock } = {},
): Promise<TestStore> {
  const stateDir = options.stateDir ?? (await temporaryDirectory('store'));
  const clock = options.clock ?? new ManualClock();
  const batches: number[] = [];
  const fatal: Error[] = [];
  const store = openStore({
    maxBatch: 256,
    ballastBytes: 0,
    onFatal: (error) => fatal.push(error),
    onCommit: (batch) => batches.push(batch),
    ...options,
    stateDir,
    clock,
  });
  onTestFinished(() => store.close());
  return { store, stateDir, clock, batches, fatal };
}

/** A row that is RUNNING in generation 1. */
export async function insertRunning(store: SqliteStore, overrides: Partial<NewSandbox> = {}): Promise<string> {
  const sandbox = newSandbox(overrides);
  await store.write((tx) => {
    tx.insertSandbox(sandbox, noSecrets);
    tx.move({ id: sandbox.id, from: 'CREATING', generation: sandbox.generation, to: 'RUNNING', ...why });
  });
  return sandbox.id;
}
