// Copies of workspaces as ports/blob.ts wants them, in any object store: content by its digest, and one manifest.

import { failpointAsync } from '#failpoint';
import type { WorkspaceStorage } from '../ports/blob.ts';
import type { CallOptions } from '../ports/runtime.ts';
import { withDeadline } from './call-deadline.ts';
import type { BlobContext, TransferJob } from './context.ts';
import { downloadWorkspace } from './download.ts';
import { digestOf, objectNames } from './object-names.ts';
import { withPool } from './pool.ts';
import { uploadWorkspace } from './upload.ts';

export function createWorkspaceStorage(context: BlobContext): WorkspaceStorage {
  return {
    upload: async (key, directory, call) => {
      return await transfer(context, `storing workspace ${key}`, key, directory, call, uploadWorkspace);
    },
    download: async (key, directory, known, call) => {
      return await transfer(context, `restoring workspace ${key}`, key, directory, call, async (job) => {
        return await downloadWorkspace({ ...job, known });
      });
    },
    remove: async (key, call) => {
      await transfer(context, `deleting what is stored for workspace ${key}`, key, '', call, removeWorkspace);
    },
    close: async () => await context.objects.close(),
  };
}

async function transfer<T>(
  context: BlobContext,
  what: string,
  key: string,
  directory: string,
  call: CallOptions,
  work: (job: TransferJob) => Promise<T>,
): Promise<T> {
  let activity = 'beginning';
  const names = objectNames(key);
  const note = (now: string): void => {
    activity = now;
  };
  return await withDeadline(
    context.clock,
    call,
    () => `${what} (${activity})`,
    async (signal) => {
      return await work({ context, key, names, directory, signal, note });
    },
  );
}

/** The manifest goes first and for good, so that a snapshot is never named without its content. */
async function removeWorkspace({ context, names, signal }: TransferJob): Promise<void> {
  const { objects, limits } = context;
  await objects.delete(names.manifest, signal);
  await objects.settle(names.base, signal);
  await failpointAsync('remove.after_manifest');
  await objects.sweep(names.base, signal);
  await objects.sweep(names.blobs, signal);
  await withPool(limits.concurrency, signal, async (pool) => {
    for await (const { name } of objects.list(names.blobs, pool.signal)) {
      if (digestOf(names, name) === null) continue;
      await pool.add(async () => {
        await objects.delete(name, pool.signal);
        await failpointAsync('remove.after_blob');
      });
    }
  });
  await objects.settle(names.blobs, signal);
}
