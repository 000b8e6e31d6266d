// What a power cut does not take back.

import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** The file and its name are on disk when this returns. */
export function syncFile(path: string): void {
  for (const name of [path, dirname(path)]) {
    const file = openSync(name, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}
