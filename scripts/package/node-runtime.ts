// The Node.js that goes into the packages: the one that npm installed for the scripts, of this platform.

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './commands.ts';

const platformPackage = path.join(root, `node_modules/node/node_modules/node-linux-${process.arch}`);

export const nodeProgram = path.join(platformPackage, 'bin/node');

/** With the licences of all that is inside it. */
export function nodeLicence(): string {
  return readFileSync(path.join(platformPackage, 'LICENSE'), 'utf8');
}

export function nodeVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(platformPackage, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}
