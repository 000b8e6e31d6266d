// Where the files of a session live. A workspace is a row and a directory; it outlives every container (R13).

import { SandkeepError } from '../../domain/errors.ts';
import { checkWorkspaceDir, mountRules } from '../../domain/mount-rules.ts';
import { encodePathComponent, isStoragePath } from '../../domain/names.ts';
import type { MountSpec } from '../../domain/runtime-spec.ts';
import type { SandboxRecord, SessionKey, WorkspaceRecord } from '../../domain/sandbox.ts';
import { siblingPath, workspaceMounts } from '../../domain/spec.ts';
import type { Template, TemplateMount } from '../../domain/template.ts';
import type { StoreReader } from '../../ports/store.ts';
import { runtimeCall, type EngineContext } from '../context.ts';

/** A workspace that a new sandbox will refer to; the row is written with the sandbox's intent. */
export interface PlannedWorkspace {
  readonly id: string;
  readonly path: string;
  readonly layoutPath: string;
  readonly managed: boolean;
  readonly storagePath: string | null;
}

export interface WorkspaceRequest {
  readonly owner: SessionKey | null;
  readonly sandboxId: string;
  /** "" for the place that the layout has. */
  readonly workspaceDir: string;
  /** "" for the place that the layout has in the storage. */
  readonly storagePath: string;
}

/** Decides which workspace a new sandbox gets; changes nothing. WORKSPACE_DENIED, STORAGE_PATH_DENIED. */
export async function planWorkspace(
  context: EngineContext,
  template: Template,
  request: WorkspaceRequest,
): Promise<PlannedWorkspace | null> {
  if (request.storagePath !== '') assertStoragePathAllowed(context, request.storagePath);
  if (template.workspace === 'none') return null;
  const { owner, sandboxId, workspaceDir } = request;
  const layoutPath =
    workspaceDir === ''
      ? workspaceLayoutPath(context, template, owner, sandboxId)
      : await allowedDirectory(context, workspaceDir);
  const known = context.store.findWorkspaceByLayout(layoutPath);
  if (known?.state === 'PRESENT') return known;
  if (known?.state === 'DELETING') await finishDeletion(context, known);
  return {
    id: context.ids.shortId(),
    path: layoutPath,
    layoutPath,
    managed: known?.managed ?? workspaceDir === '',
    storagePath: request.storagePath === '' ? null : request.storagePath,
  };
}

/** An empty allow-list allows nothing (R12). */
function assertStoragePathAllowed(context: EngineContext, storagePath: string): void {
  const { allowedStoragePaths, storage } = context.settings();
  const isAllowed = allowedStoragePaths.some(
    (prefix) => storagePath === prefix || storagePath.startsWith(`${prefix}/`),
  );
  if (isAllowed && storage.kind !== 'none') return;
  const why = isAllowed ? 'no storage is configured' : 'no prefix of storage.allowed_paths covers it';
  throw new SandkeepError('STORAGE_PATH_DENIED', `storage_path "${storagePath}" is refused: ${why}`, {
    metadata: { storage_path: storagePath },
  });
}

/** "@" never begins an encoded name, so a sandbox's own directory meets no namespace. */
export function workspaceLayoutPath(
  context: EngineContext,
  template: Template,
  owner: SessionKey | null,
  sandboxId: string,
): string {
  const dataDir = context.settings().paths.dataDir;
  if (owner === null || template.workspace === 'sandbox') return `${dataDir}/workspaces/@${sandboxId}`;
  const encode = (text: string): string => encodePathComponent(text, context.hash);
  if (template.workspacePath === null) {
    return `${dataDir}/workspaces/${encode(owner.namespace)}/${encode(owner.user)}/${encode(owner.session)}`;
  }
  const relative = template.workspacePath
    .replaceAll('{namespace}', encode(owner.namespace))
    .replaceAll('{user}', encode(owner.user))
    .replaceAll('{session}', encode(owner.session));
  return `${dataDir}/${relative}`;
}

/** The allow-list is compared with the path as it is and as it is without links. */
async function allowedDirectory(context: EngineContext, directory: string): Promise<string> {
  const settings = context.settings();
  checkWorkspaceDir(directory, mountRules(settings), settings.allowedWorkspaceDirs);
  const real = await realPathOf(context, directory);
  const realRoots = await Promise.all(settings.allowedWorkspaceDirs.map((root) => context.directories.realPath(root)));
  checkWorkspaceDir(
    real,
    mountRules(settings),
    realRoots.filter((root) => root !== null),
  );
  return real;
}

/** The path without links, also of what does not exist yet: a link above it must not lead out of the allow-list. */
async function realPathOf(context: EngineContext, directory: string): Promise<string> {
  const real = await context.directories.realPath(directory);
  if (real !== null || directory === '/') return real ?? directory;
  const cut = directory.lastIndexOf('/');
  const parent = await realPathOf(context, directory.slice(0, cut) || '/');
  return `${parent === '/' ? '' : parent}${directory.slice(cut)}`;
}

