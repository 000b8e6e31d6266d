// Puts a copy of the database in the place of the present one, while no daemon runs.

import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkCopy, type CopyIdentity } from './copies.ts';
import { moveAside } from './database.ts';
import {
  lockStateDirectory,
  prepareStateDirectory,
  readAnchor,
  StateDirectoryError,
  writeAnchor,
} from './state-directory.ts';
import { syncFile } from './sync-file.ts';

export interface Restored {
  /** Where what was there before is now; null when there was nothing. */
  readonly replaced: string | null;
}

/**
 * The next start sees that the database is older than the directory, and holds back what could be lost by that.
 * StateDirectoryError; then nothing has changed.
 */
export function restoreDatabase(stateDir: string, copy: string, nowMs: number): Restored {
  process.umask(0o077);
  prepareStateDirectory(stateDir);
  const lock = lockStateDirectory(stateDir);
  const path = join(stateDir, 'state.db');
  const incoming = `${path}.restoring`;
  try {
    copyFileSync(copy, incoming);
    const identity = checkCopy(incoming);
    checkBelongs(stateDir, copy, identity);
    syncFile(incoming);
    // Also of a copy made since the last start, which would else look like the present database.
    const epoch = Math.max(Number(readAnchor(join(stateDir, 'epoch')) ?? '0'), identity.epoch);
    writeAnchor(join(stateDir, 'epoch'), String(epoch + 1));
    const replaced = moveAside(path, `replaced-${nowMs}`);
    renameSync(incoming, path);
    syncFile(path);
    return { replaced };
  } catch (error) {
    rmSync(incoming, { force: true });
    if (error instanceof StateDirectoryError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new StateDirectoryError('unusable', `nothing was restored: ${message}`, { cause: error });
  } finally {
    lock.release();
  }
}

function checkBelongs(stateDir: string, copy: string, { instanceId, holdsSandboxes }: CopyIdentity): void {
  const known = readAnchor(join(stateDir, 'instance-id'));
  if (known !== null && known !== instanceId) {
    const message = `nothing was restored: ${copy} is of another installation (${instanceId}), ${stateDir} is of ${known}`;
    throw new StateDirectoryError('foreign', message);
  }
  if (holdsSandboxes && !existsSync(join(stateDir, 'secret.key'))) {
    const message = `nothing was restored: secret.key is missing in ${stateDir}, and ${copy} is sealed with it; put it back first`;
    throw new StateDirectoryError('unusable', message);
  }
}
