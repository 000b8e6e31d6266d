// Writes docs/CLI.md from the command tree. With --check it fails when the checked-in file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cliDocument } from './cli-document.ts';

const target = join(import.meta.dirname, '../docs/CLI.md');
const document = cliDocument();
if (!process.argv.includes('--check')) writeFileSync(target, document);
else if (readFileSync(target, 'utf8') !== document) {
  console.error('docs/CLI.md is out of date, run "node scripts/cli-docs.ts"');
  process.exitCode = 1;
}
