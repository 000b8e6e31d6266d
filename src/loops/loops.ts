// The loops of the daemon: which, how often, and what each does.

import type { EngineContext } from '../engine/context.ts';
import { makeBackup } from '../engine/backup.ts';
import { sweepIdle } from '../engine/sandbox/idle.ts';
import { sweepPools } from '../engine/pool/pool.ts';
import { reconcile } from '../engine/reconcile/reconcile.ts';
import { sweepReleased, sweepRetention, sweepRetries } from '../engine/workspace/retention.ts';
import type { Loop } from './ticker.ts';

const sweepTimeoutMs = 120_000;
const flushTimeoutMs = 10_000;
const backupTimeoutMs = 1_200_000;
const retryIntervalMs = 1000;
const maxRetries = 200;
const maxTrimmed = 100;

export function daemonLoops(context: EngineContext): readonly Loop[] {
  const loops = (): ReturnType<EngineContext['settings']>['loops'] => context.settings().loops;
  return [
    {
      name: 'idle',
      intervalMs: () => loops().idleCheckIntervalMs,
      timeoutMs: sweepTimeoutMs,
      run: (maxItems, signal) => sweepIdle(context, maxItems || loops().idleMaxItems, signal),
    },
    {
      name: 'pool',
      intervalMs: () => loops().poolCheckIntervalMs,
      timeoutMs: sweepTimeoutMs,
      run: (maxItems, signal) => sweepPools(context, maxItems || maxTrimmed, signal),
    },
    {
      name: 'released',
      intervalMs: () => loops().releasedCheckIntervalMs,
      timeoutMs: sweepTimeoutMs,
      run: (maxItems, signal) => sweepReleased(context, maxItems || loops().releasedMaxDeletions, signal),
    },
    {
      name: 'reconcile',
      intervalMs: () => loops().reconcileIntervalMs,
      timeoutMs: sweepTimeoutMs,
      run: async (_maxItems, signal) => (await reconcile(context, signal)).counters,
    },
    {
      name: 'events',
      intervalMs: () => loops().retentionIntervalMs,
      timeoutMs: sweepTimeoutMs,
      run: (maxItems, signal) => sweepRetention(context, maxItems || loops().releasedMaxDeletions, signal),
    },
    {
      name: 'backup',
      intervalMs: () => context.settings().backup.intervalMs,
      timeoutMs: backupTimeoutMs,
      run: async (_maxItems, signal) => {
        const { bytes, removed } = await makeBackup(context, signal);
        return { bytes, removed: removed.length };
      },
    },
    {
      name: 'retry',
      intervalMs: () => retryIntervalMs,
      timeoutMs: sweepTimeoutMs,
      run: (maxItems) => Promise.resolve(sweepRetries(context, maxItems || maxRetries)),
    },
    {
      name: 'activity',
      intervalMs: () => context.settings().engine.activityFlushMs,
      timeoutMs: flushTimeoutMs,
      run: async () => ({
        flushed: await context.activity.flush(),
        heartbeats: await context.heartbeats.flush(),
        tokens: await context.tokens.flush(),
      }),
    },
  ];
}
