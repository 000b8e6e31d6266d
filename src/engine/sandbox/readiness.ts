// Waits until what runs inside answers, fails at once when it died, and brings the evidence.

import { SandkeepError } from '../../domain/errors.ts';
import type { InstanceRef } from '../../domain/runtime-spec.ts';
import type { Readiness } from '../../domain/template.ts';
import type { ProbeResult } from '../../ports/host.ts';
import type { InstanceTarget, ObservedInstance, Runtime } from '../../ports/runtime.ts';
import { anySignal, runtimeCall, type EngineContext } from '../context.ts';
import { dialHost } from './endpoint.ts';

const firstPollMs = 5;
const maxPollMs = 250;
const pollGrowth = 1.5;
const maxProbeMs = 5000;
const minProbeMs = 50;
const evidenceTimeoutMs = 3000;

export interface ReadinessTarget {
  readonly runtime: Runtime;
  readonly target: InstanceTarget;
  readonly started: ObservedInstance;
  readonly readiness: Readiness;
  readonly token: string;
}

/**
 * Polls from 5 ms growing to 250 ms until ready. NOT_READY at the deadline, CONTAINER_EXITED as soon as the
 * container is seen dead; both with the last log lines. The deadline clamps the last probe too.
 */
export async function waitReady(context: EngineContext, subject: ReadinessTarget, signal: AbortSignal): Promise<void> {
  const { readiness, runtime, target } = subject;
  if (readiness.kind === 'none') return;
  const deadlineMs = context.clock.monotonicMs() + readiness.timeoutMs;
  const ended = new AbortController();
  const watching = anySignal(signal, ended.signal);
  const died = new AbortController();
  const exit = runtime
    .waitExit(target.ref, runtimeCall(context, watching, readiness.timeoutMs + maxProbeMs))
    .then((evidence) => died.abort(exitedError(target.ref, evidence)))
    // Without this watch the polling goes on; the probe's own answer decides then.
    .catch((error: unknown) => context.logger.debug({ err: error }, 'exit watch ended'));
  try {
    await poll(context, subject, deadlineMs, anySignal(signal, died.signal));
  } catch (error) {
    signal.throwIfAborted();
    if (died.signal.aborted) throw await withLogs(context, runtime, target.ref, died.signal.reason);
    throw await withLogs(context, runtime, target.ref, error);
  } finally {
    ended.abort(new Error('readiness decided'));
    await exit;
  }
}

async function poll(
  context: EngineContext,
  subject: ReadinessTarget,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<void> {
  let delayMs = firstPollMs;
  let last = 'nothing answered';
  for (;;) {
    const leftMs = deadlineMs - context.clock.monotonicMs();
    if (leftMs <= 0) {
      const { readiness, target } = subject;
      throw new SandkeepError(
        'NOT_READY',
        `sandbox ${target.ref.sandboxId} was not ready after ${readiness.timeoutMs} ms: ${last}`,
        { metadata: { sandbox_id: target.ref.sandboxId } },
      );
    }
    const result = await probe(context, subject, Math.max(minProbeMs, Math.min(maxProbeMs, leftMs)), signal);
    if (result.ready) return;
    last = result.message;
    signal.throwIfAborted();
    await context.clock.sleep(Math.min(delayMs, Math.max(1, deadlineMs - context.clock.monotonicMs())), signal);
    delayMs = Math.min(maxPollMs, delayMs * pollGrowth);
  }
}

async function probe(
  context: EngineContext,
  subject: ReadinessTarget,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const { readiness, started } = subject;
  if (readiness.kind === 'exec') return await probeExec(context, subject, timeoutMs, signal);
  if (readiness.kind === 'healthcheck') return await probeHealth(context, subject, signal);
  const published = started.ports.find((port) => port.containerPort === readiness.port);
  if (published === undefined) return { ready: false, message: `port ${readiness.port} is not published` };
  const host = dialHost(published.hostAddress);
  if (readiness.kind === 'tcp') return await context.probes.tcp(host, published.hostPort, timeoutMs, signal);
  const headers = Object.fromEntries(
    Object.entries(readiness.headers).map(([name, value]) => [name, value.replaceAll('${token}', subject.token)]),
  );
  const { path, expectedStatus } = readiness;
  return await context.probes.http(
    { host, port: published.hostPort, path, headers, expectedStatus },
    timeoutMs,
    signal,
  );
}

async function probeExec(
  context: EngineContext,
  subject: ReadinessTarget,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const request = {
    argv: subject.readiness.command,
    environment: {},
    workdir: null,
    user: null,
    stdin: null,
    maxOutputBytes: 1024,
    timeoutMs,
  };
  try {
    const result = await subject.runtime.exec(subject.target, request, runtimeCall(context, signal));
    if (result.exitCode === 0) return { ready: true };
    return { ready: false, message: `the readiness command ended with ${result.exitCode ?? 'no exit code'}` };
  } catch (error) {
    signal.throwIfAborted();
    return { ready: false, message: error instanceof Error ? error.message : 'the readiness command failed' };
  }
}

async function probeHealth(
  context: EngineContext,
  subject: ReadinessTarget,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const inspection = await subject.runtime.inspect(subject.target.ref, runtimeCall(context, signal));
  if (inspection.kind === 'absent') return { ready: false, message: 'the container is gone' };
  const health = inspection.instance.health;
  return health === 'healthy'
    ? { ready: true }
    : { ready: false, message: `its health check says ${health ?? 'nothing'}` };
}

function exitedError(
  ref: InstanceRef,
  evidence: { exitCode: number | null; oomKilled: boolean; message: string },
): SandkeepError {
  const how = evidence.oomKilled
    ? 'was killed for lack of memory'
    : `exited with code ${evidence.exitCode ?? 'unknown'}`;
  return new SandkeepError('CONTAINER_EXITED', `the container of sandbox ${ref.sandboxId} ${how} before it was ready`, {
    metadata: {
      sandbox_id: ref.sandboxId,
      exit_code: String(evidence.exitCode ?? ''),
      oom_killed: String(evidence.oomKilled),
    },
    cause: evidence,
  });
}

/** Adds the last words of the container to the error; the log is read after the death, so they are complete. */
async function withLogs(context: EngineContext, runtime: Runtime, ref: InstanceRef, error: unknown): Promise<unknown> {
  if (!(error instanceof SandkeepError)) return error;
  const lines = await logTail(context, runtime, ref);
  if (lines.length === 0) return error;
  return new SandkeepError(error.reason, `${error.message}; last output: ${lines.at(-1) ?? ''}`, {
    ...error.details,
    metadata: { ...error.details.metadata, log_tail: lines.join('\n') },
  });
}

/** Evidence is welcome and never worth failing for. */
export async function logTail(context: EngineContext, runtime: Runtime, ref: InstanceRef): Promise<readonly string[]> {
  try {
    const signal = anySignal(context.stopping);
    return await runtime.logTail(ref, context.settings().engine.logTailLines, { signal, timeoutMs: evidenceTimeoutMs });
  } catch (error) {
    context.logger.debug({ err: error, sandbox: ref.sandboxId }, 'no log lines as evidence');
    return [];
  }
}
