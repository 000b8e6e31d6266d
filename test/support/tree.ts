// Directories of tests as plain data: made from it, and described so that two can be compared.

import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Content of a file, { link } for a symbolic link, or a directory. */
export interface Tree {
  readonly [name: string]: string | Uint8Array | { readonly link: string } | Tree;
}

/** Makes the directory and everything in it. */
export async function makeTree(directory: string, tree: Tree): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [name, node] of Object.entries(tree)) {
    const place = path.join(directory, name);
    if (typeof node === 'string' || node instanceof Uint8Array) await writeFile(place, node);
    else if (typeof node['link'] === 'string') await symlink(node['link'], place);
    else await makeTree(place, node);
  }
}

/** Every entry as one line: path, kind, mode, owner, time in microseconds, and what is in it. Follows no link. */
export async function describeTree(directory: string): Promise<readonly string[]> {
  const lines: string[] = [];
  const pending = ['.'];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const place = path.join(directory, name);
    const line = await describeEntry(place, name);
    lines.push(line);
    if (!line.endsWith(' directory')) continue;
    for (const inner of await readdir(place)) pending.push(path.join(name, inner));
  }
  return lines.sort();
}

async function describeEntry(place: string, name: string): Promise<string> {
  const stat = await lstat(place, { bigint: true });
  const mode = (stat.mode & 0o7777n).toString(8);
  const time = (stat.mtimeNs + 500n) / 1000n;
  const common = `${name} ${mode} ${stat.uid}:${stat.gid} ${time}`;
  if (stat.isSymbolicLink()) return `${common} -> ${await readlink(place)}`;
  if (!stat.isFile()) return `${common} ${stat.isDirectory() ? 'directory' : 'special'}`;
  return `${common} ${stat.size} ${createHash('sha256')
    .update(await readFile(place))
    .digest('hex')}`;
}
