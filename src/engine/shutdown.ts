// What the stop of the daemon means for sandboxes: by default nothing (R11).

import type { EngineContext } from './context.ts';
import { park, releaseAll } from './release.ts';

const parkPage = 500;

/** Applies on_shutdown within the signal's bound. */
export async function applyShutdownPolicy(context: EngineContext, signal: AbortSignal): Promise<void> {
  const policy = context.settings().onShutdown;
  if (policy === 'detach') return;
  if (policy === 'release') {
    await releaseAll(
      context,
      { filter: {}, dryRun: false, mode: 'destroy', force: true, deleteWorkspace: false, wait: true },
      signal,
    );
    return;
  }
  for (const record of context.store.listSandboxes({ states: ['RUNNING'] }, 0, parkPage)) {
    signal.throwIfAborted();
    if (record.owner === null) continue;
    try {
      await park(context, record, 'shutdown');
    } catch (error) {
      context.logger.warn({ err: error, sandbox: record.id }, 'could not be parked before the stop');
    }
  }
}
