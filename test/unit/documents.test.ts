// What the documents name exists: scripts, commands and their options, files. Generated ones are what their source says.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';

import { version } from '../../scripts/version.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { documentedKeys } from '../../src/config/schema-walk.ts';
import { fileSchema } from '../../src/config/schema.ts';
import { errorTable } from '../../src/domain/errors.ts';

const root = path.resolve(import.meta.dirname, '../..');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/ARCHITECTURE.md',
  'docs/CONFIG.md',
  'docs/ERRORS.md',
  'docs/METRICS.md',
  'docs/OPERATING.md',
  'docs/RELIABILITY.md',
  'docs/SESSIONS.md',
  'docs/WATCHING.md',
  'docs/TOOLS.md',
  'docs/TROUBLESHOOTING.md',
];

test('docs/METRICS.md is what the table of metrics says', () => {
  const run = spawnSync(process.execPath, [path.join(root, 'scripts/metrics-docs.ts'), '--check'], {
    encoding: 'utf8',
  });
  expect(run).toMatchObject({ status: 0, stderr: '' });
});

test('docs/ERRORS.md is what the error table says', () => {
  const run = spawnSync(process.execPath, [path.join(root, 'scripts/error-docs.ts'), '--check'], { encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stderr: '' });
});

describe.each(documents)('%s', (name) => {
  const text = readFileSync(path.join(root, name), 'utf8');

  test('names npm scripts that exist', () => {
    const known = new Set([...Object.keys(packageScripts()), 'ci', 'install', 'pack']);
    const named = [...codeOf(text).matchAll(/\bnpm (?:run )?(?:--?[a-z]+ )*([a-z:-]+)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.filter((script) => !known.has(script))).toEqual([]);
  });

  test('names commands and options of sandkeep that exist', () => {
    const wrong = sandkeepCommands(text).filter((line) => !isKnown(line.split(/\s+/)));
    expect(wrong).toEqual([]);
  });

  test('links to files that exist', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map((match) => match[1] ?? '');
    expect(targets.filter((target) => !existsSync(path.join(root, path.dirname(name), target)))).toEqual([]);
  });
});

test('docs/RELIABILITY.md names tests that exist', () => {
  const text = readFileSync(path.join(root, 'docs/RELIABILITY.md'), 'utf8');
  const folders: Readonly<Record<string, string>> = { i: 'integration', u: 'unit', e: 'e2e', c: 'contract' };
  const named = [...text.matchAll(/\b([iuec])\/([a-z0-9/-]+)/g)].map(
    ([, folder = '', name = '']) => `test/${folders[folder]}/${name}.test.ts`,
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test('docs/TROUBLESHOOTING.md has every reason of the error table, and no other, and keys that exist', () => {
  const text = readFileSync(path.join(root, 'docs/TROUBLESHOOTING.md'), 'utf8');
  const reasons = [...text.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)].flatMap(([, cell = '']) =>
    cell.replaceAll('`', '').split(', '),
  );
  expect(reasons.toSorted()).toEqual(Object.keys(errorTable).toSorted());
  const keys = new Set(documentedKeys(fileSchema).flatMap(({ path: key }) => [key, key.replace(/^.*<name>\./, '')]));
  const named = [...text.matchAll(/`([a-z]+(?:_[a-z]+)+(?:\.[a-z_]+)*|[a-z]+\.[a-z_.]+)`/g)].map(([, key = '']) => key);
  expect(named.length).toBeGreaterThan(10);
  // A field of the contract.
  expect(named.filter((key) => !keys.has(key) && key !== 'request_id')).toEqual([]);
});

test('README.md names the packages of this version', () => {
  const text = readFileSync(path.join(root, 'README.md'), 'utf8');
  const named = [...text.matchAll(/\/sandkeep[-_](\d+\.\d+\.\d+)/g)].map((match) => match[1]);
  expect(named.length).toBeGreaterThan(0);
  expect(new Set(named)).toEqual(new Set([version]));
});

test('README.md names the commands of the tour, so that the check above checks something', () => {
  const named = sandkeepCommands(readFileSync(path.join(root, 'README.md'), 'utf8')).map((line) => line.split(' ')[0]);
  expect(named).toEqual(expect.arrayContaining(['acquire', 'exec', 'files', 'events', 'release']));
  expect(isKnown(['acquire', '--no-such-option'])).toBe(false);
  expect(isKnown(['orphans', 'forget'])).toBe(false);
});

describe('a service manager', () => {
  const drainSeconds = fileSchema.parse({}).drain_timeout / 1000;

  test.each([
    ['systemd/sandkeepd.service', /^TimeoutStopSec=(\d+)$/m],
    ['launchd/dev.sandkeep.sandkeepd.plist', /<key>ExitTimeOut<\/key>\s*<integer>(\d+)</],
  ])('%s waits longer for a stop than the daemon takes at most', (file, pattern) => {
    const waits = Number(pattern.exec(readFileSync(path.join(root, file), 'utf8'))?.[1]);
    expect(drainSeconds).toBeGreaterThan(0);
    expect(waits).toBeGreaterThan(drainSeconds);
  });
});

function packageScripts(): Readonly<Record<string, string>> {
  const parsed: { scripts: Record<string, string> } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return parsed.scripts;
}

/** Blocks and spans of code, without the prose. */
function codeOf(markdown: string): string {
  const blocks = [...markdown.matchAll(/```(?:sh|console)\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const spans = [...markdown.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  return [...blocks, ...spans].join('\n');
}

/** What follows "sandkeep" in code: spans, lines of shell blocks, prompts of console blocks, and quoted in hints. */
function sandkeepCommands(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/```(sh|console)\n([\s\S]*?)```/g)].flatMap(([, kind, body = '']) =>
    body.split('\n').filter((line) => kind === 'sh' || line.startsWith('$ ')),
  );
  const fromBlocks = blocks.flatMap((line) => [...line.matchAll(/(?:^|\$ |\| )sandkeep ([a-z].*)$/g)]);
  const fromSpans = [...markdown.matchAll(/[`"]sandkeep ([a-z][^`"]*)[`"]/g)];
  return [...fromBlocks, ...fromSpans].map((match) => match[1] ?? '');
}

function isKnown(words: readonly string[]): boolean {
  let command: Command = buildProgram({
    define: () => {},
    version: '',
    writeOut: () => {},
    writeErr: () => {},
    helpWidth: 120,
  });
  for (const word of words) {
    const child = command.commands.find((candidate) => candidate.name() === word);
    if (child === undefined) break;
    command = child;
  }
  const known = new Set(command.options.flatMap(({ long, short }) => [long, short]));
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  const options = own.filter((word) => word.startsWith('-')).map((word) => word.split('=')[0]);
  return command.parent !== null && command.commands.length === 0 && options.every((option) => known.has(option));
}
