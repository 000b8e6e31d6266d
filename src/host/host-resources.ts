// What is left of this host: memory that can be had without swapping, and disk space where workspaces live.

import { readFileSync, statfsSync } from 'node:fs';
import path from 'node:path';

import type { Clock } from '../ports/clock.ts';
import type { HostResources } from '../ports/host.ts';
import { isAbsent } from './system-errors.ts';

/** A reading this young is used again, so that a burst of creates asks the kernel once. */
const freshMs = 500;

/** `directory` says which disk; before it exists, the one it would be on. */
export function createHostResources(directory: string, clock: Clock): HostResources {
  let reading = { availableMemoryBytes: Number.MAX_SAFE_INTEGER, freeDiskBytes: Number.MAX_SAFE_INTEGER };
  let readAtMs = Number.NEGATIVE_INFINITY;
  return {
    read: () => {
      if (clock.monotonicMs() - readAtMs > freshMs) {
        readAtMs = clock.monotonicMs();
        reading = { availableMemoryBytes: availableMemory(), freeDiskBytes: freeDisk(directory) };
      }
      return reading;
    },
  };
}

/** Linux counts what its caches would give back; other systems tell nothing comparable, and are not asked. */
function availableMemory(): number {
  try {
    const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  } catch {
    // No /proc: not Linux.
  }
  return Number.MAX_SAFE_INTEGER;
}

/** A directory that cannot be asked about refuses nobody: whoever writes there meets the error itself. */
function freeDisk(directory: string): number {
  try {
    const space = statfsSync(directory);
    return space.bavail * space.bsize;
  } catch (error) {
    const parent = path.dirname(directory);
    return isAbsent(error) && parent !== directory ? freeDisk(parent) : Number.MAX_SAFE_INTEGER;
  }
}
