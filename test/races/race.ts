// Calls of the host file walk against links that appear and disappear under it. Counts what got out.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import { SandkeepError } from '../../src/domain/errors.ts';
import type { TreeItem } from '../../src/ports/files.ts';
import { MountedFiles } from '../../src/runtime/rooted/mounted-files.ts';

export interface RaceResult {
  readonly tries: number;
  readonly swaps: number;
  /** Calls that the walk answered; the others were refused. */
  readonly answered: number;
  readonly escapes: readonly string[];
}

const secret = 'a secret of the host';
/** In memory where there is such a place: what is tried is names, not a disk. */
const places = ['/dev/shm', tmpdir()];
const never = new AbortController().signal;
const checkEvery = 500;
const names = ['dir', 'deep/dir', 'dir.real', 'deep/dir.real'];
const walkAll = { maxDepth: 4, maxEntries: 1000, exclude: [], containing: null };
const plainWrite = { mode: 0o600, createParents: true, append: false, mustNotExist: false, ifMatch: null };

/** So many calls of all kinds at places that are being swapped. */
export async function race(tries: number): Promise<RaceResult> {
  const base = realpathSync(mkdtempSync(path.join(places.find((place) => existsSync(place)) ?? tmpdir(), 'sk-race-')));
  const [inside, outside] = [path.join(base, 'inside'), path.join(base, 'outside')];
  mkdirSync(path.join(inside, 'deep'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(path.join(outside, 'secret.txt'), secret);
  chmodSync(path.join(outside, 'secret.txt'), 0o640);
  const before = stateOf(outside);
  const control = new SharedArrayBuffer(8);
  const flags = new Int32Array(control);
  const swapper = new Worker(new URL('swapper.ts', import.meta.url), { workerData: { inside, outside, control } });
  const files = new MountedFiles([{ source: inside, target: '/m', readOnly: false }]);
  const escapes: string[] = [];
  let answered = 0;
  try {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const call = calls[attempt % calls.length];
      const name = names[Math.floor(attempt / calls.length) % names.length] ?? 'dir';
      const seen = await outcomeOf(async () => await call?.(files, name));
      if (seen !== null) answered += 1;
      if (seen?.includes('secret') === true) escapes.push(`call ${attempt % calls.length} at ${name}: ${seen}`);
      if (attempt % checkEvery !== 0) continue;
      const after = stateOf(outside);
      if (after !== before) escapes.push(`after ${attempt} calls outside is ${after}`);
    }
    const after = stateOf(outside);
    if (after !== before) escapes.push(`at the end outside is ${after}`);
    return { tries, swaps: Atomics.load(flags, 1), answered, escapes };
  } finally {
    Atomics.store(flags, 0, 1);
    await swapper.terminate();
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Call = (files: MountedFiles, name: string) => Promise<string>;

/** Each tells what it saw; the word "secret" is only outside. */
const calls: readonly Call[] = [
  async (files) => await textOf(files.read('/m/file', { offset: 0, limit: null }, never)),
  async (files, name) => await textOf(files.read(`/m/${name}/secret.txt`, { offset: 0, limit: null }, never)),
  async (files, name) => pathsOf(await files.list(`/m/${name}`, 100)),
  async (files, name) => pathsOf(await files.walk(`/m/${name}`, walkAll, never)),
  async (files, name) => {
    const entry = await files.write(`/m/${name}/new.txt`, bytesOf('x'), plainWrite, never);
    return String(entry.sizeBytes);
  },
  async (files) => String((await files.write('/m/file', bytesOf('y'), plainWrite, never)).sizeBytes),
  async (files) =>
    String((await files.write('/m/file', bytesOf('z'), { ...plainWrite, append: true }, never)).sizeBytes),
  async (files, name) => {
    const made = { kind: 'makeDirectory', path: `/m/${name}/made`, mode: 0o700, createParents: true } as const;
    return (await files.change(made, never)).kind;
  },
  async (files) => (await files.change({ kind: 'chmod', path: '/m/file', mode: 0o777 }, never)).kind,
  async (files, name) => (await files.change({ kind: 'chmod', path: `/m/${name}`, mode: 0o755 }, never)).kind,
  async (files, name) => {
    const move = { kind: 'move', path: `/m/${name}/secret.txt`, to: '/m/stolen', overwrite: true } as const;
    await files.change(move, never);
    return 'moved a secret';
  },
  async (files, name) => {
    const move = { kind: 'move', path: '/m/file', to: `/m/${name}/moved`, overwrite: true } as const;
    return (await files.change(move, never)).kind;
  },
  async (files, name) => {
    await files.putMany('/m', itemsOf(`${name}/put.txt`), { overwrite: true }, never);
    return 'put';
  },
  async (files, name) => {
    const read: string[] = [];
    for await (const { bytes } of files.readMany([`/m/${name}/secret.txt`, '/m/file'], 1000, never)) {
      read.push(Buffer.from(bytes).toString());
    }
    return read.join();
  },
  async (files, name) => (await files.stat(`/m/${name}/secret.txt`, { lastLink: 'follow' })).path,
  async (files, name) => (await files.change({ kind: 'remove', path: `/m/${name}`, recursive: true }, never)).kind,
];

/** null when it was refused. */
async function outcomeOf(call: () => Promise<string | undefined>): Promise<string | null> {
  try {
    return (await call()) ?? null;
  } catch (error) {
    if (error instanceof SandkeepError && error.reason !== 'INTERNAL') return null;
    throw error;
  }
}

function pathsOf(entries: readonly { readonly path: string }[]): string {
  return entries.map((entry) => entry.path).join();
}

function stateOf(directory: string): string {
  return readdirSync(directory)
    .sort()
    .map((name) => {
      const place = path.join(directory, name);
      const { mode, nlink } = statSync(place);
      return `${name} ${mode.toString(8)} ${nlink} ${statSync(place).isFile() ? readFileSync(place, 'utf8') : ''}`;
    })
    .concat(statSync(directory).mode.toString(8))
    .join('\n');
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function* itemsOf(name: string): AsyncGenerator<TreeItem> {
  yield { name, kind: 'file', mode: 0o600, sizeBytes: 1, linkTarget: '', content: bytesOf('p') };
}
