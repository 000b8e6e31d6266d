// How things are now, for the metrics: what nobody counts as it happens.

import type { EngineContext } from './context.ts';

/** Reads the database and memory only. */
export function recordLevels({ metrics, store, runtimes, tasks }: EngineContext): void {
  metrics.replace(
    'sandkeep_sandboxes',
    store.census().map(({ template, state, count }) => ({ labels: { template, state }, value: count })),
  );
  metrics.replace(
    'sandkeep_runtime_up',
    runtimes.names().map((runtime) => ({
      labels: { runtime },
      value: runtimes.health(runtime).kind === 'up' ? 1 : 0,
    })),
  );
  metrics.replace(
    'sandkeep_recovery_modes',
    Object.keys(store.recoveryModes()).map((mode) => ({ labels: { mode }, value: 1 })),
  );
  const { databaseBytes, walBytes } = store.sizes();
  metrics.set('sandkeep_database_size_bytes', {}, databaseBytes);
  metrics.set('sandkeep_database_wal_size_bytes', {}, walBytes);
  metrics.set('sandkeep_store_writable', {}, store.health().writable ? 1 : 0);
  metrics.set('sandkeep_orphans', {}, store.orphans().length);
  metrics.set('sandkeep_operations_under_way', {}, tasks.size);
}
