// Writes docs/CONFIG.md from the schema of the config. With --check it fails when the checked-in file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { configDocumentation } from '../src/config/documentation.ts';
import { settingKeys } from '../src/config/reload.ts';

const file = join(import.meta.dirname, '../docs/CONFIG.md');
const restartKeys = Object.values(settingKeys).flatMap(([key, change]) => (change === 'restart' ? [key] : []));
const text = configDocumentation(new Set(restartKeys));

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readOrEmpty(file) !== text) {
  console.error('docs/CONFIG.md differs from the schema, run "node scripts/config-docs.ts"');
  process.exitCode = 1;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
