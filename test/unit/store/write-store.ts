// Writes to the store of the directory given until a write fails, and prints how. A process of its own, because the
// limit on the size of files that makes it fail is one of a process.

import { newSandbox, noSecrets } from '../../support/rows.ts';
import { openStore } from '../../../src/store/sqlite-store.ts';
import { ManualClock } from '../../support/clock.ts';

const fatal: string[] = [];
const [stateDir = ''] = process.argv.slice(2);
const store = openStore({
  stateDir,
  clock: new ManualClock(),
  maxBatch: 256,
  ballastBytes: 0,
  onFatal: (error) => fatal.push(error.message),
});
const annotations = { filler: 'x'.repeat(64 * 1024) };
let acknowledged = 0;
try {
  for (;;) {
    await store.write((tx) => tx.insertSandbox(newSandbox({ annotations }), noSecrets));
    acknowledged += 1;
  }
} catch (error) {
  const reason = error instanceof Error && 'reason' in error ? error.reason : String(error);
  process.stdout.write(JSON.stringify({ reason, fatal, acknowledged }));
}
process.exit(0);
