// The storage of workspaces that the settings name.

import type { StorageSettings } from '../domain/settings.ts';
import type { WorkspaceStorage } from '../ports/blob.ts';
import type { BlobContext } from './context.ts';
import { directoryObjects } from './directory-objects.ts';
import type { ObjectStore } from './object-store.ts';
import { s3Objects } from './s3-objects.ts';
import { createWorkspaceStorage } from './workspace-storage.ts';

export type StorageDependencies = Omit<BlobContext, 'objects' | 'limits'>;

/** Null when workspaces are stored nowhere. STORAGE_DENIED when what the settings need is not installed. */
export function createStorage(settings: StorageSettings, dependencies: StorageDependencies): WorkspaceStorage | null {
  if (settings.kind === 'none') return null;
  const objects: ObjectStore =
    settings.kind === 'directory' ? directoryObjects(settings.path) : s3Objects(settings.s3, dependencies.clock);
  return createWorkspaceStorage({ ...dependencies, objects, limits: settings.limits });
}
