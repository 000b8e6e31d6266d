// Looks at the database of a daemon that does not run.

import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DoctorFinding, found } from '../domain/doctor.ts';
import { applicationId } from './database.ts';
import { schemaVersion } from './migrations.ts';
import { lockStateDirectory, StateDirectoryError, type InstanceLock } from './state-directory.ts';

const check = 'database';

/** Holds the lock meanwhile, so that no daemon starts beside it. */
export function inspectDatabase(stateDir: string): DoctorFinding {
  const path = join(stateDir, 'state.db');
  if (!existsSync(path)) return found(check, 'notice', `there is no ${path} yet; the first start makes it`);
  let lock: InstanceLock | null = null;
  try {
    lock = lockStateDirectory(stateDir);
    return readAll(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof StateDirectoryError && error.kind === 'locked') {
      return found(check, 'notice', 'a daemon has it open, and has checked it at its start');
    }
    return found(check, 'error', message, `restore a copy: sandkeepd --restore ${join(stateDir, 'backups')}/…`);
  } finally {
    lock?.release();
  }
}

function readAll(path: string): DoctorFinding {
  const database = new Database(path, { fileMustExist: true, timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    if (database.pragma('application_id', { simple: true }) !== applicationId) {
      return found(check, 'error', `${path} belongs to another application`, 'set state_dir to another directory');
    }
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version > schemaVersion) {
      const message = `${path} has schema ${version}, this sandkeepd knows ${schemaVersion}`;
      return found(check, 'error', message, 'install the newer version again');
    }
    const outcome = String(database.pragma('quick_check(1)', { simple: true }));
    if (outcome !== 'ok') throw new Error(`${path} fails its check: ${outcome}`);
    return found(check, 'ok', `${path} passes its check`);
  } finally {
    database.close();
  }
}
