// An image of the built package: this Node.js with its shared libraries, and what `npm install --omit=dev` would bring.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { askEngine } from '../engines/engineApi.ts';
import { type BuiltImage, packImages } from '../images/archive.ts';
import { makeDirectory, removeDirectory } from './temporary.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const loadTimeoutMs = 120_000;
/** Where the package is in the image. */
export const packageDirectory = '/sandkeep';
export const nodeProgram = '/bin/node';

/** Loads it under the name. It has no shell: the command of a container begins with `nodeProgram`. */
export async function loadDaemonImage(dockerHost: string, name: string): Promise<void> {
  const rootfs = await makeDirectory('rootfs');
  const archive = `${rootfs}.tar`;
  try {
    await fill(rootfs);
    await run('tar', ['--create', '--file', archive, '--directory', rootfs, '.']);
    const answer = await askEngine(dockerHost, {
      method: 'POST',
      path: '/images/load?quiet=1',
      body: packImages(new Map([[name, imageOf(await readFile(archive))]])),
      contentType: 'application/x-tar',
      timeoutMs: loadTimeoutMs,
    });
    if (answer.status !== 200 || answer.body.includes('"error"')) throw new Error(`loading ${name}: ${answer.body}`);
  } finally {
    await removeDirectory(rootfs);
    await removeDirectory(archive);
  }
}

function imageOf(layer: Buffer): BuiltImage {
  const digest = createHash('sha256').update(layer).digest('hex');
  const config = {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Cmd: [nodeProgram], Env: ['PATH=/bin'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
  };
  const layers = [{ name: `${digest}.tar`, archive: layer }];
  return { contentHash: digest, config: JSON.stringify(config), layers };
}

async function fill(rootfs: string): Promise<void> {
  for (const directory of ['tmp', 'etc', 'bin']) mkdirSync(path.join(rootfs, directory));
  copyInto(rootfs, process.execPath, nodeProgram);
  for (const library of await sharedLibraries(process.execPath)) copyInto(rootfs, library, library);
  for (const part of ['bin', 'dist', 'proto', 'package.json']) {
    copyInto(rootfs, path.join(root, part), path.join(packageDirectory, part));
  }
  for (const dependency of await productionPackages()) {
    copyInto(rootfs, dependency, path.join(packageDirectory, path.relative(root, dependency)));
  }
}

function copyInto(rootfs: string, source: string, target: string): void {
  cpSync(realpathSync(source), path.join(rootfs, target), { recursive: true });
}

async function sharedLibraries(program: string): Promise<readonly string[]> {
  const { stdout } = await run('ldd', [program]);
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].flatMap(([, library]) => (library === undefined ? [] : [library]));
}

/** Directories below node_modules; npm's list ends with 1 when something optional is missing. */
async function productionPackages(): Promise<readonly string[]> {
  const { stdout } = await run('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root }).catch(
    (error: { stdout: string }) => error,
  );
  return stdout
    .split('\n')
    .filter((directory) => directory.startsWith(`${root}/node_modules/`) && existsSync(directory));
}
