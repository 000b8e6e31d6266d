// What a container of the fake engine uses. Its commands are processes of the host; its first process takes nothing.

import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import type { InstanceUsage } from '../../ports/usage.ts';
import { processesOfGroups, usageOfProcesses } from '../exec/process-usage.ts';
import type { Container } from './container.ts';
import { Problem } from './problem.ts';

/** Problem "not-running". */
export async function measureContainer(container: Container, nowMs: number): Promise<InstanceUsage> {
  if (!container.isLive) throw new Problem(409, 'not-running', 'the container is not running');
  const usage = await usageOfProcesses(await processesOfGroups(container.groups), nowMs);
  return { ...usage, pids: usage.pids === null ? null : usage.pids + 1 };
}

/** Bytes of all files below; 0 where there is nothing yet. */
export async function bytesBelow(directory: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (entry.isFile()) total += (await stat(path.join(entry.parentPath, entry.name))).size;
  }
  return total;
}
