// Makes the container of a sandbox whose intent is committed: CREATING or RESTORING to RUNNING.
// Every step is idempotent by the container's name, so the same code runs the first time, after a lost answer,
// and after a crash of the daemon (R1).

import { failpointAsync } from '#failpoint';
import { hasReason, isUnknownOutcome, SandkeepError } from '../../domain/errors.ts';
import type { PortSpec } from '../../domain/runtime-spec.ts';
import type { Failure, OperationRecord, PhaseTiming, SandboxRecord } from '../../domain/sandbox.ts';
import { buildSpec, containerName, instanceRef, mergedEnvironment } from '../../domain/spec.ts';
import type { Template } from '../../domain/template.ts';
import type { ObservedInstance, PullProgress, Runtime } from '../../ports/runtime.ts';
import { anySignal, findTemplate, requireSandbox, runtimeCall, type EngineContext } from '../context.ts';
import { endpointOf } from './endpoint.ts';
import { logTail, waitReady } from './readiness.ts';
import { fetchWorkspace } from '../workspace/storage.ts';
import { purgeTime, removeGenerations } from './teardown.ts';
import { Timings } from '../timings.ts';
import { prepareWorkspace } from '../workspace/workspaces.ts';

const firstSettleDelayMs = 100;
const maxSettleDelayMs = 5000;
const maxNameAttempts = 3;
/** Failures that say nothing about this sandbox: its intent waits until they have passed. */
const passingReasons = ['STORE_FULL', 'STORE_FAILED', 'TOO_MANY_REQUESTS', 'ENGINE_CHANGED', 'DRAINING'] as const;

export interface Provisioned {
  readonly record: SandboxRecord;
  readonly timings: readonly PhaseTiming[];
}

interface Saga {
  record: SandboxRecord;
  readonly operation: OperationRecord;
  readonly template: Template;
  readonly runtime: Runtime;
  readonly timings: Timings;
  readonly signal: AbortSignal;
}

export function provisionKey(sandboxId: string): string {
  return `provision:${sandboxId}`;
}

/** Finishes the sandbox, or joins whoever does. Survives the caller's cancellation. */
export function provision(context: EngineContext, sandboxId: string): Promise<Provisioned> {
  return context.tasks.run(provisionKey(sandboxId), (aborted) => {
    const signal = anySignal(aborted, context.stopping);
    return context.slots.run(sandboxId, signal, () => runSaga(context, sandboxId, signal));
  });
}

async function runSaga(context: EngineContext, sandboxId: string, signal: AbortSignal): Promise<Provisioned> {
  const timings = new Timings(context.clock);
  const record = requireSandbox(context, sandboxId);
  if (record.state !== 'CREATING' && record.state !== 'RESTORING') return { record, timings: timings.list() };
  const operation = context.store.operations(sandboxId, 1)[0];
  if (operation === undefined || operation.endedAtMs !== null) {
    throw new Error(`sandbox ${sandboxId} is ${record.state} without an open operation`);
  }
  let saga: Saga | null = null;
  try {
    assertInTime(context, record, operation);
    const template = findTemplate(context, record.template);
    const { runtime } = context.runtimes.require(record.runtime);
    saga = { record, operation, template, runtime, timings, signal };
    const admitted = saga;
    return await context.creates.run(signal, () => makeInstance(context, admitted));
  } catch (error) {
    context.runtimes.noteFailure(record.runtime, error);
    throw await settleFailure(context, saga?.record ?? record, operation, error, signal);
  }
}

function assertInTime(context: EngineContext, record: SandboxRecord, operation: OperationRecord): void {
  if (operation.deadlineAtMs === null || context.clock.wallMs() <= operation.deadlineAtMs) return;
  const error = operation.error === '' ? 'it was interrupted' : operation.error;
  throw new SandkeepError('NOT_READY', `sandbox ${record.id} could not be made before its deadline: ${error}`, {
    metadata: { sandbox_id: record.id },
  });
}

