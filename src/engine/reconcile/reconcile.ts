// Compares records and reality, and acts on the difference. Runs at start, when an engine comes back, and
// periodically; the same code at every time. Skips what a request is busy with.

import { hasReason, SandkeepError } from '../../domain/errors.ts';
import { isMassChange } from '../../domain/policy.ts';
import { containerStep, recordStep, wouldBeLost, type ObservedPhase } from '../../domain/reconcile.ts';
import { ownershipLabels } from '../../domain/runtime-spec.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import { instanceRef } from '../../domain/spec.ts';
import { hasContainer } from '../../domain/state.ts';
import type { RuntimeName } from '../../domain/template.ts';
import type { ObservedInstance, Runtime } from '../../ports/runtime.ts';
import { runtimeCall, type EngineContext } from '../context.ts';
import { forEachLimited } from '../for-each-limited.ts';
import { bookObservation } from '../sandbox/liveness.ts';
import { noteOrphan, sweepOrphans } from './orphans.ts';
import { provision } from '../sandbox/provision.ts';
import { engineChangedMode, massChangeMode } from '../runtimes.ts';
import { removeGeneration, startTeardownTask } from '../sandbox/teardown.ts';

const recordPage = 500;
const maxCondemned = 500;

export type Counters = Record<string, number>;

export interface ReconcileReport {
  readonly counters: Counters;
  readonly unavailable: readonly string[];
}

/** One pass over the given runtimes, or all. An engine that does not answer is reported, never concluded from. */
export async function reconcile(
  context: EngineContext,
  signal: AbortSignal,
  only: RuntimeName | null = null,
  brake: 'on' | 'off' = 'on',
): Promise<ReconcileReport> {
  const counters: Counters = {};
  const unavailable: string[] = [];
  for (const name of context.runtimes.names()) {
    if (only !== null && name !== only) continue;
    try {
      await context.runtimes.connect(name, runtimeCall(context, signal));
      await reconcileRuntime(context, name, counters, brake, signal);
    } catch (error) {
      signal.throwIfAborted();
      context.runtimes.noteFailure(name, error);
      if (!hasReason(error, 'RUNTIME_UNAVAILABLE', 'RUNTIME_TIMEOUT')) {
        add(counters, 'errors');
        context.logger.error({ err: error, runtime: name }, 'reconcile pass failed');
      }
      unavailable.push(name);
    }
  }
  context.proofs.prune();
  return { counters, unavailable };
}

interface Pass {
  readonly name: RuntimeName;
  readonly runtime: Runtime;
  readonly counters: Counters;
  readonly signal: AbortSignal;
  /** Containers with our label, by name. */
  readonly observed: ReadonlyMap<string, ObservedInstance>;
  /** Nothing is called lost and nothing unexplained removed while a safe mode holds. */
  readonly heldBack: boolean;
}

async function reconcileRuntime(
  context: EngineContext,
  name: RuntimeName,
  counters: Counters,
  brake: 'on' | 'off',
  signal: AbortSignal,
): Promise<void> {
  // What another engine shows says nothing about our sandboxes.
  if (context.store.recoveryModes()[engineChangedMode(name)] !== undefined) return;
  const runtime = context.runtimes.get(name);
  // Records first: a container that appears meanwhile then has a record, not the other way round.
  const records = [...recordsOf(context, name)];
  const listed = await runtime.list(runtimeCall(context, signal));
  const observed = new Map(listed.map((instance) => [instance.ref.name, instance]));
  const heldBack = brake === 'on' && (await applyBrake(context, name, records, observed, counters));
  const pass: Pass = { name, runtime, counters, signal, observed, heldBack };
  const { reconcileConcurrency } = context.settings().engine;
  await forEachLimited(records, reconcileConcurrency, (record) => reconcileRecord(context, pass, record));
  await forEachLimited(listed, reconcileConcurrency, (instance) => reconcileContainer(context, pass, instance));
  await removeCondemned(context, pass);
  if (!heldBack) await sweepOrphans(context, name, observed, counters, signal);
  forgetVanishedOrphans(context, pass);
}

/** What of a record is kept for a pass; the rest is read again where it is needed, so memory stays small. */
type Known = Pick<SandboxRecord, 'id' | 'state' | 'generation' | 'containerName' | 'quarantined'>;

/** Released and recycled records have no container by definition; a leftover is found from its side. */
function* recordsOf(context: EngineContext, runtime: RuntimeName): Generator<Known> {
  const states = [
    'CREATING',
    'WARM',
    'RUNNING',
    'PAUSED',
    'PARKED',
    'STOPPED',
    'RECYCLING',
    'RESTORING',
    'RELEASING',
  ] as const;
  let after = 0;
  for (;;) {
    const page = context.store.listSandboxes({ runtime, states }, after, recordPage);
    for (const { id, state, generation, containerName, quarantined } of page) {
      yield { id, state, generation, containerName, quarantined };
    }
    const last = page.at(-1);
    if (last === undefined || page.length < recordPage) return;
    after = last.position;
  }
}

