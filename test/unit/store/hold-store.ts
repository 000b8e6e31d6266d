// Holds the store of the directory given until it is killed. A process of its own, for the tests of the lock.

import { openStore } from '../../../src/store/sqlite-store.ts';
import { ManualClock } from '../../support/clock.ts';

const [stateDir = ''] = process.argv.slice(2);
// Named by what runs on, because one that nothing names is collected, and closed with that.
const store = openStore({
  stateDir,
  clock: new ManualClock(),
  maxBatch: 256,
  ballastBytes: 0,
  onFatal: (error) => {
    throw error;
  },
});
process.stdout.write('open\n');
setInterval(() => store.health(), 60_000);
