// What is fetched or built once and kept outside the tree: Debian packages unpacked, not installed, and Go programs.

import { createHash } from 'node:crypto';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

import { runCommand } from './commands.ts';

const goBuildTimeoutMs = 30 * 60_000;
const packageFetchTimeoutMs = 5 * 60_000;

export function cacheDirectory(): string {
  return process.env['SANDKEEP_ENGINE_CACHE'] || path.join(homedir(), '.cache', 'sandkeep-engines');
}

export async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

/**
 * Fills a cache directory once. The name carries a hash of the recipe, so a changed recipe is a new directory,
 * and the directory gets its final name only when it is complete.
 */
export async function fillOnce(
  name: string,
  recipe: unknown,
  fill: (directory: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 8);
  const directory = path.join(cacheDirectory(), `${name}-${hash}`);
  if (await exists(directory)) return directory;

  const unfinished = `${directory}.unfinished-${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  try {
    await fill(unfinished);
    await rename(unfinished, directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Two processes may fill the same directory; the first to rename wins and its result is as good.
    if (!(await exists(directory))) throw error;
  }
  return directory;
}

/**
 * Downloads Debian packages and unpacks them into one directory: nothing is installed, no service starts.
 * `selfContained` programs find the unpacked libraries by themselves, also with an empty environment.
 */
export async function unpackedDebianPackages(
  name: string,
  packages: string[],
  selfContained: string[] = [],
): Promise<string> {
  return await fillOnce(name, [packages, selfContained], async (directory) => {
    const downloads = path.join(directory, 'packages');
    await mkdir(downloads);
    const download = async (): Promise<unknown> =>
      await runCommand('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', '-q', ...packages], {
        workingDirectory: downloads,
        timeoutMs: packageFetchTimeoutMs,
      });
    try {
      await download();
    } catch {
      // A machine that never ran it has no package lists, and old lists name versions that are gone.
      await runCommand('apt-get', ['update', '-q'], { timeoutMs: packageFetchTimeoutMs });
      await download();
    }
    for (const file of await readdir(downloads)) {
      await runCommand('dpkg', ['-x', path.join(downloads, file), directory]);
    }
    await rm(downloads, { recursive: true });
    for (const program of selfContained) await writeLibraryPath(directory, program);
  });
}

async function writeLibraryPath(unpacked: string, program: string): Promise<void> {
  const patchelf = path.join(await unpackedDebianPackages('patchelf', ['patchelf']), 'usr/bin/patchelf');
  const origin = path.dirname(program);
  const relative = (await libraryDirectories(unpacked)).map((library) =>
    path.relative(path.join(unpacked, origin), library),
  );
  // The old form of the library path, because only that one counts for the libraries of libraries too.
  const libraryPath = relative.map((library) => `$ORIGIN/${library}`).join(':');
  await runCommand(patchelf, ['--force-rpath', '--set-rpath', libraryPath, path.join(unpacked, program)]);
}

/** The library directories of unpacked packages, for LD_LIBRARY_PATH. */
export async function libraryDirectories(unpacked: string): Promise<string[]> {
  const found: string[] = [];
  for (const parent of ['lib', 'usr/lib']) {
    const directory = path.join(unpacked, parent);
    if (!(await exists(directory))) continue;
    for (const entry of await readdir(directory)) {
      if (entry.endsWith('-linux-gnu')) found.push(path.join(directory, entry));
    }
  }
  return found;
}

export interface GoProgram {
  package: string;
  version: string;
  linkerFlags?: string;
  tags?: string;
  /** Programs that need C get the headers and libraries of these Debian packages. */
  developmentPackages?: string[];
}

/** Builds Go programs with `go install`; returns the directory that holds them. */
export async function builtGoPrograms(name: string, programs: GoProgram[]): Promise<string> {
  return await fillOnce(name, programs, async (directory) => {
    for (const program of programs) {
      const flags = ['-ldflags', `-s -w ${program.linkerFlags ?? ''}`];
      if (program.tags) flags.push('-tags', program.tags);
      // The machine is shared with the tests, so a build of several minutes steps back.
      await runCommand('nice', ['-n', '10', 'go', 'install', ...flags, `${program.package}@${program.version}`], {
        environment: {
          ...process.env,
          GOBIN: directory,
          GOFLAGS: '',
          ...(await cgoEnvironment(name, program.developmentPackages)),
        },
        timeoutMs: goBuildTimeoutMs,
      });
    }
  });
}

async function cgoEnvironment(name: string, developmentPackages: string[] | undefined): Promise<NodeJS.ProcessEnv> {
  if (!developmentPackages) return { CGO_ENABLED: '0' };
  const headers = await unpackedDebianPackages(`${name}-headers`, developmentPackages);
  const libraries = await libraryDirectories(headers);
  return {
    CGO_ENABLED: '1',
    CGO_CFLAGS: `-I${path.join(headers, 'usr/include')}`,
    CGO_LDFLAGS: libraries.map((directory) => `-L${directory}`).join(' '),
    PKG_CONFIG_PATH: libraries.map((directory) => path.join(directory, 'pkgconfig')).join(':'),
  };
}