/** Stops a pass that would lose too much at once, until it is seen again or an operator says go (R4). */
async function applyBrake(
  context: EngineContext,
  name: RuntimeName,
  records: readonly Known[],
  observed: ReadonlyMap<string, ObservedInstance>,
  counters: Counters,
): Promise<boolean> {
  const modes = context.store.recoveryModes();
  if (modes['database_restored'] !== undefined) return true;
  const withContainer = records.filter((record) => hasContainer(record.state));
  const missing = withContainer.filter((record) => wouldBeLost(record, phaseOf(observed.get(record.containerName))));
  const { massChangeMinimum, massChangePercent } = context.settings().engine;
  const braked = isMassChange(missing.length, withContainer.length, massChangeMinimum, massChangePercent);
  const mode = massChangeMode(name);
  if (!braked) {
    if (modes[mode] !== undefined) await context.store.write((tx) => tx.setRecoveryMode(mode, null));
    return modes['database_lost'] !== undefined;
  }
  add(counters, 'held_back', missing.length);
  if (modes[mode] !== undefined) return true;
  const message = `${missing.length} of ${withContainer.length} containers are missing at once`;
  await context.store.write((tx) => {
    tx.setRecoveryMode(mode, message);
    tx.appendEvent({ type: 'recovery', sandboxId: '', reason: 'MASS_CHANGE', message, actor: 'reconcile' });
  });
  context.logger.error({ runtime: name }, `held back: ${message}`);
  return true;
}

async function reconcileRecord(context: EngineContext, pass: Pass, known: Known): Promise<void> {
  add(pass.counters, 'checked');
  if (known.quarantined || context.slots.isBusy(known.id)) return;
  const observed = pass.observed.get(known.containerName);
  const phase = phaseOf(observed);
  if (pass.heldBack && phase === 'none') return;
  try {
    await actOnRecord(context, pass, known, observed, phase);
  } catch (error) {
    pass.signal.throwIfAborted();
    add(pass.counters, 'errors');
    context.logger.warn({ err: error, sandbox: known.id }, 'one sandbox could not be reconciled');
    if (!(error instanceof SandkeepError)) await quarantine(context, known, error);
  }
}

/** What fails in a way nobody foresaw is kept out of service until an operator has looked; the others go on (R11). */
async function quarantine(context: EngineContext, record: Known, error: unknown): Promise<void> {
  const message = `quarantined: ${error instanceof Error ? error.message : String(error)}`;
  try {
    await context.store.write((tx) => {
      tx.change(record.id, record.state, record.generation, { quarantined: true });
      tx.appendEvent({ type: 'recovery', sandboxId: record.id, reason: 'QUARANTINED', message, actor: 'reconcile' });
    });
  } catch (failure) {
    context.logger.error({ err: failure, sandbox: record.id }, 'a sandbox that should be quarantined could not be');
  }
}

async function actOnRecord(
  context: EngineContext,
  pass: Pass,
  record: Known,
  observed: ObservedInstance | undefined,
  phase: ObservedPhase,
): Promise<void> {
  const step = recordStep(record, phase);
  switch (step.kind) {
    case 'keep':
    case 'remove':
      return;
    case 'prove':
      context.proofs.record(record.id, record.generation);
      return;
    case 'resume':
      add(pass.counters, 'resumed');
      resume(context, record.id);
      return;
    case 'end':
      add(pass.counters, 'ending');
      startTeardownTask(context, record.id);
      return;
    case 'book':
      if (observed !== undefined) await book(context, pass, record, { kind: 'present', instance: observed });
      return;
    case 'confirm': {
      const present = unmoved(context, record);
      if (present === null) return;
      const inspection = await pass.runtime.inspect(instanceRef(present), runtimeCall(context, pass.signal));
      await book(context, pass, record, inspection);
      return;
    }
    default:
      throw new Error('no such step');
  }
}

async function book(
  context: EngineContext,
  pass: Pass,
  known: Known,
  inspection: Parameters<typeof bookObservation>[2],
): Promise<void> {
  const record = unmoved(context, known);
  if (record === null) return;
  const after = await bookObservation(context, record, inspection, 'reconcile');
  if (after.state !== record.state) add(pass.counters, after.state.toLowerCase());
}

/** The whole record; null when it has moved on since, for then what was observed is of the past (R3). */
function unmoved(context: EngineContext, known: Known): SandboxRecord | null {
  const record = context.store.getSandbox(known.id);
  return record?.state === known.state && record.generation === known.generation ? record : null;
}

/** The task owns its failure: the row keeps it, and the next pass or the retry loop tries again. */
export function resume(context: EngineContext, sandboxId: string): void {
  provision(context, sandboxId).catch(() => undefined);
}

