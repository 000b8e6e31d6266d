// Where the objects of one workspace are: KEY/manifest.json and KEY/blobs/SHA256.

import { invalidField } from '../domain/errors.ts';
import { isStoragePath } from '../domain/names.ts';

const manifestFile = 'manifest.json';
const blobDirectory = 'blobs';
const digest = /^[0-9a-f]{64}$/;

/** The names of everything that is stored under one key. */
export interface ObjectNames {
  /** Ends in "/"; the manifest is directly below it. */
  readonly base: string;
  readonly manifest: string;
  /** Ends in "/"; the blobs are directly below it. */
  readonly blobs: string;
  blob(sha256: string): string;
}

/** INVALID_FIELD when the key is no relative path of plain names. */
export function objectNames(key: string): ObjectNames {
  if (!isStoragePath(key)) throw invalidField('storage_path', 'is no relative path of plain names');
  const base = `${key.split('/').map(escapeReserved).join('/')}/`;
  const blobs = `${base}${blobDirectory}/`;
  return { base, manifest: `${base}${manifestFile}`, blobs, blob: (sha256) => blobs + sha256 };
}

/** The digest that the name of a listed object tells; null for what is none of ours. */
export function digestOf(names: ObjectNames, objectName: string): string | null {
  const rest = objectName.slice(names.blobs.length);
  return objectName.startsWith(names.blobs) && digest.test(rest) ? rest : null;
}

/** A key may hold our own names, but no part of a key begins with ".": so one workspace never lies in another's blobs. */
function escapeReserved(part: string): string {
  return part === manifestFile || part === blobDirectory ? `.${part}` : part;
}
