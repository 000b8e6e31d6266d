// What a sandbox has on disk. Dear to find out, so it is shared for a while, done for few at once, and bounded.

import { hasReason } from '../../domain/errors.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import { instanceRef } from '../../domain/spec.ts';
import type { InstanceTarget } from '../../ports/runtime.ts';
import { runtimeCall, type EngineContext } from '../context.ts';

const deepest = 1000;

export interface DiskUsage {
  readonly takenAtMs: number;
  /** null where the runtime has none, or does not say. */
  readonly writableLayerBytes: number | null;
  /** null where it is no directory of the daemon's host, and where it is too large. */
  readonly workspaceBytes: number | null;
  readonly isWorkspaceTooLarge: boolean;
}

/** Of a sandbox with a container. TOO_MANY_REQUESTS, SANDBOX_LOST, and when the runtime does not answer. */
export async function diskUsageOf(
  context: EngineContext,
  record: SandboxRecord,
  signal: AbortSignal,
): Promise<DiskUsage> {
  const measure = async (): Promise<DiskUsage> =>
    await context.diskMeasurements.run(context.stopping, () => measureDisk(context, record));
  return await context.diskUsages.get(containerKey(record), measure, signal);
}

/** Figures of another container are neither shared nor compared. */
export function containerKey({ id, generation }: SandboxRecord): string {
  return `${id} ${generation}`;
}

async function measureDisk(context: EngineContext, record: SandboxRecord): Promise<DiskUsage> {
  const runtime = context.runtimes.get(record.runtime);
  const call = runtimeCall(context, context.stopping);
  const writableLayerBytes = await runtime.writableLayerBytes(instanceRef(record), call);
  const workspace = await measureWorkspace(context, record);
  return { takenAtMs: context.clock.wallMs(), writableLayerBytes, ...workspace };
}

/** By the walk that no link leads out of. */
async function measureWorkspace(
  context: EngineContext,
  record: SandboxRecord,
): Promise<Pick<DiskUsage, 'workspaceBytes' | 'isWorkspaceTooLarge'>> {
  const workspace = record.workspaceId === null ? null : context.store.getWorkspace(record.workspaceId);
  const mount = record.mounts.find(({ source }) => source === workspace?.path);
  if (mount === undefined) return { workspaceBytes: null, isWorkspaceTooLarge: false };
  const target: InstanceTarget = { ref: instanceRef(record), mounts: [mount], environment: {}, workdir: null };
  const maxEntries = context.settings().engine.diskUsageMaxEntries;
  const request = { maxDepth: deepest, maxEntries, exclude: [], containing: null };
  try {
    const call = runtimeCall(context, context.stopping);
    const { files } = context.runtimes.get(record.runtime);
    const entries = await files.walk(target, mount.target, request, call);
    const sizes = entries.map(({ kind, sizeBytes }) => (kind === 'file' ? sizeBytes : 0));
    return { workspaceBytes: sizes.reduce((total, size) => total + size, 0), isWorkspaceTooLarge: false };
  } catch (error) {
    if (!hasReason(error, 'FILE_TOO_LARGE')) throw error;
    return { workspaceBytes: null, isWorkspaceTooLarge: true };
  }
}