async function reconcileContainer(context: EngineContext, pass: Pass, instance: ObservedInstance): Promise<void> {
  const { sandboxId, generation, name } = instance.ref;
  const record = context.store.getSandbox(sandboxId);
  const known = context.store.findGeneration(name);
  const step = containerStep({
    record,
    generation,
    condemned: known?.state === 'CONDEMNED' || known?.state === 'GONE',
    containerEpoch: Number(instance.labels[ownershipLabels.epoch] ?? '0'),
    epoch: context.store.epoch,
  });
  try {
    if (step.kind === 'known') await removeLeftover(context, pass, record, instance);
    if (step.kind === 'remove') await removeInstance(context, pass, instance);
    if (step.kind === 'orphan') await noteOrphan(context, pass.name, instance, pass.counters);
    if (step.kind === 'database_restored') await holdForRestoredDatabase(context, instance);
  } catch (error) {
    pass.signal.throwIfAborted();
    add(pass.counters, 'errors');
    context.logger.warn({ err: error, container: name }, 'one container could not be reconciled');
  }
}

/** A container of a sandbox that is recorded as gone appeared late: our own garbage, removed on sight. */
async function removeLeftover(
  context: EngineContext,
  pass: Pass,
  record: SandboxRecord | null,
  instance: ObservedInstance,
): Promise<void> {
  if (record === null || context.slots.isBusy(record.id)) return;
  if (recordStep(record, phaseOf(instance)).kind === 'remove') await removeInstance(context, pass, instance);
}

async function removeInstance(context: EngineContext, pass: Pass, instance: ObservedInstance): Promise<void> {
  await context.slots.tryRun(instance.ref.sandboxId, async () => {
    // The row may have moved on while this waited: what became the present generation is not garbage.
    const record = context.store.getSandbox(instance.ref.sandboxId);
    if (record !== null && record.generation === instance.ref.generation && hasContainer(record.state)) return;
    const known = context.store.findGeneration(instance.ref.name);
    if (known === null) await pass.runtime.remove(instance.ref, runtimeCall(context, pass.signal));
    else await removeGeneration(context, { ...known, state: 'CONDEMNED' }, 0, pass.signal);
    add(pass.counters, 'removed');
  });
}

async function holdForRestoredDatabase(context: EngineContext, instance: ObservedInstance): Promise<void> {
  if (context.store.recoveryModes()['database_restored'] !== undefined) return;
  const message = `container ${instance.ref.name} is newer than the database`;
  await context.store.write((tx) => tx.setRecoveryMode('database_restored', message));
}

/** Containers whose removal was decided and not confirmed, whether they are listed or not. */
async function removeCondemned(context: EngineContext, pass: Pass): Promise<void> {
  const condemned = context.store.condemnedGenerations(maxCondemned).filter((entry) => entry.runtime === pass.name);
  for (const generation of condemned) {
    await context.slots.tryRun(generation.sandboxId, async () => {
      await removeGeneration(context, generation, 0, pass.signal);
      add(pass.counters, 'removed');
    });
  }
}

function forgetVanishedOrphans(context: EngineContext, pass: Pass): void {
  const vanished = context.store
    .orphans()
    .filter((orphan) => orphan.runtime === pass.name && !pass.observed.has(orphan.containerName));
  if (vanished.length === 0) return;
  context.store
    .write((tx) => {
      for (const orphan of vanished) tx.deleteOrphan(orphan.runtime, orphan.containerName);
    })
    .catch((error: unknown) => context.logger.warn({ err: error }, 'vanished orphans could not be forgotten'));
}

/** Looks at one sandbox now; what an event of the engine leads to. */
export async function reconcileOne(context: EngineContext, sandboxId: string, signal: AbortSignal): Promise<void> {
  // Queued behind what is under way: its outcome may be older than the event.
  await context.slots.run(sandboxId, signal, async () => {
    const record = context.store.getSandbox(sandboxId);
    if (record === null || record.quarantined || !hasContainer(record.state)) return;
    const runtime = context.runtimes.get(record.runtime);
    const inspection = await runtime.inspect(instanceRef(record), runtimeCall(context, signal));
    const after = await bookObservation(context, record, inspection, 'engine');
    if (after.state === record.state) context.proofs.record(record.id, record.generation);
  });
}

function phaseOf(observed: ObservedInstance | undefined): ObservedPhase {
  return observed === undefined ? 'none' : observed.phase;
}

export function add(counters: Counters, name: string, by = 1): void {
  counters[name] = (counters[name] ?? 0) + by;
}

/** Ends operations that an earlier life of the daemon left open; the first pass has booked their outcome from the engine. */
export async function closeInterrupted(context: EngineContext, startedAtMs: number): Promise<void> {
  const kinds = new Set(['start', 'stop', 'pause', 'resume']);
  const open = context.store
    .openOperations()
    .filter((operation) => kinds.has(operation.kind) && operation.startedAtMs < startedAtMs);
  if (open.length === 0) return;
  await context.store.write((tx) => {
    for (const operation of open)
      tx.updateOperation(operation.id, { phase: 'failed', error: 'the daemon stopped meanwhile' });
  });
}
