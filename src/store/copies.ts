// What makes a file a good copy of a state database.

import Database from 'better-sqlite3';
import { applicationId } from './database.ts';
import { schemaVersion } from './migrations.ts';

export interface CopyIdentity {
  readonly instanceId: string;
  readonly epoch: number;
  readonly holdsSandboxes: boolean;
}

/** Makes the copy one file without a write-ahead log, and reads all of it. Throws what is wrong with it. */
export function checkCopy(path: string): CopyIdentity {
  const database = new Database(path, { fileMustExist: true, timeout: 0 });
  try {
    if (database.pragma('application_id', { simple: true }) !== applicationId) {
      throw new Error(`${path} is no database of sandkeepd`);
    }
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version > schemaVersion) {
      throw new Error(
        `${path} has schema ${version}, this sandkeepd knows ${schemaVersion}; install the newer version`,
      );
    }
    database.pragma('journal_mode = DELETE');
    const check = String(database.pragma('integrity_check(1)', { simple: true }));
    if (check !== 'ok') throw new Error(`${path} fails its check: ${check}`);
    const broken = database.pragma('foreign_key_check');
    if (Array.isArray(broken) && broken.length > 0) throw new Error(`${path} has broken references`);
    return identityOf(database, path);
  } finally {
    database.close();
  }
}

function identityOf(database: Database.Database, path: string): CopyIdentity {
  const meta = database.prepare('SELECT instance_id, epoch FROM meta').get() as
    | { instance_id: string; epoch: number }
    | undefined;
  if (meta === undefined) throw new Error(`${path} says not whose it is`);
  const holdsSandboxes = database.prepare('SELECT EXISTS (SELECT 1 FROM sandboxes)').pluck().get() === 1;
  return { instanceId: meta.instance_id, epoch: meta.epoch, holdsSandboxes };
}
