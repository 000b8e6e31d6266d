// Capabilities that a service manager gave the daemon go to everything that it starts, unless they are taken off.

import { readFileSync } from 'node:fs';

import type { Program } from '../exec/terminal.ts';

const ambientSet = /^CapAmb:\s*([0-9a-f]+)$/m;

/** Whether this process passes capabilities on. A system without the file has none. */
export function passesCapabilitiesOn(): boolean {
  try {
    return namesAmbient(readFileSync('/proc/self/status', 'utf8'));
  } catch {
    return false;
  }
}

/** By what the kernel says of a process. */
export function namesAmbient(status: string): boolean {
  return BigInt(`0x${ambientSet.exec(status)?.[1] ?? '0'}`) !== 0n;
}

/** The same program without them; bubblewrap refuses to run with any. */
export function withoutAmbient({ file, arguments: given }: Program): Program {
  return { file: 'setpriv', arguments: ['--ambient-caps=-all', '--', file, ...given] };
}
