// What sandkeep asks of the files of a sandbox. The same answers and refusals whether they are served from the host
// or out of a container; paths are virtual in both directions, in errors too.

import type { CallOptions, InstanceTarget } from './runtime.ts';

export type FileKind = 'file' | 'directory' | 'symlink' | 'other';

export interface FileEntry {
  /** Virtual absolute path. */
  readonly path: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  /** Permission bits, without the file type. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedAtMs: number;
  /** Virtual target of a symlink; empty otherwise. */
  readonly linkTarget: string;
  /** Another one when the content is another; "" for what only exists because a mount lies below it. */
  readonly etag: string;
}

export interface FileRange {
  readonly offset: number;
  /** null: to the end. */
  readonly limit: number | null;
}

export interface FileWriteOptions {
  readonly mode: number | null;
  readonly createParents: boolean;
  readonly append: boolean;
  /** FILE_EXISTS instead of replacing. */
  readonly mustNotExist: boolean;
  /** CONFLICT unless the file that is replaced has this etag; null does not look. */
  readonly ifMatch: string | null;
}

export interface StatOptions {
  /** Whether a link is described itself, or what it leads to. */
  readonly lastLink: 'keep' | 'follow';
}

/** A change of the tree that carries no content. Nothing that is a mount, or holds one, is removed or moved. */
export type FileChange =
  /** An existing directory is success. FILE_EXISTS for anything else there. */
  | {
      readonly kind: 'makeDirectory';
      readonly path: string;
      readonly mode: number | null;
      readonly createParents: boolean;
    }
  /** Links are removed, never followed. DIRECTORY_NOT_EMPTY unless recursive. */
  | { readonly kind: 'remove'; readonly path: string; readonly recursive: boolean }
  /** FILE_EXISTS; a directory is never replaced. */
  | { readonly kind: 'move'; readonly path: string; readonly to: string; readonly overwrite: boolean }
  /** Follows a last link; set-id and sticky bits are dropped. */
  | { readonly kind: 'chmod'; readonly path: string; readonly mode: number };

export type ChangeOutcome =
  /** entry: what is there now; null after a removal. */
  | { readonly kind: 'done'; readonly entry: FileEntry | null }
  /** A move between file systems that a rename cannot do; nothing has happened. */
  | { readonly kind: 'crosses' };

export interface WalkRequest {
  /** 1: direct children. */
  readonly maxDepth: number;
  /** More is FILE_TOO_LARGE. */
  readonly maxEntries: number;
  /** Names to leave out with all below them; "*" and "?" match within a name. */
  readonly exclude: readonly string[];
  /** Only regular files that may hold a match are wanted. */
  readonly containing: ContentHint | null;
}

/** Spares transfers: a runtime that can look inside files leaves out those without a line like it; others ignore it. */
export interface ContentHint {
  /** A POSIX extended regular expression that matches at least every line that is wanted, or a literal. */
  readonly pattern: string;
  readonly kind: 'literal' | 'extended';
  readonly ignoreCase: boolean;
  /** Larger files are left out. */
  readonly maxFileBytes: number;
}

export interface SmallFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** One thing to put into a directory, in the order directories before what they hold. */
export interface TreeItem {
  /** Below the directory, without "..", for example "src/main.ts". */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly sizeBytes: number;
  /** Relative text of a symlink that stays below the directory; "" otherwise. */
  readonly linkTarget: string;
  /** Read to its end before the next item comes; null for what has none. */
  readonly content: AsyncIterable<Uint8Array> | null;
}

export interface WatchRequest {
  readonly recursive: boolean;
  /** Directories watched at once; more is FILE_TOO_LARGE. */
  readonly maxDirectories: number;
  /** Events held for a reader that is behind; then they are dropped and "overflow" says so. */
  readonly maxQueued: number;
}

export type FileEvent =
  /** First: what happens from now on is told. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'created' | 'changed' | 'removed'; readonly path: string }
  /** Events were lost: look at the tree again. */
  | { readonly kind: 'overflow' };

/**
 * The files of instances. All: INVALID_PATH, FILE_NOT_FOUND, NOT_A_DIRECTORY, PATH_ESCAPES, FILE_PERMISSION_DENIED,
 * MOUNT_SOURCE_MISSING, SANDBOX_LOST, NOT_SUPPORTED where an image lacks what it takes. Changes: READ_ONLY_PATH, NO_SPACE.
 */
export interface FileTree {
  /** Follows a last link. NOT_A_FILE, RANGE_NOT_SATISFIABLE. */
  read(target: InstanceTarget, path: string, range: FileRange, call: CallOptions): AsyncIterable<Uint8Array>;

  /** Atomic: readers see the old or the new file. FILE_EXISTS, NOT_A_FILE, CONFLICT; an error of the content passes. */
  write(
    target: InstanceTarget,
    path: string,
    content: AsyncIterable<Uint8Array>,
    options: FileWriteOptions,
    call: CallOptions,
  ): Promise<FileEntry>;

  /** A link's target is an absolute virtual path, or "" when it leaves what is mounted. */
  stat(target: InstanceTarget, path: string, options: StatOptions, call: CallOptions): Promise<FileEntry>;

  /** Direct children, by name in byte order. More than maxEntries is FILE_TOO_LARGE. */
  list(target: InstanceTarget, path: string, maxEntries: number, call: CallOptions): Promise<readonly FileEntry[]>;

  /** FILE_EXISTS, DIRECTORY_NOT_EMPTY, NOT_A_FILE. */
  change(target: InstanceTarget, change: FileChange, call: CallOptions): Promise<ChangeOutcome>;

  /**
   * What lies below a directory, by path, each directory before what it holds. Links and other file systems that
   * are no mounts are shown, not entered; what may not be read is left out.
   */
  walk(target: InstanceTarget, path: string, request: WalkRequest, call: CallOptions): Promise<readonly FileEntry[]>;

  /** Regular files in the order given, at most maxBytes of each; links and what is gone are left out. */
  readMany(
    target: InstanceTarget,
    paths: readonly string[],
    maxBytes: number,
    call: CallOptions,
  ): AsyncIterable<SmallFile>;

  /**
   * Puts items into an existing directory; from the host each file appears whole. New things are the directory's owner's.
   * FILE_EXISTS unless overwrite, and for a file in the place of a directory or the other way round.
   * What came before a failure stays.
   */
  putMany(
    target: InstanceTarget,
    directory: string,
    items: AsyncIterable<TreeItem>,
    options: { readonly overwrite: boolean },
    call: CallOptions,
  ): Promise<void>;

  /** Until the signal ends it; the deadline is for the beginning. NOT_SUPPORTED outside of mounts. */
  watch(target: InstanceTarget, path: string, request: WatchRequest, call: CallOptions): AsyncIterable<FileEvent>;
}
