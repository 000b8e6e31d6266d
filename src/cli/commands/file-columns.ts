// How files are shown in tables.
import { basename } from 'node:path';
import type { FileEntry__Output } from '../../gen/sandkeep/v1/FileEntry.ts';
import type { Column } from '../render/table.ts';
import { timeText } from '../render/text.ts';

const kindLetters: Readonly<Record<string, string>> = {
  FILE_KIND_FILE: '-',
  FILE_KIND_DIRECTORY: 'd',
  FILE_KIND_SYMLINK: 'l',
};

/** Children of one directory by their name, others by their path. */
export function fileColumns(shown: 'name' | 'path'): readonly Column<FileEntry__Output>[] {
  const nameOf = (path: string): string => (shown === 'name' ? basename(path) : path);
  return [
    { header: 'MODE', cell: ({ kind, mode }) => (kindLetters[kind] ?? '?') + modeText(mode) },
    { header: 'OWNER', cell: ({ uid, gid }) => `${uid}:${gid}` },
    { header: 'SIZE', cell: ({ sizeBytes }) => sizeBytes, align: 'right' },
    { header: 'MODIFIED', cell: ({ modifyTime }) => timeText(modifyTime) },
    {
      header: shown === 'name' ? 'NAME' : 'PATH',
      cell: ({ path, linkTarget }) => (linkTarget ? `${nameOf(path)} -> ${linkTarget}` : nameOf(path)),
    },
  ];
}

export function modeText(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
