// One file with the licences of everything that is in the packages and not ours.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './commands.ts';
import type { LockedPackage } from './lock-file.ts';
import { nodeLicence, nodeVersion } from './node-runtime.ts';

const rule = '='.repeat(80);
const licenceFile = /^(?:un)?licen[cs]e|^copying|^notice/i;

export function thirdPartyLicences(packages: readonly LockedPackage[]): string {
  const parts = packages.map(({ directory, name, version }) => {
    const licence = licenceOf(directory);
    return `${rule}\n${name} ${version}\nLicence: ${licence}\n\n${textsOf(directory, licence)}\n`;
  });
  const node = `${rule}\nNode.js ${nodeVersion()}\n\n${nodeLicence()}\n`;
  return `What sandkeep contains that others wrote, each under its own licence.\n\n${parts.join('\n')}\n${node}`;
}

/** Old manifests have an object or a list; one that says nothing may not be passed on. */
export function licenceOf(directory: string): string {
  const manifest = JSON.parse(readFileSync(path.join(root, directory, 'package.json'), 'utf8')) as {
    readonly license?: unknown;
    readonly licenses?: unknown;
  };
  const named = [manifest.license, manifest.licenses].flat().flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [entry];
    return typeof entry === 'object' && entry !== null && 'type' in entry ? [String(entry.type)] : [];
  });
  if (named.length === 0) throw new Error(`${directory} names no licence`);
  return named.join(' OR ');
}

function textsOf(directory: string, licence: string): string {
  const names = readdirSync(path.join(root, directory)).filter((name) => licenceFile.test(name));
  const texts = names.toSorted().map((name) => readFileSync(path.join(root, directory, name), 'utf8').trim());
  return texts.length > 0
    ? texts.join('\n\n')
    : `The package has no text of it; see https://spdx.org/licenses/${licence}.`;
}
