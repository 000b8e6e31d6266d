// A copy of the state database, where the config says.

import type { BackupResult } from '../ports/store.ts';
import type { EngineContext } from './context.ts';

/** BACKUP_FAILED. */
export async function makeBackup(context: EngineContext, signal: AbortSignal): Promise<BackupResult> {
  const { directory, keep } = context.settings().backup;
  const result = await context.store.backup({ directory, keep, signal });
  context.logger.info({ event: 'backup', outcome: 'done', path: result.path, bytes: result.bytes }, 'backup made');
  return result;
}
