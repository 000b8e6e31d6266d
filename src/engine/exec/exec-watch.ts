// The end of an exec: by its own streams, by asking the runtime, or by its time-out.

import { hasReason, isUnknownOutcome, SandkeepError } from '../../domain/errors.ts';
import type { ExecCause, ExecExit, ExecRecord } from '../../domain/exec.ts';
import { hasContainer } from '../../domain/state.ts';
import {
  type ExecEnding,
  type ExecHandle,
  type ExecSignal,
  execSignals,
  type InstanceTarget,
  type Runtime,
} from '../../ports/runtime.ts';
import { runtimeCall, type EngineContext } from '../context.ts';

const firstPauseMs = 200;
const longestPauseMs = 5_000;
/** Timers above this fire at once. */
const longestTimerMs = 2 ** 31 - 1;
const signalBase = 128;

export interface Watched {
  readonly record: ExecRecord;
  readonly target: InstanceTarget;
  readonly runtime: Runtime;
  /** Signals that were sent on request. */
  readonly sent: ReadonlySet<ExecSignal>;
}

const causes: Readonly<Record<ExecEnding['cause'], ExecCause>> = {
  exited: 'EXITED',
  signalled: 'SIGNALLED',
  oom: 'OUT_OF_MEMORY',
  sandbox_gone: 'SANDBOX_GONE',
  unknown: 'UNKNOWN',
};

const messages: Readonly<Record<ExecCause, string>> = {
  EXITED: '',
  SIGNALLED: '',
  TIMED_OUT: 'ended by its time-out',
  OUT_OF_MEMORY: 'killed because the sandbox was out of memory',
  SANDBOX_GONE: 'its sandbox stopped',
  DAEMON_RESTARTED: 'it ended while the daemon was away, and how is not known',
  NOT_STARTED: 'it was never started',
  UNKNOWN: 'the runtime does not know how it ended',
};

/** What the runtime says, and what is known of signals that were sent. */
export function exitOf(ending: ExecEnding, sent: ReadonlySet<ExecSignal>): ExecExit {
  const asked = [...sent].find((signal) => ending.exitCode === signalBase + execSignals[signal]);
  const isAsked = ending.cause === 'exited' && asked !== undefined;
  const cause = isAsked ? 'SIGNALLED' : causes[ending.cause];
  const signal = isAsked ? asked : ending.signal;
  return { cause, exitCode: ending.exitCode, signal, message: messages[cause] };
}

export function exitBy(cause: ExecCause, message = messages[cause]): ExecExit {
  return { cause, exitCode: null, signal: null, message };
}

export function handleOf(record: ExecRecord): ExecHandle {
  return { mark: record.mark, runtimeId: record.runtimeId, user: record.user };
}

/** Asks the runtime until it knows the end; unknown answers are asked again (R4). Throws only the signal's reason. */
export async function askUntilEnded(
  context: EngineContext,
  watched: Watched,
  signal: AbortSignal,
  whenForgotten: ExecCause,
): Promise<ExecExit> {
  const { record, target, runtime } = watched;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    signal.throwIfAborted();
    if (!isStillThere(context, record)) return exitBy('SANDBOX_GONE');
    try {
      const found = await runtime.findExec(target, handleOf(record), runtimeCall(context, signal));
      if (found.kind === 'ended') return exitOf(found.ending, watched.sent);
      if (found.kind === 'forgotten') return exitBy(whenForgotten);
    } catch (error) {
      if (hasReason(error, 'SANDBOX_LOST')) return exitBy('SANDBOX_GONE');
      if (!isUnknownOutcome(error) && !hasReason(error, 'WRONG_STATE')) return exitBy('UNKNOWN');
    }
    await context.clock.sleep(pauseMs, signal);
  }
}

/** At its deadline, kills it until it is gone. EXEC_KILL_UNSUPPORTED when it cannot be; else throws only the signal's reason. */
export async function killAtDeadline(
  context: EngineContext,
  watched: Watched,
  signal: AbortSignal,
  onTimeOut: () => void,
): Promise<never> {
  const { record, target, runtime } = watched;
  // From here on the wall clock may jump.
  const dueMs = context.clock.monotonicMs() + record.deadlineAtMs - context.clock.wallMs();
  for (let leftMs = dueMs - context.clock.monotonicMs(); leftMs > 0; leftMs = dueMs - context.clock.monotonicMs()) {
    await context.clock.sleep(Math.min(leftMs, longestTimerMs), signal);
  }
  onTimeOut();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      await runtime.signalExec(target, handleOf(record), 'SIGKILL', runtimeCall(context, signal));
    } catch (error) {
      if (hasReason(error, 'EXEC_KILL_UNSUPPORTED')) throw error;
      signal.throwIfAborted();
      context.logger.warn({ err: error, sandbox: record.sandboxId, exec: record.id }, 'an exec could not be ended yet');
    }
    await context.clock.sleep(pauseMs, signal);
  }
}

/** The container it was started in is the one that the sandbox has. */
function isStillThere(context: EngineContext, record: ExecRecord): boolean {
  const sandbox = context.store.getSandbox(record.sandboxId);
  return sandbox !== null && sandbox.generation === record.generation && hasContainer(sandbox.state);
}

export function execNotFound(sandboxId: string, id: string): SandkeepError {
  return new SandkeepError('EXEC_NOT_FOUND', `sandbox ${sandboxId} has no exec "${id}"`, {
    metadata: { sandbox_id: sandboxId, exec_id: id },
  });
}
