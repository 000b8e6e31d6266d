// Between specs, records, and what a caller is shown of an instance.

import { stat } from 'node:fs/promises';

import type { InstanceSpec, MountSpec } from '../../domain/runtime-spec.ts';
import type { ExitEvidence, ObservedInstance } from '../../ports/runtime.ts';
import { errorCode } from '../rooted/file-errors.ts';
import type { InstanceRecord } from './instance-records.ts';

export function toRecord(spec: InstanceSpec): InstanceRecord {
  const { name, sandboxId, generation } = spec.ref;
  return {
    format: 1,
    name,
    sandboxId,
    generation,
    labels: { ...spec.labels },
    mounts: spec.mounts.map(({ source, target, readOnly }) => ({ source, target, readOnly })),
    network: spec.network,
    phase: 'created',
    startedAtMs: null,
    mayHaveProcesses: false,
  };
}

/** A running instance whose mounts lost their source has ended, whatever its record says. */
export async function observe(record: InstanceRecord): Promise<ObservedInstance> {
  if (record.phase === 'exited') return toObserved(record, evidence('it was stopped'));
  const missing = record.phase === 'running' ? await missingMount(record.mounts) : null;
  if (missing === null) return toObserved(record, null);
  return toObserved({ ...record, phase: 'exited' }, evidence(`the directory behind ${missing} is gone`));
}

/** Only a source that is surely not there counts; any other failure says nothing (R4). */
async function missingMount(mounts: readonly MountSpec[]): Promise<string | null> {
  for (const { source, target } of mounts) {
    const code = await stat(source).then(() => null, errorCode);
    if (code === 'ENOENT') return target;
  }
  return null;
}

export function evidence(message: string): ExitEvidence {
  return { exitCode: null, oomKilled: false, message };
}

export function toObserved(record: InstanceRecord, exit: ExitEvidence | null): ObservedInstance {
  const { name, sandboxId, generation, labels, phase, startedAtMs } = record;
  return {
    ref: { name, sandboxId, generation, containerId: null },
    phase,
    labels,
    ports: [],
    imageDigest: null,
    startedAtMs,
    exit,
    health: null,
  };
}
