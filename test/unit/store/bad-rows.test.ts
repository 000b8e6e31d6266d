// One row or one file that is wrong, and what it does not stop.

import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { StateDirectoryError } from '../../../src/store/state-directory.ts';
import { insertRunning, openTestStore } from '../../support/store.ts';

test('a row that cannot be read is shown quarantined, and the others are served (R11)', async () => {
  const { store, stateDir } = await openTestStore();
  const damaged = await insertRunning(store);
  const sound = await insertRunning(store);
  store.close();
  const database = new Database(join(stateDir, 'state.db'));
  database.prepare(`UPDATE sandboxes SET mounts = '[{"source"' WHERE id = ?`).run(damaged);
  database.close();
  const { store: again } = await openTestStore({ stateDir });
  expect(again.listSandboxes({}, 0, 10).map(({ id, quarantined }) => ({ id, quarantined }))).toEqual([
    { id: damaged, quarantined: true },
    { id: sound, quarantined: false },
  ]);
  expect(again.getSandbox(damaged)?.message).toMatch(/^its record is damaged: /);
});

test('a database whose secret key is missing is refused, since what it sealed could not be opened (R10)', async () => {
  const { store, stateDir } = await openTestStore();
  await insertRunning(store);
  store.close();
  rmSync(join(stateDir, 'secret.key'));
  await expect(openTestStore({ stateDir })).rejects.toThrow(StateDirectoryError);
  await expect(openTestStore({ stateDir })).rejects.toThrow(/secret\.key is missing/);
});
