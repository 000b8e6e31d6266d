// The shape of the source, checked: arrows between rooms, banned calls, sizes.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');
const maxFileLines = 400;

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** Room -> rooms it may import. Everything else is a wrong arrow. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  ports: ['domain'],
  engine: ['domain', 'ports', 'failpoint'],
  loops: ['domain', 'ports', 'engine'],
  grpc: ['domain', 'ports', 'engine', 'loops', 'gen'],
  store: ['domain', 'ports', 'failpoint'],
  runtime: ['domain', 'ports', 'failpoint'],
  blob: ['domain', 'ports', 'failpoint'],
  host: ['domain', 'ports'],
  tools: ['domain', 'ports'],
  observe: ['domain', 'ports'],
  config: ['domain'],
  client: ['gen'],
  cli: ['client', 'gen'],
  gen: [],
  failpoint: [],
};

const files = readSource();

describe('the source', () => {
  test('has only arrows that point inwards', () => {
    const wrong = files
      .filter((file) => file.room in arrows)
      .flatMap((file) => file.imports.map((target) => ({ file, target: roomOf(target) })))
      .filter(({ file, target }) => target !== file.room && !(arrows[file.room] ?? []).includes(target))
      .map(({ file, target }) => `${file.path} -> ${target}`);
    expect(wrong).toEqual([]);
  });

  test('has the rooms and arrows that docs/ARCHITECTURE.md shows', () => {
    const text = readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([a-z]+)` \| ([a-z, ]*)\|/gm)];
    const shown = rows.map(([, room = '', targets = '']) => [
      room,
      targets
        .split(',')
        .map((target) => target.trim())
        .filter(Boolean),
    ]);
    expect(Object.fromEntries(shown)).toEqual(arrows);
    const rooms = new Set(files.map((file) => file.room).filter((room) => room !== 'main' && room !== 'daemon'));
    expect([...rooms].sort()).toEqual(Object.keys(arrows).sort());
  });

  test('keeps one runtime from importing another', () => {
    const wrong = files
      .filter((file) => /^runtime\/(docker|local|fake)\//.test(file.path))
      .flatMap((file) => file.imports.map((target) => ({ file, target })))
      .filter(({ file, target }) => {
        const [own, other] = [file.path.split('/')[1], /^runtime\/(docker|local|fake)\//.exec(target)?.[1]];
        return other !== undefined && other !== own;
      })
      .map(({ file, target }) => `${file.path} -> ${target}`);
    expect(wrong).toEqual([]);
  });

  test('has a domain that imports nothing from outside', () => {
    const wrong = files
      .filter((file) => file.room === 'domain')
      .flatMap((file) =>
        moduleNames(file.text)
          .filter((name) => !name.startsWith('.'))
          .map((name) => `${file.path}: ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  test('names SQL only in the store', () => {
    const wrong = files
      .filter((file) => file.room !== 'store' && moduleNames(file.text).includes('better-sqlite3'))
      .map((file) => file.path);
    expect(wrong).toEqual([]);
  });

  test('names the container engine only in its runtime', () => {
    const wrong = files
      .filter((file) => !file.path.startsWith('runtime/docker/') && moduleNames(file.text).includes('dockerode'))
      .map((file) => file.path);
    expect(wrong).toEqual([]);
  });

  test('names the S3 client in one place, which loads it only when it is used', () => {
    const client = /from\s+'@aws-sdk|import\s+'@aws-sdk/;
    const withoutTypes = (text: string): string => text.replaceAll(/import type [^;]+;/g, '');
    expect(files.filter((file) => client.test(file.text)).map((file) => file.path)).toEqual(['blob/s3-objects.ts']);
    expect(files.filter((file) => client.test(withoutTypes(file.text))).map((file) => file.path)).toEqual([]);
  });

  test('reads the clock and randomness only where they are passed in from', () => {
    // A deadline of a call arrives as wall time from grpc-js, and the command line is a process of its own.
    const exempt = /^(host|cli|client|runtime\/fake|grpc\/call-scope)/;
    const wrong = files
      .filter((file) => !exempt.test(file.path) && /Date\.now\(|Math\.random\(|new Date\(\)/.test(file.text))
      .map((file) => file.path);
    expect(wrong).toEqual([]);
  });

  test('does not write to the console outside the command line', () => {
    const wrong = files
      .filter((file) => file.room !== 'cli' && file.room !== 'gen' && /\bconsole\./.test(file.text))
      .map((file) => file.path);
    expect(wrong).toEqual([]);
  });

  test('leaves nothing marked as to be done', () => {
    const marks = /\b(?:TODO|FIXME|XXX)\b/;
    expect(files.filter((file) => marks.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  test(`has no file over ${maxFileLines} lines that is not explained here`, () => {
    const explained = new Set([
      // One method a statement; splitting it would hide that they share one transaction.
      'store/writer.ts',
    ]);
    const long = files
      .filter((file) => file.room !== 'gen' && file.text.split('\n').length > maxFileLines && !explained.has(file.path))
      .map((file) => `${file.path}: ${file.text.split('\n').length}`);
    expect(long).toEqual([]);
  });
});

function readSource(): SourceFile[] {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      const path = relative(source, full);
      const text = readFileSync(full, 'utf8');
      const local = moduleNames(text).filter((name) => name.startsWith('.') || name === '#failpoint');
      const imports = local.map((name) =>
        name === '#failpoint' ? 'failpoint.ts' : normalize(join(dirname(path), name)),
      );
      return { path, room: roomOf(path), text, imports };
    });
}

function roomOf(path: string): string {
  const [first = ''] = path.split('/');
  return first.replace(/\.ts$/, '');
}

function moduleNames(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s+'([^']+)'/g)].map((match) => match[1] ?? '');
}