/** Makes the directories; idempotent. WORKSPACE_OWNER, NO_SPACE. */
export async function prepareWorkspace(context: EngineContext, template: Template, path: string): Promise<void> {
  const { workspaceMode: mode, workspaceOwner: owner } = template;
  await context.directories.ensure({ path, mode, owner });
  for (const name of template.workspaceDirectories) {
    await context.directories.ensure({ path: `${path}/${name}`, mode, owner, within: path });
  }
  for (const sibling of template.siblingMounts) {
    await context.directories.ensure({ path: siblingPath(path, sibling.name), mode, owner });
  }
}

export interface ResolvedMounts {
  readonly mounts: readonly MountSpec[];
  readonly skipped: readonly string[];
}

/** Mounts of the template for a workspace; optional ones whose source is missing are skipped. MOUNT_SOURCE_MISSING. */
export async function resolveMounts(
  context: EngineContext,
  template: Template,
  workspace: string | null,
): Promise<ResolvedMounts> {
  const mounts: MountSpec[] = workspace === null ? [] : workspaceMounts(template, workspace);
  const skipped: string[] = [];
  for (const mount of template.mounts) {
    if (await isMountable(context, mount)) {
      mounts.push({ source: mount.source, target: mount.target, readOnly: mount.readOnly });
    } else if (mount.optional) {
      skipped.push(`${mount.target}: ${mount.source} does not exist`);
    } else {
      throw new SandkeepError(
        'MOUNT_SOURCE_MISSING',
        `template ${template.name} mounts ${mount.source} at ${mount.target}, and it does not exist`,
        { metadata: { source: mount.source, target: mount.target } },
      );
    }
  }
  return { mounts, skipped };
}

/** A daemon in a container cannot see the engine's host; there the engine itself has the word. */
async function isMountable(context: EngineContext, mount: TemplateMount): Promise<boolean> {
  const settings = context.settings();
  const translated = settings.runtimes.docker.hostDataDir !== null;
  if (translated && !mount.source.startsWith(`${settings.paths.dataDir}/`) && !mount.optional) return true;
  return await context.directories.exists(mount.source);
}

/** WORKSPACE_IN_USE, INVALID_FIELD for a directory that sandkeep did not make. */
export function assertDeletable(store: StoreReader, record: SandboxRecord): void {
  if (record.workspaceId === null) return;
  const workspace = store.getWorkspace(record.workspaceId);
  if (workspace === null) return;
  if (!workspace.managed) {
    throw new SandkeepError(
      'WORKSPACE_DENIED',
      `workspace ${workspace.id} was named by a request and is not deleted by sandkeep`,
    );
  }
  const others = store.workspaceReferences(workspace.id, record.id);
  if (others > 0) {
    throw new SandkeepError(
      'WORKSPACE_IN_USE',
      `workspace ${workspace.id} of sandbox ${record.id} is used by ${others} more`,
      {
        metadata: { workspace_id: workspace.id },
      },
    );
  }
}

/** Where a workspace is kept in the storage: as its request said, or as the layout has it. */
export function storageKey(context: EngineContext, workspace: WorkspaceRecord): string {
  // Three roots, so that no request can name what the layout keeps for another session.
  if (workspace.storagePath !== null) return `named/${workspace.storagePath}`;
  const workspaces = `${context.settings().paths.dataDir}/workspaces/`;
  const relative = workspace.layoutPath.startsWith(workspaces) ? workspace.layoutPath.slice(workspaces.length) : '';
  return isStoragePath(relative) ? `workspaces/${relative}` : `elsewhere/${context.hash(workspace.layoutPath)}`;
}

/** Deletes the bytes of a workspace whose row says DELETING; safe to repeat after a crash. */
export async function finishDeletion(context: EngineContext, workspace: WorkspaceRecord): Promise<void> {
  const storage = workspace.deletion === 'here' ? null : context.storage;
  const key = storageKey(context, workspace);
  for (const template of context.settings().templates.values()) {
    for (const sibling of template.siblingMounts) {
      await context.directories.remove(siblingPath(workspace.path, sibling.name));
      await storage?.remove(`${key}.${sibling.name}`, deletionCall(context));
    }
  }
  await context.directories.remove(workspace.path);
  await storage?.remove(key, deletionCall(context));
  await context.store.write((tx) => {
    tx.endDeletion(workspace.id);
    tx.appendEvent({
      type: 'workspace.deleted',
      sandboxId: '',
      reason: 'WORKSPACE_DELETED',
      message: `workspace ${workspace.id} was deleted`,
      actor: 'client',
    });
  });
}

function deletionCall(context: EngineContext): ReturnType<typeof runtimeCall> {
  return runtimeCall(context, context.stopping);
}
