// Workspaces are copied to the storage when their containers have ended, and come from there before a new one is made.

import { failpointAsync } from '#failpoint';
import type { SandboxRecord, WorkspaceRecord } from '../../domain/sandbox.ts';
import { siblingPath } from '../../domain/spec.ts';
import { countsAsLive } from '../../domain/state.ts';
import type { Template } from '../../domain/template.ts';
import type { WorkspaceStorage } from '../../ports/blob.ts';
import { runtimeCall, type EngineContext } from '../context.ts';
import { storageKey } from './workspaces.ts';

function transferKey(workspace: WorkspaceRecord): string {
  return `storage:${workspace.id}`;
}

function transferCall(context: EngineContext, signal: AbortSignal): ReturnType<typeof runtimeCall> {
  const { storage } = context.settings();
  return runtimeCall(context, signal, storage.kind === 'none' ? 0 : storage.limits.timeoutMs);
}

/** The workspace, then the directories beside it, each with its key in the storage. */
function parts(
  context: EngineContext,
  workspace: WorkspaceRecord,
  template: Template | undefined,
): readonly { readonly key: string; readonly path: string }[] {
  const key = storageKey(context, workspace);
  const beside = (template?.siblingMounts ?? []).map(({ name }) => ({
    key: `${key}.${name}`,
    path: siblingPath(workspace.path, name),
  }));
  return [{ key, path: workspace.path }, ...beside];
}

/**
 * Stores the workspace of a sandbox whose containers are gone; nothing when it is not to be stored. The files stay
 * where they are. Errors of WorkspaceStorage.upload.
 */
export async function storeWorkspace(
  context: EngineContext,
  record: SandboxRecord,
  signal: AbortSignal,
): Promise<void> {
  const { storage } = context;
  if (storage === null || !record.policy.storeWorkspace || record.pooled || record.deleteWorkspace) return;
  const workspace = record.workspaceId === null ? null : context.store.getWorkspace(record.workspaceId);
  if (workspace === null || workspace.state !== 'PRESENT') return;
  const template = context.settings().templates.get(record.template);
  await failpointAsync('storage.before_upload');
  await context.slots.run(transferKey(workspace), signal, async () => {
    for (const { key, path } of parts(context, workspace, template)) {
      // A directory that is not there is no reason to forget what is stored of it.
      if (!(await context.directories.exists(path))) continue;
      const uploaded = await storage.upload(key, path, transferCall(context, signal));
      context.metrics.count('sandkeep_storage_sent_bytes_total', {}, uploaded.sentBytes);
      if (path === workspace.path) {
        await context.store.write((tx) => tx.setWorkspaceSnapshot(workspace.id, uploaded.snapshotId));
      }
    }
  });
  await failpointAsync('storage.after_upload');
}

/** Brings what is stored to a workspace that has no files here. Errors of WorkspaceStorage.download. */
export async function fetchWorkspace(
  context: EngineContext,
  template: Template,
  record: SandboxRecord,
  workspace: WorkspaceRecord,
  signal: AbortSignal,
): Promise<void> {
  const { storage } = context;
  if (storage === null || !template.storeWorkspace || record.pooled) return;
  // Under a container that runs, nothing may be swapped.
  if (isUsedByAnother(context, record, workspace)) return;
  await context.slots.run(transferKey(workspace), signal, () =>
    fetchParts(context, storage, template, workspace, signal),
  );
}

async function fetchParts(
  context: EngineContext,
  storage: WorkspaceStorage,
  template: Template,
  workspace: WorkspaceRecord,
  signal: AbortSignal,
): Promise<void> {
  for (const { key, path } of parts(context, workspace, template)) {
    const known = path === workspace.path ? workspace.snapshotId : null;
    const outcome = await storage.download(key, path, known, transferCall(context, signal));
    await failpointAsync('storage.after_download');
    if (outcome.outcome === 'kept_local') {
      context.logger.warn({ key }, 'the storage has other files than the workspace on this host, which are kept');
    }
    if (outcome.outcome === 'downloaded' && path === workspace.path) {
      await context.store.write((tx) => tx.setWorkspaceSnapshot(workspace.id, outcome.snapshotId));
    }
  }
}

function isUsedByAnother(context: EngineContext, record: SandboxRecord, workspace: WorkspaceRecord): boolean {
  if (record.owner === null) return false;
  return context.store
    .sandboxesOf(record.owner)
    .some((other) => other.id !== record.id && other.workspaceId === workspace.id && countsAsLive(other.state));
}
