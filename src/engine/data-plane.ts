// What a client does inside a sandbox. Every call keeps it in use while it runs (R7), and proves it alive.

import { hasReason, SandkeepError } from '../domain/errors.ts';
import type { SandboxRecord } from '../domain/sandbox.ts';
import { instanceRef, mergedEnvironment } from '../domain/spec.ts';
import type { ExecRequest, ExecResult, InstanceTarget, Runtime } from '../ports/runtime.ts';
import { anySignal, resolveSandbox, runtimeCall, wrongState, type EngineContext } from './context.ts';
import { inspectAlive } from './sandbox/liveness.ts';
import { provision } from './sandbox/provision.ts';
import { restoreRecycled } from './session/restore.ts';
import { wakeSiblings } from './session/sessions.ts';
import { untilAborted } from './until-aborted.ts';

/** A failed call may have one of these because its container has ended. */
const signsOfDeath = ['SANDBOX_LOST', 'WRONG_STATE', 'TOOL_SERVER_UNAVAILABLE', 'TOOL_INTERRUPTED'] as const;

export interface Use {
  readonly record: SandboxRecord;
  readonly runtime: Runtime;
  readonly target: InstanceTarget;
  readonly end: () => void;
}

/** Runs a command to its end. WRONG_STATE, SANDBOX_QUARANTINED, TOO_MANY_REQUESTS and those of Runtime.exec. */
export async function runExec(
  context: EngineContext,
  id: string,
  request: ExecRequest,
  signal: AbortSignal,
): Promise<ExecResult> {
  return await use(context, id, signal, async ({ runtime, target }) => {
    // The runtime ends the command at its time-out; this bound is for a runtime that does not.
    const startTimeoutMs = context.settings().engine.runtimeCallTimeoutMs;
    const timeoutMs = request.timeoutMs + startTimeoutMs;
    const call = runtimeCall(context, anySignal(signal, context.stopping), timeoutMs);
    return await context.execs.run(signal, () => runtime.exec(target, { ...request, startTimeoutMs }, call));
  });
}

/** Runs fn with the sandbox in use; what it throws may be a reason to look whether the sandbox lives. */
export async function use<T>(
  context: EngineContext,
  id: string,
  signal: AbortSignal,
  fn: (use: Use) => Promise<T>,
): Promise<T> {
  const begun = await begin(context, id, signal);
  try {
    const result = await fn(begun);
    context.proofs.record(begun.record.id, begun.record.generation);
    return result;
  } catch (error) {
    await noteDeath(context, begun.record, error, signal);
    throw error;
  } finally {
    begun.end();
  }
}

/** The same for a stream: in use until its reader leaves. */
export async function* useStream<T>(
  context: EngineContext,
  id: string,
  signal: AbortSignal,
  fn: (use: Use) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const begun = await begin(context, id, signal);
  try {
    yield* fn(begun);
    context.proofs.record(begun.record.id, begun.record.generation);
  } catch (error) {
    await noteDeath(context, begun.record, error, signal);
    throw error;
  } finally {
    begun.end();
  }
}

/** Wakes the sandbox and keeps it in use until the returned end is called. WRONG_STATE, SANDBOX_LOST, SANDBOX_QUARANTINED. */
export async function begin(context: EngineContext, id: string, signal: AbortSignal): Promise<Use> {
  const record = await awake(context, resolveSandbox(context, id), signal);
  if (record.quarantined)
    throw new SandkeepError('SANDBOX_QUARANTINED', `sandbox ${record.id} is quarantined: ${record.message}`);
  if (record.state === 'LOST') {
    throw new SandkeepError('SANDBOX_LOST', `sandbox ${record.id} is lost: ${record.message}`, {
      metadata: { sandbox_id: record.id },
    });
  }
  if (record.state !== 'RUNNING' && record.state !== 'PARKED') throw wrongState(record, 'RUNNING');
  const runtime = context.runtimes.get(record.runtime);
  const end = context.activity.begin(record.id, record.generation);
  return { record, runtime, target: targetOf(context, record), end };
}

/** Use of a recycled sandbox brings it back, and the rest of its session with it. */
async function awake(context: EngineContext, record: SandboxRecord, signal: AbortSignal): Promise<SandboxRecord> {
  if (record.quarantined || (record.state !== 'RECYCLED' && record.state !== 'RECYCLING')) {
    return record.state === 'RESTORING' ? (await untilAborted(provision(context, record.id), signal)).record : record;
  }
  wakeSiblings(context, record);
  return (await untilAborted(restoreRecycled(context, record.id, signal), signal)).record;
}

/** The container of the sandbox as exec and files need it. */
export function targetOf(context: EngineContext, record: SandboxRecord): InstanceTarget {
  const template = context.settings().templates.get(record.template);
  const secrets = context.store.getSecrets(record.id);
  const environment = template === undefined ? secrets.environment : mergedEnvironment(template, secrets);
  return { ref: instanceRef(record), mounts: record.mounts, environment, workdir: record.policy.workdir };
}

/** A call that failed because the container is gone is a reason to look, not a proof. */
export async function noteDeath(
  context: EngineContext,
  record: SandboxRecord,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  context.runtimes.noteFailure(record.runtime, error);
  if (!hasReason(error, ...signsOfDeath) || signal.aborted) return;
  await inspectAlive(context, record, signal);
}
