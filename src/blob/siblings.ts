// Directories beside a workspace: one in which it is restored, and one that held its place before. A death leaves them
// there, and the next call for the workspace deals with them.

import { randomBytes } from 'node:crypto';
import { lstat, opendir, rename, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';

import type { BlobContext } from './context.ts';
import { ignoring } from './errors.ts';
import { HeldDirectory } from './held-directory.ts';
import { maxDepth } from './manifest.ts';
import { holdsFiles } from './tree.ts';

const suffix = /^\.(restoring|replaced)-[0-9a-f]{16}$/;

export function siblingOf(directory: string, kind: 'restoring' | 'replaced'): string {
  return `${directory}.${kind}-${randomBytes(8).toString('hex')}`;
}

/** What is where the workspace belongs. Something that is no directory counts as files: it is left alone. */
export async function contentOf(
  directory: string,
  maxDirectories: number,
  signal: AbortSignal,
): Promise<'missing' | 'empty' | 'files'> {
  const held = await HeldDirectory.open(directory).catch(ignoring('ENOENT', 'ENOTDIR', 'ELOOP'));
  if (held === null) return (await isMissing(directory)) ? 'missing' : 'files';
  try {
    return (await holdsFiles(held, maxDirectories, signal)) ? 'files' : 'empty';
  } finally {
    await held.release();
  }
}

/** Removes what a download that was killed left beside the workspace. A workspace that was moved away comes back. */
export async function tidySiblings(context: BlobContext, directory: string, signal: AbortSignal): Promise<void> {
  for (const sibling of await siblingsOf(directory)) {
    signal.throwIfAborted();
    const isReplaced = sibling.startsWith(`${directory}.replaced-`);
    if (isReplaced && (await isMissing(directory))) {
      await rename(sibling, directory);
      continue;
    }
    if (isReplaced && (await contentOf(sibling, context.limits.maxEntries, signal)) === 'files') {
      context.logger.warn({ directory: sibling }, 'a directory beside a workspace holds files and is left alone');
      continue;
    }
    await discard(context, sibling);
  }
}

/**
 * Removes a directory beside a workspace. The host's removal, which gets through whatever is in it, needs space for its
 * trash, and the disk may be full because of this very directory: so what goes without is removed first.
 */
export async function discard(context: BlobContext, directory: string): Promise<void> {
  await removeInPlace(directory).catch(() => undefined);
  await context.directories.remove(directory);
}

async function removeInPlace(directory: string): Promise<void> {
  const held = await HeldDirectory.open(directory);
  try {
    await empty(held, 0);
  } finally {
    await held.release();
  }
  await rmdir(directory);
}

async function empty(directory: HeldDirectory, depth: number): Promise<void> {
  if (depth > maxDepth) throw new RangeError('deeper than anything that is restored');
  for await (const entry of await opendir(directory.address)) {
    const place = directory.child(entry.name);
    if (!entry.isDirectory()) {
      await unlink(place);
      continue;
    }
    const child = await directory.openChild(entry.name);
    try {
      await empty(child, depth + 1);
    } finally {
      await child.release();
    }
    await rmdir(place);
  }
}

async function siblingsOf(directory: string): Promise<readonly string[]> {
  const parent = path.dirname(directory);
  const name = path.basename(directory);
  const found: string[] = [];
  const entries = await opendir(parent).catch(ignoring('ENOENT'));
  if (entries === null) return found;
  for await (const entry of entries) {
    if (entry.name.startsWith(name) && suffix.test(entry.name.slice(name.length))) {
      found.push(path.join(parent, entry.name));
    }
  }
  return found;
}

async function isMissing(directory: string): Promise<boolean> {
  return (await lstat(directory).catch(ignoring('ENOENT', 'ENOTDIR'))) === null;
}
