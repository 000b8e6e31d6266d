// What every use case works with. Built once, by the composition root.

import { SandkeepError } from '../domain/errors.ts';
import type { SandboxRecord } from '../domain/sandbox.ts';
import type { Settings } from '../domain/settings.ts';
import type { Template } from '../domain/template.ts';
import type { Clock } from '../ports/clock.ts';
import type { WorkspaceStorage } from '../ports/blob.ts';
import type { HostDirectories, HostResources, ReadinessProbes } from '../ports/host.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger, Metrics, Tracer } from '../ports/observer.ts';
import type { CallOptions } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { TextMatcher } from '../ports/text-matcher.ts';
import type { InstanceUsage } from '../ports/usage.ts';
import type { ToolServers } from '../ports/tools.ts';
import type { Tokens } from './access/tokens.ts';
import type { CreateRate } from './admission/create-rate.ts';
import type { Activity } from './sandbox/activity.ts';
import type { ExecRegistry } from './exec/exec-registry.ts';
import type { DiskUsage } from './observation/disk-usage.ts';
import type { Shared } from './observation/shared.ts';
import type { Heartbeats } from './session/heartbeats.ts';
import type { Pools } from './pool/pools.ts';
import type { Proofs } from './pool/proofs.ts';
import type { Requests } from './sandbox/requests.ts';
import type { Runtimes } from './runtimes.ts';
import type { Semaphore } from './semaphore.ts';
import type { Slots } from './slots.ts';
import type { Tasks } from './tasks.ts';

export interface EngineContext {
  readonly store: Store;
  readonly runtimes: Runtimes;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  /** The settings in force; a reload replaces them. */
  readonly settings: () => Settings;
  readonly directories: HostDirectories;
  readonly probes: ReadinessProbes;
  readonly host: HostResources;
  /** Where workspaces are copied; null: nowhere. */
  readonly storage: WorkspaceStorage | null;
  readonly slots: Slots;
  readonly tasks: Tasks;
  readonly activity: Activity;
  readonly heartbeats: Heartbeats;
  readonly pools: Pools;
  /** Lines before limits that are reached; each has one first. */
  readonly turns: Slots;
  readonly proofs: Proofs;
  readonly creates: Semaphore;
  readonly execs: Semaphore;
  readonly fileWatches: Semaphore;
  readonly logStreams: Semaphore;
  readonly statsStreams: Semaphore;
  readonly measurements: Semaphore;
  readonly diskMeasurements: Semaphore;
  /** Recent figures, so that who asks at the same time is answered by one measurement. */
  readonly usages: Shared<InstanceUsage>;
  readonly diskUsages: Shared<DiskUsage>;
  readonly toolCalls: Semaphore;
  /** Patterns of callers, where they can be ended. */
  readonly matcher: TextMatcher;
  /** What runs inside sandboxes and serves tools. */
  readonly tools: ToolServers;
  /** Commands that are kept as things of their own. */
  readonly execRegistry: ExecRegistry;
  readonly requests: Requests;
  readonly tokens: Tokens;
  readonly createRate: CreateRate;
  /** Hash that shortens over-long path components; the domain has no crypto. */
  readonly hash: (text: string) => string;
  /** Fires when the daemon gives up on what is under way. */
  readonly stopping: AbortSignal;
  readonly gate: Gate;
}

/** Whether new work is taken. */
export interface Gate {
  /** DRAINING, STARTING. */
  assertOpen(): void;
  isDraining(): boolean;
}

/** The template by name, or the default one for "". UNKNOWN_TEMPLATE. */
export function findTemplate(context: EngineContext, name: string): Template {
  const settings = context.settings();
  const wanted = name === '' ? settings.defaultTemplate : name;
  const template = settings.templates.get(wanted);
  if (template !== undefined) return template;
  const known = [...settings.templates.keys()].sort().join(', ');
  throw new SandkeepError('UNKNOWN_TEMPLATE', `there is no template "${wanted}"; known: ${known}`, {
    metadata: { template: wanted },
  });
}

/** SANDBOX_NOT_FOUND. */
export function requireSandbox(context: EngineContext, id: string): SandboxRecord {
  const record = context.store.getSandbox(id);
  if (record === null) throw sandboxNotFound(id);
  return record;
}

export function sandboxNotFound(id: string): SandkeepError {
  return new SandkeepError('SANDBOX_NOT_FOUND', `there is no sandbox "${id}"`, { metadata: { sandbox_id: id } });
}

/** Shortest prefix of an id that is looked up; shorter ones match too much. */
const minIdPrefixLength = 6;

/** By id, unique id prefix or container name, among some namespaces or (null) all. SANDBOX_NOT_FOUND, AMBIGUOUS_ID. */
export function resolveSandbox(
  context: Pick<EngineContext, 'store'>,
  text: string,
  namespaces: readonly string[] | null = null,
): SandboxRecord {
  const exact = findNamed(context, text);
  if (exact !== null) {
    if (namespaces === null || namespaces.includes(exact.namespace)) return exact;
    throw sandboxNotFound(text);
  }
  if (text.length < minIdPrefixLength) throw sandboxNotFound(text);
  const [first, second] = context.store.findByIdPrefix(text, namespaces);
  if (first === undefined) throw sandboxNotFound(text);
  if (second !== undefined) {
    throw new SandkeepError('AMBIGUOUS_ID', `several sandboxes begin with "${text}"`, {
      metadata: { sandbox_id: text },
    });
  }
  return first;
}

function findNamed({ store }: Pick<EngineContext, 'store'>, text: string): SandboxRecord | null {
  const exact = store.getSandbox(text) ?? store.findByContainerName(text);
  if (exact !== null) return exact;
  const generation = store.findGeneration(text);
  return generation === null ? null : store.getSandbox(generation.sandboxId);
}

export function runtimeCall(context: EngineContext, signal: AbortSignal, timeoutMs?: number): CallOptions {
  return { signal, timeoutMs: timeoutMs ?? context.settings().engine.runtimeCallTimeoutMs };
}

export function wrongState(record: SandboxRecord, wanted: string): SandkeepError {
  const why = record.failure === null ? record.message : record.failure.message;
  return new SandkeepError('WRONG_STATE', `sandbox ${record.id} is ${record.state}, not ${wanted}: ${why}`, {
    metadata: { sandbox_id: record.id, state: record.state },
  });
}

/** CONFLICT: what was read of the sandbox is of the past. */
export function movedOn({ id, state }: SandboxRecord): SandkeepError {
  return new SandkeepError('CONFLICT', `sandbox ${id} is not ${state} any more`, { metadata: { sandbox_id: id } });
}

/** Ends when either does. */
export function anySignal(...signals: readonly AbortSignal[]): AbortSignal {
  return AbortSignal.any([...signals]);
}

/** A full disk refuses new sandboxes and leaves the rest of the service up. */
export function assertWritable(context: EngineContext): void {
  if (context.store.health().writable) return;
  // Whoever made room need not wait for a loop.
  context.store.relieve();
  const health = context.store.health();
  if (!health.writable) throw new SandkeepError('STORE_FULL', health.message, { retryAfterMs: 5000 });
}
