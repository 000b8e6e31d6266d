// What is remembered of a pool across restarts, and how many of its sandboxes are missing.

import { poolTarget } from '../../domain/pool.ts';
import type { PoolRecord } from '../../domain/sandbox.ts';
import type { Template } from '../../domain/template.ts';
import type { StoreReader } from '../../ports/store.ts';
import type { EngineContext } from '../context.ts';

function emptyPool(template: string): PoolRecord {
  return {
    template,
    paused: false,
    prewarm: 0,
    failures: 0,
    lastFailure: '',
    lastFailureAtMs: null,
    retryAtMs: null,
    failedDigest: '',
  };
}

/** Also for a pool that nothing is remembered of yet. */
export function storedPool(reader: StoreReader, template: string): PoolRecord {
  return reader.getPool(template) ?? emptyPool(template);
}

/** What is remembered of the pool; failures of an older template are not held against this one. */
export function poolRecord(reader: StoreReader, template: Template): PoolRecord {
  const known = storedPool(reader, template.name);
  if (known.failures === 0 || known.failedDigest === template.digest) return known;
  return { ...known, failures: 0, retryAtMs: null };
}

/** Templates that have a pool: by their config, by a prewarm, or because sandboxes of one are left. */
export function poolTemplates(context: EngineContext): readonly Template[] {
  const left = new Set(context.store.pooledTemplates());
  return [...context.settings().templates.values()].filter(
    (template) => template.pool.size > 0 || left.has(template.name) || poolRecord(context.store, template).prewarm > 0,
  );
}

/** How many are missing; those under way count as there. */
export function missing(reader: StoreReader, template: Template, pool: PoolRecord): number {
  const counts = reader.countPooled(template.name);
  return poolTarget(template.pool, pool) - (counts.WARM ?? 0) - (counts.CREATING ?? 0);
}

export async function putPool(context: EngineContext, template: Template, change: Partial<PoolRecord>): Promise<void> {
  await context.store.write((tx) => {
    tx.putPool({ ...storedPool(tx, template.name), ...change });
  });
}
