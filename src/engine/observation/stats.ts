// What sandboxes use. Looked at from the outside: it is no use of them, proves nothing, and wakes nothing (R7).

import { SandkeepError } from '../../domain/errors.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import { instanceRef } from '../../domain/spec.ts';
import { isUp } from '../../domain/state.ts';
import type { SandboxFilter } from '../../ports/store.ts';
import type { InstanceUsage } from '../../ports/usage.ts';
import { requireSandbox, runtimeCall, wrongState, type EngineContext } from '../context.ts';
import { noteDeath } from '../data-plane.ts';
import { forEachLimited } from '../for-each-limited.ts';
import { idleDueNow } from '../sandbox/queries.ts';
import { containerKey, type DiskUsage, diskUsageOf } from './disk-usage.ts';

const measuredStates = ['WARM', 'RUNNING', 'PAUSED', 'PARKED'] as const;
const defaultIntervalMs = 2_000;
const nanosecondsPerMs = 1e6;

export interface SandboxFigures {
  readonly record: SandboxRecord;
  /** null: never, or not while it is in use. */
  readonly idleAtMs: number | null;
  /** null when it could not be measured. */
  readonly usage: InstanceUsage | null;
  /** Of one processor, since the measurement before; null when that is not known. */
  readonly cpuPercent: number | null;
  readonly disk: DiskUsage | null;
  /** Why there is no usage; '' when there is. */
  readonly problem: string;
}

export interface Measurement {
  readonly figures: readonly SandboxFigures[];
  /** Sandboxes beyond the limit. */
  readonly omittedCount: number;
  readonly takenAtMs: number;
  readonly intervalMs: number;
}

export interface StatsOptions {
  /** Measures twice, so far apart; 0 once. */
  readonly cpuIntervalMs: number;
  readonly disk: 'measure' | 'leave';
}

/** WRONG_STATE when it does not run, SANDBOX_LOST, TOO_MANY_REQUESTS, and when its runtime does not answer. */
export async function getStats(
  context: EngineContext,
  record: SandboxRecord,
  { cpuIntervalMs, disk }: StatsOptions,
  signal: AbortSignal,
): Promise<SandboxFigures> {
  if (!isUp(record.state)) throw wrongState(record, 'RUNNING');
  try {
    const first = await usageOf(context, record, 'recent', signal);
    if (cpuIntervalMs > 0) await context.clock.sleep(cpuIntervalMs, signal);
    const usage = cpuIntervalMs > 0 ? await usageOf(context, record, 'new', signal) : first;
    return {
      ...unmeasured(context, record, ''),
      usage,
      cpuPercent: cpuPercent(first, usage),
      disk: disk === 'measure' ? await diskUsageOf(context, record, signal) : null,
    };
  } catch (error) {
    signal.throwIfAborted();
    await noteDeath(context, record, error, signal);
    throw error;
  }
}

export type StatsSubject =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'all'; readonly filter: SandboxFilter };

/** Measures until the signal ends it; intervalMs 0 is the usual. TOO_MANY_REQUESTS, SANDBOX_NOT_FOUND. */
export async function* streamStats(
  context: EngineContext,
  subject: StatsSubject,
  wantedIntervalMs: number,
  signal: AbortSignal,
): AsyncGenerator<Measurement> {
  const leave = await context.statsStreams.take(signal);
  const note = (): void => context.metrics.set('sandkeep_stats_streams', {}, context.statsStreams.active);
  note();
  let before: ReadonlyMap<string, SandboxFigures> = new Map();
  try {
    for (;;) {
      const { statsMinIntervalMs } = context.settings().engine;
      const intervalMs = Math.max(wantedIntervalMs || defaultIntervalMs, statsMinIntervalMs);
      const begunMs = context.clock.monotonicMs();
      const measurement = await measure(context, subject, before, intervalMs, signal);
      const tookMs = context.clock.monotonicMs() - begunMs;
      context.metrics.time('sandkeep_stats_round_duration_ms', {}, tookMs);
      before = new Map(measurement.figures.map((figures) => [containerKey(figures.record), figures]));
      yield measurement;
      // Engines that are slow are not asked without a pause.
      await context.clock.sleep(Math.max(intervalMs - tookMs, statsMinIntervalMs / 2), signal);
    }
  } finally {
    leave();
    note();
  }
}

