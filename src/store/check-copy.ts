// Checks a copy of the database, in a process of its own: a check of a large file takes seconds. Called with the path;
// writes nothing when all is well, else what is wrong, and ends with 1.

import { argv, exit, stderr } from 'node:process';
import { checkCopy } from './copies.ts';

try {
  checkCopy(argv[2] ?? '');
} catch (error) {
  stderr.write(error instanceof Error ? error.message : String(error));
  exit(1);
}
