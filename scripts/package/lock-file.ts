// The packages that the daemon runs with, as the lock file has them.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './commands.ts';

export interface LockedPackage {
  /** From the root of the project, below node_modules. */
  readonly directory: string;
  readonly name: string;
  readonly version: string;
  /** "sha512-" and the digest of what npm fetched, in base64. */
  readonly integrity: string;
  readonly isOptional: boolean;
}

interface LockEntry {
  readonly version: string;
  readonly integrity: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

const folder = 'node_modules/';

/** Those of production that are installed; one that is missing and not optional is an error. */
export function productionPackages(): readonly LockedPackage[] {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  return Object.entries(lock.packages).flatMap(([directory, entry]) => {
    if (!directory.startsWith(folder) || entry.dev === true) return [];
    if (!existsSync(path.join(root, directory))) {
      if (entry.optional === true) return [];
      throw new Error(`${directory} is not installed: "npm ci" first`);
    }
    const name = directory.slice(directory.lastIndexOf(folder) + folder.length);
    const { version, integrity, optional } = entry;
    return [{ directory, name, version, integrity, isOptional: optional === true }];
  });
}
