// Limits on sandboxes, and what the host has left. Limits are checked in the transaction that writes the intent, so
// that no race exceeds them.

import { hasReason, SandkeepError } from '../../domain/errors.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import type { Settings } from '../../domain/settings.ts';
import { occupies } from '../../domain/state.ts';
import type { Template } from '../../domain/template.ts';
import type { LimitScope, StoreReader } from '../../ports/store.ts';
import type { EngineContext } from '../context.ts';

const retryAfterMs = 5000;

/** What a new container would count against. */
export interface Need {
  readonly template: Template;
  /** "" for a pool, which belongs to none. */
  readonly namespace: string;
}

export interface Limit {
  readonly scope: LimitScope;
  /** Name of the key that sets it. */
  readonly key: string;
  readonly max: number;
}

export function limitsFor(settings: Settings, { template, namespace }: Need): readonly Limit[] {
  const { admission } = settings;
  const own = Object.hasOwn(admission.namespaces, namespace) ? admission.namespaces[namespace] : undefined;
  const limits: Limit[] = [
    { scope: { kind: 'all' }, key: 'max_sandboxes', max: admission.maxSandboxes },
    {
      scope: { kind: 'template', name: template.name },
      key: `templates.${template.name}.max_sandboxes`,
      max: template.maxSandboxes,
    },
    {
      scope: { kind: 'namespace', name: namespace },
      key: own === undefined ? 'max_sandboxes_per_namespace' : `namespaces.${namespace}.max_sandboxes`,
      max: namespace === '' ? 0 : (own ?? admission.maxSandboxesPerNamespace),
    },
  ];
  return limits.filter((limit) => limit.max > 0);
}

/** Throws CAPACITY_EXHAUSTED when a limit is reached; `present` is a sandbox that counts already. Run in the intent's transaction. */
export function assertRoom(context: EngineContext, tx: StoreReader, need: Need, present: SandboxRecord | null): void {
  const full = firstFull(tx, limitsFor(context.settings(), need), present);
  if (full === null) return;
  throw new SandkeepError(
    'CAPACITY_EXHAUSTED',
    `${full.count} sandboxes exist, ${full.limit.key} is ${full.limit.max}`,
    {
      retryAfterMs,
      quota: { subject: full.limit.key, description: `${full.count} of ${full.limit.max} in use` },
      metadata: { limit: full.limit.key },
    },
  );
}

function firstFull(
  reader: StoreReader,
  limits: readonly Limit[],
  present: SandboxRecord | null,
): { readonly limit: Limit; readonly count: number } | null {
  for (const limit of limits) {
    const own = present !== null && countsIn(present, limit.scope) ? 1 : 0;
    const count = reader.countOccupying(limit.scope) - own;
    if (count >= limit.max) return { limit, count };
  }
  return null;
}

/** A warm sandbox counts in no namespace before somebody claims it. */
function countsIn(record: SandboxRecord, scope: LimitScope): boolean {
  if (!occupies(record.state)) return false;
  switch (scope.kind) {
    case 'all':
      return true;
    case 'template':
      return record.template === scope.name;
    case 'namespace':
      return record.namespace === scope.name;
    default:
      return unreachable(scope);
  }
}

function unreachable(scope: never): never {
  throw new Error(`no such scope: ${JSON.stringify(scope)}`);
}

/** The limit that an attempt was refused by; null when its error is about something else. */
export function limitReached(error: unknown, limits: readonly Limit[]): Limit | null {
  if (!hasReason(error, 'CAPACITY_EXHAUSTED')) return null;
  return limits.find(({ key }) => key === error.details.metadata?.['limit']) ?? null;
}

/** HOST_PRESSURE when memory or disk is nearly gone: nothing new is made then. */
export function assertHostHasRoom(context: EngineContext): void {
  const pressure = hostPressure(context);
  if (pressure === null) return;
  throw new SandkeepError('HOST_PRESSURE', `the host is short of ${pressure.what}: ${pressure.description}`, {
    retryAfterMs,
    quota: { subject: pressure.key, description: pressure.description },
    metadata: { limit: pressure.key },
  });
}

/** What the host is short of; null when it has enough. */
export function hostPressure(
  context: EngineContext,
): { readonly what: string; readonly key: string; readonly description: string } | null {
  const { minFreeMemoryBytes, minFreeDiskBytes } = context.settings().admission;
  if (minFreeMemoryBytes === 0 && minFreeDiskBytes === 0) return null;
  const { availableMemoryBytes, freeDiskBytes } = context.host.read();
  if (availableMemoryBytes < minFreeMemoryBytes) {
    const description = `${mebibytes(availableMemoryBytes)} MiB available, ${mebibytes(minFreeMemoryBytes)} wanted`;
    return { what: 'memory', key: 'min_free_memory', description };
  }
  if (freeDiskBytes < minFreeDiskBytes) {
    const description = `${mebibytes(freeDiskBytes)} MiB free for data_dir, ${mebibytes(minFreeDiskBytes)} wanted`;
    return { what: 'disk', key: 'min_free_disk', description };
  }
  return null;
}

function mebibytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024);
}
