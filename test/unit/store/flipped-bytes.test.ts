// Any byte of the database may be another one after a bad disk. Whatever the daemon then makes of it: rows as they were,
// a refusal, or a loss that is told; never a silent empty start, and never a crash (F29).

import { cpSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { Random } from '../../crash/random.ts';
import { StateDirectoryError } from '../../../src/store/state-directory.ts';
import { insertRunning, openTestStore } from '../../support/store.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const seeds = 60;
const rows = 20;
const maxFlips = 12;

type Damage = (stateDir: string, random: Random) => void;

const damages: Readonly<Record<string, Damage>> = {
  'flipped bytes of the database': (stateDir, random) => flip(path.join(stateDir, 'state.db'), random),
  'a database cut off somewhere': (stateDir, random) => {
    const file = path.join(stateDir, 'state.db');
    truncateSync(file, random.below(readFileSync(file).length));
  },
};

describe('a state directory with', () => {
  test.each(Object.keys(damages))(
    '%s is whole, refused, or said to be lost (F29)',
    { timeout: 120_000 },
    async (name) => {
      const { stateDir: whole, ids } = await usedDirectory();
      const outcomes = new Map<string, number>();
      for (let seed = 1; seed <= seeds; seed += 1) {
        const stateDir = path.join(await temporaryDirectory('flipped'), 'state');
        cpSync(whole, stateDir, { recursive: true });
        damages[name]?.(stateDir, new Random(seed));
        const outcome = await openedAs(stateDir, ids);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        rmSync(stateDir, { recursive: true });
      }
      const allowed = ['whole', 'rows that cannot be read are shown', 'lost and told', 'refused'];
      expect([...outcomes.keys()].filter((outcome) => !allowed.includes(outcome))).toEqual([]);
      expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(seeds);
    },
  );

  test('a log that is missing or of another database has no half of it (F29)', async () => {
    const { stateDir, ids } = await usedDirectory();
    const other = await usedDirectory();
    for (const source of [null, path.join(other.stateDir, 'state.db')]) {
      const copy = path.join(await temporaryDirectory('flipped'), 'state');
      cpSync(stateDir, copy, { recursive: true });
      const log = path.join(copy, 'state.db-wal');
      if (source === null) rmSync(log, { force: true });
      else writeFileSync(log, readFileSync(source));
      expect(await openedAs(copy, ids)).toBe('whole');
    }
  });
});

/** Closed in order, so that all is in the one file. */
async function usedDirectory(): Promise<{ readonly stateDir: string; readonly ids: readonly string[] }> {
  const { store, stateDir } = await openTestStore();
  const ids: string[] = [];
  for (let row = 0; row < rows; row += 1) ids.push(await insertRunning(store));
  store.close();
  return { stateDir, ids };
}

async function openedAs(stateDir: string, ids: readonly string[]): Promise<string> {
  try {
    const { store } = await openTestStore({ stateDir });
    try {
      if (store.recoveryModes()['database_lost'] !== undefined) {
        const isKept = readdirSync(stateDir).some((name) => name.startsWith('state.db.damaged-'));
        return isKept ? 'lost and told' : 'lost without evidence';
      }
      const listed = store.listSandboxes({}, 0, rows * 2);
      const present = new Set(listed.map(({ id }) => id));
      const missing = ids.filter((id) => !present.has(id)).length;
      if (missing > 0) return `${missing} rows are missing and nobody said so`;
      return listed.some(({ quarantined }) => quarantined) ? 'rows that cannot be read are shown' : 'whole';
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof StateDirectoryError) return 'refused';
    return `threw ${String(error)}`;
  }
}

function flip(file: string, random: Random): void {
  const bytes = readFileSync(file);
  for (let flips = 1 + random.below(maxFlips); flips > 0; flips -= 1)
    bytes[random.below(bytes.length)] = random.below(256);
  writeFileSync(file, bytes);
}
