// An image of the built package: this Node.js with its shared libraries, and what `npm install --omit=dev` would bring.

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { askEngine } from '../engines/engineApi.ts';
import { makeDirectory, removeDirectory } from './temporary.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const importTimeoutMs = 120_000;
/** Where the package is in the image. */
export const packageDirectory = '/sandkeep';
export const nodeProgram = '/bin/node';

/** Imports it under the name. It has no shell: the command of a container begins with `nodeProgram`. */
export async function importDaemonImage(dockerHost: string, name: string): Promise<void> {
  const rootfs = await makeDirectory('rootfs');
  const archive = `${rootfs}.tar`;
  try {
    await fill(rootfs);
    await run('tar', ['--create', '--file', archive, '--directory', rootfs, '.']);
    const [repository = '', tag = 'latest'] = name.split(':');
    const answer = await askEngine(dockerHost, {
      method: 'POST',
      path: `/images/create?fromSrc=-&repo=${repository}&tag=${tag}`,
      body: readFileSync(archive),
      contentType: 'application/x-tar',
      timeoutMs: importTimeoutMs,
    });
    if (answer.status !== 200 || answer.body.includes('"error"')) throw new Error(`import of ${name}: ${answer.body}`);
  } finally {
    await removeDirectory(rootfs);
    await removeDirectory(archive);
  }
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