async function makeInstance(context: EngineContext, saga: Saga): Promise<Provisioned> {
  const { template, runtime, timings, signal } = saga;
  if (saga.record.generation > 1) await removeOlderGenerations(context, saga);
  assertEnvironment(template);
  const workspace = saga.record.workspaceId === null ? null : context.store.getWorkspace(saga.record.workspaceId);
  if (workspace !== null) {
    await timings.measure('workspace', async () => {
      // First: a directory that is there, even an empty one, is as its session left it.
      await fetchWorkspace(context, template, saga.record, workspace, signal);
      await prepareWorkspace(context, template, workspace.path);
    });
  }
  await failpointAsync('create.after_workspace');
  if (template.pull === 'always') await timings.measure('pull', () => pullImage(context, saga));
  const started = await createAndStart(context, saga);
  await failpointAsync('create.after_start');
  const secrets = context.store.getSecrets(saga.record.id);
  if (template.autoStart) {
    const target = {
      ref: started.ref,
      mounts: saga.record.mounts,
      environment: mergedEnvironment(template, secrets),
      workdir: template.workdir,
    };
    const subject = { runtime, target, started, readiness: template.readiness, token: secrets.token };
    await timings.measure('ready', () => waitReady(context, subject, signal));
  }
  await failpointAsync('create.after_ready');
  const record = await timings.measure('commit', () => commitRunning(context, saga, started));
  context.proofs.record(record.id, record.generation);
  const taken = timings.list();
  for (const { phase, durationMs } of taken) {
    context.metrics.time('sandkeep_provision_phase_duration_ms', { phase }, durationMs);
  }
  return { record, timings: taken };
}

/** Containers of earlier generations go before a new one is made, so that two never share a workspace. */
async function removeOlderGenerations(context: EngineContext, saga: Saga): Promise<void> {
  await removeGenerations(context, saga.record, saga.record.generation - 1, saga.signal);
}

function assertEnvironment(template: Template): void {
  if (template.missingEnvironment.length === 0) return;
  throw new SandkeepError(
    'ENVIRONMENT_MISSING',
    `template ${template.name} needs ${template.missingEnvironment.join(', ')} in the daemon's environment`,
    { metadata: { variables: template.missingEnvironment.join(',') } },
  );
}

async function pullImage(context: EngineContext, saga: Saga): Promise<void> {
  const { template, runtime } = saga;
  if (template.image === '') return;
  const call = runtimeCall(context, saga.signal, context.settings().engine.pullTimeoutMs);
  const onProgress = (progress: PullProgress): void =>
    context.logger.debug({ sandbox: saga.record.id, layer: progress.layer, status: progress.status }, 'pulling');
  const pulled = await runtime.ensureImage(template.image, template.pull, onProgress, call);
  if (pulled.pulled) context.logger.info({ image: template.image, digest: pulled.digest }, 'image pulled');
}

/** A host port taken by a stranger, or a name of a stranger, costs a generation and another try. */
async function createAndStart(context: EngineContext, saga: Saga): Promise<ObservedInstance> {
  const maxAttempts = Math.max(maxNameAttempts, context.settings().engine.portAttempts);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const created = await createWithImage(context, saga);
      await recordCreated(context, saga, created);
      await failpointAsync('create.after_create');
      if (!saga.template.autoStart) return created;
      return await saga.timings.measure('start', () =>
        saga.runtime.start(created.ref, runtimeCall(context, saga.signal)),
      );
    } catch (error) {
      if (!hasReason(error, 'PORT_UNAVAILABLE', 'NAME_TAKEN') || attempt >= maxAttempts) throw error;
      await nextGeneration(context, saga, error);
    }
  }
}

/** An image that is there costs no question: only a create that misses it leads to a pull. */
async function createWithImage(context: EngineContext, saga: Saga): Promise<ObservedInstance> {
  const { timings, template } = saga;
  try {
    return await timings.measure('create', () => createSettled(context, saga));
  } catch (error) {
    if (!hasReason(error, 'IMAGE_NOT_FOUND') || template.pull !== 'missing') throw error;
    await timings.measure('pull', () => pullImage(context, saga));
    return await timings.measure('create', () => createSettled(context, saga));
  }
}

