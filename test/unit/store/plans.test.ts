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

test.each<[string, (reader: SqliteReader) => unknown, string]>([
  [
    'the states of a session',
    (reader) => reader.statesOf(key),
    'sandboxes_session (namespace=? AND user=? AND session=?)',
  ],
  [
    'the sandboxes of a session',
    (reader) => reader.sandboxesOf(key),
    'sandboxes_session (namespace=? AND user=? AND session=?)',
  ],
  [
    'the primary sandbox',
    (reader) => reader.findPrimary(key, 't'),
    'sandboxes_primary (namespace=? AND user=? AND session=? AND template=?)',
  ],
  [
    'a session',
    (reader) => reader.getSession(key),
    'sqlite_autoindex_sessions_1 (namespace=? AND user=? AND session=?)',
  ],
  ['warm sandboxes', (reader) => reader.warmIds('t', 'd', 1), 'sandboxes_pooled (template=? AND state=?)'],
  ['idle sandboxes', (reader) => reader.idleDue(0, 1), 'sandboxes_idle_due (idle_due_at_ms<?)'],
  ['silent sessions', (reader) => reader.sessionsDue(0, 1), 'sessions_due (heartbeat_due_at_ms<?)'],
])('%s', (_what, ask, index) => {
  const plans = plansOf(ask);
  expect(plans).toHaveLength(1);
  expect(plans[0]).toContain(`INDEX ${index}`);
});
