// What the stop of the daemon means for sandboxes: by default nothing (R11).

import type { SandboxRecord } from '../domain/sandbox.ts';
import type { EngineContext } from './context.ts';
import { park, releaseAll } from './sandbox/release.ts';

const parkPage = 500;

/** Applies on_shutdown within the signal's bound. */
export async function applyShutdownPolicy(context: EngineContext, signal: AbortSignal): Promise<void> {
  const policy = context.settings().onShutdown;
  if (policy === 'detach') return;
  if (policy === 'release') {
    await releaseAll(
      context,
      { filter: {}, dryRun: false, mode: 'destroy', force: true, deleteWorkspace: false, wait: true, pools: 'release' },
      signal,
    );
    return;
  }
  await parkAll(context, signal);
}

async function parkAll(context: EngineContext, signal: AbortSignal): Promise<void> {
  let after = 0;
  for (;;) {
    const page = context.store.listSandboxes({ states: ['RUNNING'] }, after, parkPage);
    for (const record of page) {
      signal.throwIfAborted();
      // Nobody would ask for an anonymous one again.
      if (record.owner !== null) await parkOne(context, record);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < parkPage) return;
    after = last.position;
  }
}

async function parkOne(context: EngineContext, record: SandboxRecord): Promise<void> {
  try {
    await park(context, record, 'shutdown');
  } catch (error) {
    context.logger.warn({ err: error, sandbox: record.id }, 'could not be parked before the stop');
  }
}