/** Repeats the same create until the engine has an answer: an answer that was lost is not a failure. */
async function createSettled(context: EngineContext, saga: Saga): Promise<ObservedInstance> {
  const giveUpMs = context.clock.monotonicMs() + context.settings().engine.settleTimeoutMs;
  let delayMs = firstSettleDelayMs;
  for (;;) {
    try {
      const ports = await choosePorts(context, saga);
      const secrets = context.store.getSecrets(saga.record.id);
      const instance = { id: context.store.instanceId, epoch: context.store.epoch };
      const spec = buildSpec(saga.template, saga.record, secrets, instance, ports);
      await failpointAsync('create.before_create');
      return await saga.runtime.create(spec, runtimeCall(context, saga.signal));
    } catch (error) {
      const unsettled = hasReason(error, 'RUNTIME_TIMEOUT', 'CONFLICT');
      if (!unsettled || context.clock.monotonicMs() >= giveUpMs) throw error;
      context.logger.warn({ sandbox: saga.record.id, err: error }, 'create has no answer yet, asking again');
      await context.clock.sleep(delayMs, saga.signal);
      delayMs = Math.min(maxSettleDelayMs, delayMs * 2);
    }
  }
}

async function choosePorts(context: EngineContext, saga: Saga): Promise<readonly PortSpec[]> {
  const { template, record } = saga;
  const range = template.publish.portRange;
  const hostAddress = template.publish.host;
  if (range === null) return template.ports.map((containerPort) => ({ containerPort, hostAddress, hostPort: null }));
  return await context.store.write((tx) => {
    tx.releasePorts(record.id, record.generation);
    return template.ports.map((containerPort) => {
      // Each generation begins at another place, so that a port a stranger has is not tried again at once.
      const offset = Number.parseInt(context.hash(`${record.id}/${record.generation}`).slice(0, 8), 16);
      const hostPort = tx.reservePort(range.first, range.last, record.id, record.generation, offset);
      if (hostPort === null) {
        throw new SandkeepError('CAPACITY_EXHAUSTED', `no free host port in ${range.first}-${range.last}`);
      }
      return { containerPort, hostAddress, hostPort };
    });
  });
}

async function recordCreated(context: EngineContext, saga: Saga, created: ObservedInstance): Promise<void> {
  const { record } = saga;
  const containerId = created.ref.containerId;
  saga.record = await context.store.write((tx) => {
    tx.setGeneration({
      sandboxId: record.id,
      generation: record.generation,
      runtime: record.runtime,
      containerName: record.containerName,
      containerId,
      state: 'PRESENT',
    });
    tx.updateOperation(saga.operation.id, { phase: 'created' });
    return tx.change(record.id, record.state, record.generation, { containerId, imageDigest: created.imageDigest });
  });
}

/** Leaves the container of this generation behind, condemned, and goes on with the next name. */
async function nextGeneration(context: EngineContext, saga: Saga, why: SandkeepError): Promise<void> {
  const { record } = saga;
  const generation = record.generation + 1;
  const prefix = context.settings().runtimes.docker.containerPrefix;
  const name = containerName(prefix, context.store.instanceId, record.id, generation);
  // A container of a stranger is not ours to condemn.
  const left = hasReason(why, 'NAME_TAKEN') ? 'GONE' : 'CONDEMNED';
  saga.record = await context.store.write((tx) => {
    const { id: sandboxId, runtime } = record;
    tx.setGeneration({
      sandboxId,
      generation: record.generation,
      runtime,
      containerName: record.containerName,
      containerId: record.containerId,
      state: left,
    });
    tx.setGeneration({ sandboxId, generation, runtime, containerName: name, containerId: null, state: 'INTENDED' });
    tx.updateOperation(saga.operation.id, { attempt: true, error: why.message });
    return tx.change(record.id, record.state, record.generation, {
      generation,
      containerName: name,
      containerId: null,
    });
  });
  await removeGenerations(context, saga.record, generation - 1, saga.signal);
}

async function commitRunning(context: EngineContext, saga: Saga, started: ObservedInstance): Promise<SandboxRecord> {
  const { record, template } = saga;
  const nowMs = context.clock.wallMs();
  const ready = record.pooled ? 'WARM' : 'RUNNING';
  return await context.store.write((tx) => {
    tx.updateOperation(saga.operation.id, { phase: 'done' });
    return tx.move({
      id: record.id,
      from: record.state,
      generation: record.generation,
      to: template.autoStart ? ready : 'STOPPED',
      changes: {
        endpoint: endpointOf(context.settings(), record, started),
        containerId: started.ref.containerId,
        imageDigest: started.imageDigest,
        returnState: null,
        failure: null,
        retryAtMs: null,
        lastActiveAtMs: nowMs,
      },
      reason: record.state === 'CREATING' ? 'CREATED' : 'RESTORED',
      message: template.autoStart ? 'ready' : 'created, not started',
      actor: record.pooled ? 'pool' : 'client',
      operationId: saga.operation.id,
    });
  });
}

