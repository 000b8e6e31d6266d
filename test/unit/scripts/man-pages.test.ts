// The manual is what its sources say, and what manual readers take without a warning.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { manualPage } from '../../../scripts/roff.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { daemonOptions } from '../../../src/config/command-line.ts';
import { documentedKeys } from '../../../src/config/schema-walk.ts';
import { fileSchema } from '../../../src/config/schema.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const pages = ['sandkeepd.8', 'sandkeep.1', 'sandkeep.yaml.5'];
/** What our pages are written in: others would be text that begins with a dot by mistake. */
const requests = ['TH', 'SH', 'SS', 'PP', 'TP', 'IP', 'br', 'nf', 'fi', 'in', 'nh', 'ad'];

test('the pages are what their sources say', () => {
  const run = spawnSync(process.execPath, [path.join(root, 'scripts/man-pages.ts'), '--check'], { encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stderr: '' });
});

describe.each(pages)('%s', (name) => {
  const text = readFileSync(path.join(root, 'docs/man', name), 'utf8');

  test('has only requests that are meant, and characters that every reader has', () => {
    const used = [...text.matchAll(/^[.']([A-Za-z]+)/gm)].map((match) => match[1] ?? '');
    expect(used.filter((request) => !requests.includes(request))).toEqual([]);
    expect(text.match(/[^\n\x20-\x7e]/g)).toBeNull();
  });

  test('begins as a manual page does', () => {
    expect([...text.matchAll(/^\.SH "?(\w+)/gm)].map((match) => match[1]).slice(0, 3)).toEqual([
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
    ]);
  });

  test('is formatted without a warning', (context) => {
    const run = spawnSync('groff', ['-man', '-ww', '-Tascii', path.join(root, 'docs/man', name)], { encoding: 'utf8' });
    if (run.error !== undefined) {
      console.warn('formatting of the manual skipped: there is no groff');
      context.skip();
    }
    expect(run).toMatchObject({ status: 0, stderr: '' });
  });
});

test('nothing is left out: every option of the daemon, every command, every key of the config', () => {
  const read = (name: string): string =>
    readFileSync(path.join(root, 'docs/man', name), 'utf8').replaceAll(String.raw`\-`, '-');
  const daemon = read('sandkeepd.8');
  expect(daemonOptions.filter(([flags]) => !daemon.includes(`\\fB${flags}\\fR`))).toEqual([]);
  const commands = read('sandkeep.1');
  const silent = { define: () => {}, version: '', writeOut: () => {}, writeErr: () => {}, helpWidth: 80 };
  const names = buildProgram(silent).commands.map((command) => command.name());
  const missing = names.filter((name) => !name.startsWith('__') && !commands.includes(`.SS "sandkeep ${name}`));
  expect(missing).toEqual([]);
  const config = read('sandkeep.yaml.5');
  const keys = documentedKeys(fileSchema).map((key) => key.path);
  expect(keys.filter((key) => !config.includes(`\n\\fB${key}\\fR\n`))).toEqual([]);
});

test('text that looks like a request or an escape is read as it was written', () => {
  const page = manualPage({
    name: 'x',
    section: 7,
    purpose: 'an example',
    source: 'x 1',
    synopsis: ['`x`'],
    markdown: ".hidden files and 'quotes'\n\n```\n.a \\n ~\n```",
    seeAlso: ['`y`(1)'],
  });
  expect(page).toContain(".SH DESCRIPTION\n\\&.hidden files and 'quotes'\n");
  expect(page).toContain('.nf\n\\&.a \\(rsn \\(ti\n.fi');
});
