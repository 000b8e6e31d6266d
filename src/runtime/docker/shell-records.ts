// Pure: from what stat and readlink print to entries.

import type { FileEntry, FileKind } from '../../ports/files.ts';
import { etagOf } from '../rooted/etag.ts';
import { fieldSeparator } from './shell-script.ts';

const typeMask = 0o170000;
const kindByType: Readonly<Record<number, FileKind>> = {
  0o040000: 'directory',
  0o100000: 'file',
  0o120000: 'symlink',
};
const permissionMask = 0o7777;
const fieldsPattern = /^([0-9a-f]+)\/(\d+)\/(\d+)\/(\d+)\/(-?\d+)\/(\d+)\/([^/]*)$/;

/**
 * Records are "//name//mode/size/uid/gid/seconds/inode/time" and a line end; a name may hold anything but a slash, so the
 * separator cannot be part of one. In byte order of their paths.
 */
export function entriesFromRecords(records: string, pathOf: (name: string) => string): readonly FileEntry[] {
  const parts = records.split(fieldSeparator);
  const entries: FileEntry[] = [];
  for (let index = 1; index + 1 < parts.length; index += 2) {
    const fields = fieldsPattern.exec(parts[index + 1] ?? '');
    if (fields !== null) entries.push(toEntry(pathOf(parts[index] ?? ''), fields));
  }
  return entries.sort((left, right) => Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)));
}

/** Name and target of each link, as they alternate. */
export function linksFromFields(fields: readonly string[]): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (let index = 0; index + 1 < fields.length; index += 2) links.set(fields[index] ?? '', fields[index + 1] ?? '');
  return links;
}

function toEntry(path: string, fields: RegExpExecArray): FileEntry {
  const mode = Number.parseInt(fields[1] ?? '0', 16);
  return {
    path,
    kind: kindByType[mode & typeMask] ?? 'other',
    sizeBytes: Number(fields[2]),
    mode: mode & permissionMask,
    uid: Number(fields[3]),
    gid: Number(fields[4]),
    modifiedAtMs: Number(fields[5]) * 1000,
    linkTarget: '',
    etag: etagOf(fields[6] ?? '', fields[2] ?? '', fields[7]?.trim() ?? ''),
  };
}
