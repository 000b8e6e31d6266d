// Makes a directory what is stored. It is built beside its place, checked byte by byte, and then takes the place in one
// step. The manifest is hostile input, and whoever may write beside the directory may race the build: nothing is made
// through a link, and the links of the workspace come last.

import { mkdir, rename, statfs } from 'node:fs/promises';
import path from 'node:path';

import { failpointAsync } from '#failpoint';
import { SandkeepError } from '../domain/errors.ts';
import type { Downloaded } from '../ports/blob.ts';
import type { TransferJob } from './context.ts';
import { ignoring, toFileError } from './errors.ts';
import { HeldDirectory } from './held-directory.ts';
import type { Manifest } from './manifest.ts';
import { type ManifestHeader, readManifest } from './manifest-reader.ts';
import { RestoredTree } from './restored-tree.ts';
import { contentOf, discard, siblingOf, tidySiblings } from './siblings.ts';

/** A user inside a container must get through the parents of its workspace. */
const parentMode = 0o755;
const unfinishedMode = 0o700;

export interface DownloadJob extends TransferJob {
  /** The snapshot that the directory came from or was stored as last. */
  readonly known: string | null;
}

/** What the port's download says. */
export async function downloadWorkspace(job: DownloadJob): Promise<Downloaded> {
  try {
    return await download(job);
  } catch (error) {
    throw toFileError(error, job.key, '');
  }
}

async function download(job: DownloadJob): Promise<Downloaded> {
  const { context, directory, names, signal } = job;
  job.note('looking at the workspace');
  await tidySiblings(context, directory, signal);
  const content = await contentOf(directory, context.limits.maxEntries, signal);
  const outcomeWithout = ({ snapshotId }: ManifestHeader): 'current' | 'kept_local' | null => {
    if (snapshotId === job.known && content !== 'missing') return 'current';
    return content === 'files' ? 'kept_local' : null;
  };
  job.note('reading the manifest');
  const read = await context.objects.get(names.manifest, signal, async (chunks) => {
    return await readManifest(chunks, { key: job.key, limits: context.limits }, (it) => outcomeWithout(it) === null);
  });
  if (read === null) return { outcome: 'absent' };
  const { snapshotId } = read.header;
  const outcome = outcomeWithout(read.header);
  if (outcome !== null || read.manifest === null) return { outcome: outcome ?? 'kept_local', snapshotId };
  return { outcome: await restore(job, read.manifest), snapshotId };
}

async function restore(job: DownloadJob, manifest: Manifest): Promise<'downloaded' | 'kept_local'> {
  const { context, directory, signal } = job;
  await context.directories.ensure({ path: path.dirname(directory), mode: parentMode, owner: null });
  await requireSpace(job, manifest.bytes);
  const building = siblingOf(directory, 'restoring');
  try {
    await mkdir(building, unfinishedMode);
    await new RestoredTree({ ...job, directory: building }).build(manifest);
    await failpointAsync('download.before_swap');
    signal.throwIfAborted();
    job.note('putting the workspace in place');
    return await takePlace(job, building);
  } finally {
    // Gone already when it took its place; what cannot be removed now is removed by the next download.
    await discard(context, building).catch((error: unknown) => {
      context.logger.warn({ key: job.key, error }, 'a directory beside a workspace was not removed');
    });
  }
}

/** NO_SPACE before the disk is filled up for everybody. */
async function requireSpace({ key, directory }: DownloadJob, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path.dirname(directory));
  const free = bavail * bsize;
  if (bytes <= free) return;
  throw new SandkeepError('NO_SPACE', `workspace ${key} needs ${bytes} bytes where ${free} are free`, {
    metadata: { key, bytes: String(bytes), free: String(free) },
  });
}

/** What somebody wrote into the old directory since it was looked at stays where it is. */
async function takePlace(job: DownloadJob, building: string): Promise<'downloaded' | 'kept_local'> {
  const { context, directory, signal } = job;
  const replaced = siblingOf(directory, 'replaced');
  const hasReplaced = (await rename(directory, replaced).then(() => true, ignoring('ENOENT'))) ?? false;
  try {
    if (hasReplaced && (await contentOf(replaced, context.limits.maxEntries, signal)) === 'files') {
      await rename(replaced, directory);
      return 'kept_local';
    }
    await failpointAsync('download.between_renames');
    await rename(building, directory);
  } catch (error) {
    // Where that fails too, the next call does it.
    if (hasReplaced) await rename(replaced, directory).catch(() => undefined);
    throw error;
  }
  await syncParent(directory);
  await failpointAsync('download.after_swap');
  if (hasReplaced) await discard(context, replaced);
  return 'downloaded';
}

async function syncParent(directory: string): Promise<void> {
  const parent = await HeldDirectory.open(path.dirname(directory));
  try {
    await parent.handle.sync();
  } finally {
    await parent.release();
  }
}
