// The other side of the race, in a thread of its own: puts links that lead out of the mount in the place of
// directories and files, and takes them away again, as fast as it can.

import { mkdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { workerData } from 'node:worker_threads';

export interface SwapperData {
  readonly inside: string;
  readonly outside: string;
  /** The first number is set to end it, the second counts its swaps. */
  readonly control: SharedArrayBuffer;
}

const { inside, outside, control } = workerData as SwapperData;
const flags = new Int32Array(control);

while (Atomics.load(flags, 0) === 0) {
  swap('dir', outside);
  swap('file', path.join(outside, 'secret.txt'));
  swap('deep/dir', '../../outside');
  Atomics.add(flags, 1, 3);
}

/** What is really there is renamed away for a moment, and made again when the other side has removed it. */
function swap(name: string, target: string): void {
  const [place, real] = [path.join(inside, name), path.join(inside, `${name}.real`)];
  attempt(() => renameSync(place, real));
  attempt(() => symlinkSync(target, place));
  attempt(() => unlinkSync(place));
  attempt(() => renameSync(real, place));
  attempt(() => (name === 'file' ? writeFileSync(place, 'inside') : remake(place)));
}

function remake(directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'inside.txt'), 'inside');
}

/** The other side changes the same names, so any step may fail. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // The next round makes good for it.
  }
}