async function measure(
  context: EngineContext,
  subject: StatsSubject,
  before: ReadonlyMap<string, SandboxFigures>,
  intervalMs: number,
  signal: AbortSignal,
): Promise<Measurement> {
  const { statsMaxSandboxes, maxConcurrentStats } = context.settings().engine;
  const { records, omittedCount } = find(context, subject, statsMaxSandboxes);
  const figures = new Map<string, SandboxFigures>();
  await forEachLimited(records, maxConcurrentStats, async (record) => {
    figures.set(record.id, await figuresOf(context, record, before.get(containerKey(record)), signal));
  });
  const inOrder = records.map(({ id }) => figures.get(id)).filter((found) => found !== undefined);
  return { figures: inOrder, omittedCount, takenAtMs: context.clock.wallMs(), intervalMs };
}

function find(
  context: EngineContext,
  subject: StatsSubject,
  limit: number,
): { readonly records: readonly SandboxRecord[]; readonly omittedCount: number } {
  if (subject.kind === 'one') return { records: [requireSandbox(context, subject.id)], omittedCount: 0 };
  const filter = subject.filter.states === undefined ? { ...subject.filter, states: measuredStates } : subject.filter;
  const records = context.store.listSandboxes(filter, 0, limit);
  const last = records.at(-1);
  if (last === undefined || records.length < limit) return { records, omittedCount: 0 };
  return { records, omittedCount: context.store.listSandboxes(filter, last.position, limit).length };
}

/** What fails concerns one sandbox, and is told with it. */
async function figuresOf(
  context: EngineContext,
  record: SandboxRecord,
  before: SandboxFigures | undefined,
  signal: AbortSignal,
): Promise<SandboxFigures> {
  if (!isUp(record.state)) return unmeasured(context, record, `it is ${record.state}`);
  try {
    const usage = await usageOf(context, record, 'recent', signal);
    // Another caller may have had it measured just now.
    const isSame = before?.usage?.takenAtMs === usage.takenAtMs;
    const percent = isSame ? before.cpuPercent : cpuPercent(before?.usage ?? null, usage);
    return { ...unmeasured(context, record, ''), usage, cpuPercent: percent };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SandkeepError)) throw error;
    context.runtimes.noteFailure(record.runtime, error);
    return unmeasured(context, record, error.message);
  }
}

function unmeasured(context: EngineContext, record: SandboxRecord, problem: string): SandboxFigures {
  const isBusy = context.activity.inFlight(record.id) > 0;
  const idleAtMs = isBusy ? null : idleDueNow(context, record);
  return { record, idleAtMs, usage: null, cpuPercent: null, disk: null, problem };
}

/** A recent one may be that of another caller. */
async function usageOf(
  context: EngineContext,
  record: SandboxRecord,
  age: 'recent' | 'new',
  signal: AbortSignal,
): Promise<InstanceUsage> {
  const { statsTimeoutMs } = context.settings().engine;
  const call = runtimeCall(context, context.stopping, statsTimeoutMs);
  const ask = async (): Promise<InstanceUsage> =>
    await context.measurements.run(context.stopping, () =>
      context.runtimes.get(record.runtime).usage(instanceRef(record), call),
    );
  const { usages } = context;
  return await (age === 'new'
    ? usages.renew(containerKey(record), ask, signal)
    : usages.get(containerKey(record), ask, signal));
}

/** null where either is unknown, no time has passed, or less was used than before. */
function cpuPercent(before: InstanceUsage | null, now: InstanceUsage): number | null {
  if (before === null || before.cpuTimeNs === null || now.cpuTimeNs === null) return null;
  const passedNs = (now.takenAtMs - before.takenAtMs) * nanosecondsPerMs;
  const usedNs = now.cpuTimeNs - before.cpuTimeNs;
  return passedNs > 0 && usedNs >= 0 ? (usedNs / passedNs) * 100 : null;
}
