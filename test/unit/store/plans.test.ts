// Questions that calls ask all the time go by an index that leads to the rows they are about, however many there are.

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { applyMigration } from '../../../src/store/database.ts';
import { migrations } from '../../../src/store/migrations.ts';
import { SqliteReader } from '../../../src/store/reader.ts';
import { Sealer } from '../../../src/store/sealer.ts';

const key = { namespace: 'n', user: 'u', session: 's' };

/** What SQLite says of each statement that asking makes it run. */
function plansOf(ask: (reader: SqliteReader) => unknown): string[] {
  const statements: string[] = [];
  const database = new Database(':memory:', { verbose: (text) => statements.push(String(text)) });
  onTestFinished(() => void database.close());
  for (const migration of migrations) applyMigration(database, migration);
  statements.length = 0;
  ask(new SqliteReader(database, new Sealer(Buffer.alloc(32, 7))));
  return [...statements].flatMap((text) =>
    (database.prepare(`EXPLAIN QUERY PLAN ${text}`).all() as { detail: string }[]).map(({ detail }) => detail),
  );
}

const ofSession = '(namespace=? AND user=? AND session=?)';
const sorted = 'USE TEMP B-TREE FOR ORDER BY';

test.each<[string, (reader: SqliteReader) => unknown, string[]]>([
  [
    'the states of a session',
    (reader) => reader.statesOf(key),
    [`SEARCH sandboxes USING COVERING INDEX sandboxes_session ${ofSession}`],
  ],
  [
    'the sandboxes of a session',
    (reader) => reader.sandboxesOf(key),
    [`SEARCH sandboxes USING INDEX sandboxes_session ${ofSession}`, sorted],
  ],
  [
    'the primary sandbox of a session',
    (reader) => reader.findPrimary(key, 't'),
    ['SEARCH sandboxes USING INDEX sandboxes_primary (namespace=? AND user=? AND session=? AND template=?)'],
  ],
  [
    'a session',
    (reader) => reader.getSession(key),
    [`SEARCH sessions USING INDEX sqlite_autoindex_sessions_1 ${ofSession}`],
  ],
  [
    'warm sandboxes',
    (reader) => reader.warmIds('t', 'd', 1),
    ['SEARCH sandboxes USING INDEX sandboxes_state (pooled=? AND state=? AND template=?)'],
  ],
  [
    'outdated warm sandboxes',
    (reader) => reader.outdatedWarm('t', 'd', null, 1),
    ['SEARCH sandboxes USING INDEX sandboxes_state (pooled=? AND state=? AND template=?)'],
  ],
  [
    'old warm sandboxes',
    (reader) => reader.oldestWarm('t', 0, 1),
    ['SEARCH sandboxes USING INDEX sandboxes_state (pooled=? AND state=? AND template=?)'],
  ],
  [
    'idle sandboxes',
    (reader) => reader.idleDue(0, 1),
    ['SEARCH sandboxes USING INDEX sandboxes_idle_due (idle_due_at_ms<?)'],
  ],
  [
    'silent sessions',
    (reader) => reader.sessionsDue(0, 1),
    ['SEARCH sessions USING INDEX sessions_due (heartbeat_due_at_ms<?)'],
  ],
])('%s', (_what, ask, plan) => {
  expect(plansOf(ask)).toEqual(plan);
});