/**
 * After an unknown outcome the intent stays and is tried again by the loops; after a definite one the container
 * is removed and the row says what happened. Returns the error for the caller.
 */
async function settleFailure(
  context: EngineContext,
  record: SandboxRecord,
  operation: OperationRecord,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  // Somebody moved the row on (a release during the create): that one cleans up.
  if (hasReason(error, 'CONFLICT')) return error;
  const message = error instanceof Error ? error.message : String(error);
  const undecided = signal.aborted || isUnknownOutcome(error) || hasReason(error, ...passingReasons);
  if (undecided) {
    await keepIntent(context, record, operation, message);
    return error;
  }
  const failure = await gatherEvidence(context, record, error);
  await removeAfterFailure(context, record, signal);
  await commitFailure(context, record, operation, failure);
  return error;
}

async function keepIntent(
  context: EngineContext,
  record: SandboxRecord,
  operation: OperationRecord,
  message: string,
): Promise<void> {
  try {
    await context.store.write((tx) => {
      tx.updateOperation(operation.id, { attempt: true, error: message });
      const retryAtMs = context.clock.wallMs() + maxSettleDelayMs;
      return tx.change(record.id, record.state, record.generation, { retryAtMs });
    });
  } catch (error) {
    // The row moved on or the disk is full; the intent is on disk either way.
    context.logger.debug({ err: error, sandbox: record.id }, 'intent kept as it was');
  }
}

async function gatherEvidence(context: EngineContext, record: SandboxRecord, error: unknown): Promise<Failure> {
  const known =
    error instanceof SandkeepError
      ? error
      : new SandkeepError('INTERNAL', 'an unexpected error; the log has it', { cause: error });
  if (known !== error)
    context.logger.error({ err: error, sandbox: record.id }, 'making the sandbox failed unexpectedly');
  const metadata = known.details.metadata ?? {};
  const logged =
    metadata['log_tail']?.split('\n') ??
    (await logTail(context, context.runtimes.get(record.runtime), instanceRef(record)));
  const exitCode = metadata['exit_code'];
  return {
    reason: known.reason,
    message: known.message,
    exitCode: exitCode === undefined || exitCode === '' ? null : Number(exitCode),
    oomKilled: metadata['oom_killed'] === 'true',
    logTail: logged,
    atMs: context.clock.wallMs(),
  };
}

async function removeAfterFailure(context: EngineContext, record: SandboxRecord, signal: AbortSignal): Promise<void> {
  try {
    await removeGenerations(context, record, record.generation, signal);
  } catch (error) {
    // The generation stays recorded as condemned; the reconcile loop removes it.
    context.logger.warn({ err: error, sandbox: record.id }, 'container of a failed sandbox could not be removed yet');
  }
}

async function commitFailure(
  context: EngineContext,
  record: SandboxRecord,
  operation: OperationRecord,
  failure: Failure,
): Promise<void> {
  const back = record.returnState === 'RECYCLED' || record.returnState === 'RELEASED' ? record.returnState : null;
  const nowMs = context.clock.wallMs();
  const released = back === 'RELEASED' ? { releasedAtMs: nowMs, purgeAtMs: purgeTime(context, nowMs) } : {};
  try {
    await context.store.write((tx) => {
      tx.updateOperation(operation.id, { phase: 'failed', error: failure.message });
      tx.move({
        id: record.id,
        from: record.state,
        generation: record.generation,
        to: back ?? 'FAILED',
        changes: { failure, endpoint: [], returnState: null, retryAtMs: null, ...released },
        reason: failure.reason,
        message: failure.message,
        actor: 'engine',
        operationId: operation.id,
      });
      if (back === 'RELEASED' && record.workspaceId !== null) tx.noteUnreferenced(record.workspaceId);
    });
  } catch (error) {
    if (!hasReason(error, 'CONFLICT')) throw error;
  }
}
