// Copies of workspaces that outlive their containers, and this host where the storage does.

import type { CallOptions } from './runtime.ts';

/** What is stored under one key. */
export interface StoredSnapshot {
  /** Another snapshot has another id. */
  readonly snapshotId: string;
  readonly entries: number;
  readonly bytes: number;
}

export interface Uploaded extends StoredSnapshot {
  /** Files whose content the storage did not have yet. */
  readonly sentFiles: number;
  readonly sentBytes: number;
}

export type Downloaded =
  | { readonly outcome: 'absent' }
  /** The directory has what is stored, or newer work on top of it. */
  | { readonly outcome: 'current'; readonly snapshotId: string }
  /** The directory holds files that do not come from this snapshot; they were left alone. */
  | { readonly outcome: 'kept_local'; readonly snapshotId: string }
  | { readonly outcome: 'downloaded'; readonly snapshotId: string };

/**
 * Keys are relative paths of plain names. Calls for one key do not overlap; the caller sees to that. Every call can be
 * repeated after a kill at any moment: a snapshot is either the old one or the new one, never a mixture, and what was
 * sent already is not sent again. Errors: STORAGE_UNAVAILABLE, STORAGE_DENIED, STORAGE_FULL, STORAGE_CORRUPT.
 */
export interface WorkspaceStorage {
  /**
   * Stores the directory under the key; never follows a link. Sockets, pipes, devices and names that are no UTF-8 are
   * left out. WORKSPACE_TOO_LARGE, FILE_PERMISSION_DENIED; FILE_NOT_FOUND and NOT_A_DIRECTORY, because a directory that
   * is gone is not stored as an empty one.
   */
  upload(key: string, directory: string, call: CallOptions): Promise<Uploaded>;

  /**
   * Makes the directory what is stored under the key, in one step, if it is missing or holds no file. `known` is the
   * snapshot it came from or was stored as last, null when there was none. Owners are restored: WORKSPACE_OWNER when the
   * daemon may not. NO_SPACE, WORKSPACE_TOO_LARGE, FILE_PERMISSION_DENIED.
   */
  download(key: string, directory: string, known: string | null, call: CallOptions): Promise<Downloaded>;

  /** Deletes what is stored under the key. Absent is success. */
  remove(key: string, call: CallOptions): Promise<void>;

  close(): Promise<void>;
}
