// Long lists in turns, because a workspace may have millions of entries and the event loop has other things to do.

import { setImmediate as breathe } from 'node:timers/promises';

const itemsPerTurn = 2000;

/** The items one after the other; everything else gets its turn between some of them. */
export async function* inTurns<T>(items: Iterable<T>): AsyncGenerator<T> {
  let left = itemsPerTurn;
  for (const item of items) {
    yield item;
    left -= 1;
    if (left > 0) continue;
    left = itemsPerTurn;
    await breathe();
  }
}
