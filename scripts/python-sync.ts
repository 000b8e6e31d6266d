// Writes the Python client for threads from the one for asyncio: the same words without "async" and "await".
// With --check it fails when a file differs. What differs in more than words is written by hand: calls.py, keeper.py.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const packageDirectory = path.resolve(import.meta.dirname, '../clients/python/src/sandkeep');
const names = ['client.py', 'command.py', 'events.py', 'files.py', 'sandbox.py'];

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\bOpening\[(\w+)\]/g, '$1'],
  [/\bOpening\((.*)\)$/gm, '$1'],
  [/^from \.calls import (.*), Opening$/gm, 'from .calls import $1'],
  [/\(await ([^\n]*?\))\)(?=[.)[])/g, '$1'],
  [/\bawait /g, ''],
  [/\basync (?=def|with|for)/g, ''],
  [/\bStopAsyncIteration\b/g, 'StopIteration'],
  [/__a(enter|exit|iter|next)__/g, '__$1__'],
  [/\bAsync(?=[A-Z])/g, ''],
  [/\ba client for asyncio\b/g, 'a client for threads'],
];

for (const name of names) {
  const source = readFileSync(path.join(packageDirectory, '_async', name), 'utf8');
  const header = `# Written by scripts/python-sync.ts from _async/${name}; change it there.\n`;
  const content = header + replacements.reduce((text, [from, to]) => text.replaceAll(from, to), source);
  const file = path.join(packageDirectory, '_sync', name);
  if (!process.argv.includes('--check')) writeFileSync(file, content);
  else if (readOrEmpty(file) !== content) {
    console.error(`clients/python/src/sandkeep/_sync/${name} differs, run "node scripts/python-sync.ts"`);
    process.exitCode = 1;
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
