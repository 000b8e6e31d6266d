// Small file systems that tests fill up. Only root may mount them.

import { execFileSync } from 'node:child_process';
import { platform } from 'node:os';

import { onTestFinished } from 'vitest';

import { temporaryDirectory } from './temporary.ts';

/** Why there are none here; null when there are. */
export const noTmpfsBecause =
  platform() === 'linux' && process.getuid?.() === 0
    ? null
    : 'a small file system is mounted, which needs root on Linux';

/** A file system with these mount options, gone when the running test ends. */
export async function mountTmpfs(options: string): Promise<string> {
  const directory = await temporaryDirectory('tmpfs');
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'sandkeep-test', directory]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', directory]));
  return directory;
}
