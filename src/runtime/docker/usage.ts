// What a container uses, by one sample of the engine.

import type { InstanceRef } from '../../domain/runtime-spec.ts';
import type { InstanceUsage } from '../../ports/usage.ts';
import type { Engine } from './connection.ts';
import { find, withContainerId, wrongState } from './containers.ts';
import { lost } from './errors.ts';
import { listAt, numberAt, objectAt, textAt } from './json.ts';

/** One sample, without waiting for a second one. WRONG_STATE, SANDBOX_LOST. */
export async function readUsage(engine: Engine, ref: InstanceRef, signal: AbortSignal): Promise<InstanceUsage> {
  const query = { stream: false, 'one-shot': true };
  const answer = await withContainerId(engine, ref, signal, (id) =>
    engine.client.json({ method: 'GET', path: `/containers/${id}/stats`, query }, signal),
  );
  const usage = usageOf(answer, engine.capabilities.memoryTotalBytes);
  if (usage !== null) return usage;
  const found = await find(engine, ref, signal);
  if (found === null) throw lost(ref.name);
  throw wrongState(ref, found.instance.phase, 'stats');
}

/** Bytes of the writable layer; null where the engine does not say. SANDBOX_LOST. */
export async function readWritableLayer(engine: Engine, ref: InstanceRef, signal: AbortSignal): Promise<number | null> {
  const answer = await withContainerId(engine, ref, signal, (id) =>
    engine.client.slowJson({ method: 'GET', path: `/containers/${id}/json`, query: { size: true } }, signal),
  );
  return numberAt(answer, 'SizeRw');
}

/** Pure: null when the engine has measured nothing, because the container does not run. */
export function usageOf(answer: unknown, memoryTotalBytes: number | null): InstanceUsage | null {
  const takenAtMs = Date.parse(textAt(answer, 'read'));
  // An engine writes "never" as year 1.
  if (!(takenAtMs > 0)) return null;
  const networks = Object.values(objectAt(answer, 'networks'));
  const blocks = listAt(answer, 'blkio_stats', 'io_service_bytes_recursive');
  return {
    takenAtMs,
    cpuTimeNs: numberAt(answer, 'cpu_stats', 'cpu_usage', 'total_usage'),
    memoryBytes: memoryOf(answer),
    memoryLimitBytes: limitBelow(numberAt(answer, 'memory_stats', 'limit'), memoryTotalBytes),
    pids: numberAt(answer, 'pids_stats', 'current'),
    pidsLimit: limitBelow(numberAt(answer, 'pids_stats', 'limit'), Number.MAX_SAFE_INTEGER),
    networkReceivedBytes: sumOf(networks.map((network) => numberAt(network, 'rx_bytes'))),
    networkSentBytes: sumOf(networks.map((network) => numberAt(network, 'tx_bytes'))),
    blockReadBytes: blockBytes(blocks, 'read'),
    blockWrittenBytes: blockBytes(blocks, 'write'),
  };
}

/** As "docker stats" shows it. Podman does not say what of it is cache. */
function memoryOf(answer: unknown): number | null {
  const usage = numberAt(answer, 'memory_stats', 'usage');
  if (usage === null) return null;
  const cache =
    numberAt(answer, 'memory_stats', 'stats', 'total_inactive_file') ??
    numberAt(answer, 'memory_stats', 'stats', 'inactive_file') ??
    0;
  return cache < usage ? usage - cache : usage;
}

/** Engines show the memory of the host, or the largest number there is, where nothing is limited. */
function limitBelow(limit: number | null, unlimitedFrom: number | null): number | null {
  if (limit === null || limit === 0) return null;
  return unlimitedFrom !== null && limit >= unlimitedFrom ? null : limit;
}

/** An engine that counts none of it lists none; then nothing is known. */
function blockBytes(entries: readonly unknown[], operation: 'read' | 'write'): number | null {
  return sumOf(
    entries.filter((entry) => textAt(entry, 'op').toLowerCase() === operation).map((entry) => numberAt(entry, 'value')),
  );
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
