// Execs as things: started under an id, attached to, signalled, waited for, and found again after a restart.

import { hasReason, isUnknownOutcome, SandkeepError } from '../../domain/errors.ts';
import type { ExecExit, ExecRecord } from '../../domain/exec.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import type { ExecSignal, RunningExec, StartExecRequest } from '../../ports/runtime.ts';
import { anySignal, requireSandbox, runtimeCall, type EngineContext } from '../context.ts';
import { begin, noteDeath, targetOf, type Use } from '../data-plane.ts';
import { askUntilEnded, execNotFound, exitBy, exitOf, handleOf, killAtDeadline, type Watched } from './exec-watch.ts';
import { LiveExec, type WhenFull } from './live-exec.ts';

const recoveryPage = 500;
const maxCommandCharacters = 128;
const markCharacters = 32;

export interface ExecStart {
  /** Chosen by the caller; '' takes a new one. */
  readonly id: string;
  readonly request: Omit<StartExecRequest, 'mark'>;
  /** A keyed hash of all that the caller asked for. */
  readonly fingerprint: string;
  readonly timeoutMs: number;
  readonly whenFull: WhenFull;
}

interface Life extends Watched {
  readonly live: LiveExec;
  readonly use: Pick<Use, 'end'>;
  readonly sent: Set<ExecSignal>;
  /** Fires when the daemon lets go of it. */
  readonly signal: AbortSignal;
}

/** Whether its time-out has passed. */
interface Time {
  isOver: boolean;
}

/** Signals that were sent on request, by exec in memory. */
const sentSignals = new WeakMap<LiveExec, Set<ExecSignal>>();

/**
 * Starts a command, or finds the one that the same request has started under this id. EXEC_EXISTS for another request,
 * WRONG_STATE, SANDBOX_QUARANTINED, TOO_MANY_REQUESTS and those of Runtime.startExec.
 */
export async function startExec(
  context: EngineContext,
  sandbox: SandboxRecord,
  start: ExecStart,
  signal: AbortSignal,
): Promise<LiveExec> {
  const id = start.id === '' ? context.ids.shortId() : start.id;
  const live = await context.execRegistry.startOnce(sandbox.id, id, async () => {
    const known = context.store.getExec(sandbox.id, id);
    return known === null ? await startNew(context, sandbox, { ...start, id }, signal) : keptOf(context, known);
  });
  if (live.record.fingerprint !== start.fingerprint) {
    throw new SandkeepError('EXEC_EXISTS', `exec ${id} of sandbox ${sandbox.id} was started by another request`, {
      metadata: { sandbox_id: sandbox.id, exec_id: id },
    });
  }
  return live;
}

/** The exec with what is kept of it. EXEC_NOT_FOUND. */
export function findExec(context: EngineContext, sandboxId: string, id: string): LiveExec {
  const record = context.store.getExec(sandboxId, id);
  if (record === null) throw execNotFound(sandboxId, id);
  return keptOf(context, record);
}

/** To the whole tree of the command. EXEC_NOT_FOUND, EXEC_ENDED, EXEC_KILL_UNSUPPORTED. */
export async function signalExec(
  context: EngineContext,
  sandboxId: string,
  id: string,
  execSignal: ExecSignal,
  signal: AbortSignal,
): Promise<LiveExec> {
  const live = findExec(context, sandboxId, id);
  if (live.isEnded) throw new SandkeepError('EXEC_ENDED', `exec ${id} has ended`, { metadata: { exec_id: id } });
  const sandbox = requireSandbox(context, sandboxId);
  // Noted first: the command may be gone before the answer comes.
  const sent = sentSignals.get(live);
  sent?.add(execSignal);
  const runtime = context.runtimes.get(sandbox.runtime);
  const end = context.activity.begin(sandbox.id, sandbox.generation);
  try {
    await runtime.signalExec(
      targetOf(context, sandbox),
      handleOf(live.record),
      execSignal,
      runtimeCall(context, signal),
    );
  } finally {
    end();
  }
  return live;
}

/** Goes on with the execs that an earlier daemon has left: each keeps its sandbox in use until its end is known. */
export function recoverExecs(context: EngineContext): void {
  for (let after = 0; ; ) {
    const page = context.store.openExecs(after, recoveryPage);
    for (const record of page) recoverOne(context, record);
    const last = page.at(-1);
    if (last === undefined || page.length < recoveryPage) return;
    after = last.position;
  }
}

function recoverOne(context: EngineContext, record: ExecRecord): void {
  const sandbox = context.store.getSandbox(record.sandboxId);
  const live = new LiveExec(record, 'trim', context.settings().engine.execBufferBytes);
  const signal = anySignal(context.execRegistry.add(live), context.stopping);
  const sent = new Set<ExecSignal>();
  sentSignals.set(live, sent);
  if (sandbox === null) return context.execRegistry.own(book(context, live, exitBy('SANDBOX_GONE')));
  const use = { end: context.activity.begin(sandbox.id, sandbox.generation) };
  const target = targetOf(context, sandbox);
  const life = { live, record, target, runtime: context.runtimes.get(sandbox.runtime), use, sent, signal };
  context.execRegistry.own(
    untilBooked(context, life, async (inner, time) => {
      const exit = await askUntilEnded(context, life, inner, 'DAEMON_RESTARTED');
      return time.isOver ? exitBy('TIMED_OUT') : exit;
    }),
  );
}

function keptOf(context: EngineContext, record: ExecRecord): LiveExec {
  const held = context.execRegistry.find(record.sandboxId, record.id);
  if (held !== null) return held;
  const live = new LiveExec(record, 'trim', 0);
  live.end(record);
  return live;
}

async function startNew(
  context: EngineContext,
  sandbox: SandboxRecord,
  start: ExecStart,
  signal: AbortSignal,
): Promise<LiveExec> {
  const { maxExecsPerSandbox } = context.settings().engine;
  if (context.store.countOpenExecs(sandbox.id) >= maxExecsPerSandbox) {
    throw new SandkeepError('TOO_MANY_REQUESTS', `${maxExecsPerSandbox} execs run in sandbox ${sandbox.id} already`, {
      retryAfterMs: 1000,
      quota: { subject: 'limits.max_execs_per_sandbox', description: `at most ${maxExecsPerSandbox} running execs` },
    });
  }
  const started = Promise.withResolvers<LiveExec>();
  const life = context.execs.run(signal, async () => {
    const use = await begin(context, sandbox.id, signal);
    try {
      await beginLife(context, use, start, signal, started.resolve);
    } catch (error) {
      await noteDeath(context, use.record, error, signal);
      throw error;
    } finally {
      use.end();
    }
  });
  life.catch(started.reject);
  context.execRegistry.own(life);
  return await started.promise;
}

/** From the intent to the booked end; tells of the exec once it runs. */
async function beginLife(
  context: EngineContext,
  use: Use,
  start: ExecStart,
  signal: AbortSignal,
  onStarted: (live: LiveExec) => void,
): Promise<void> {
  const { record: sandbox, runtime, target } = use;
  const startedAtMs = context.clock.wallMs();
  const record = await context.store.write((tx) =>
    tx.insertExec({
      sandboxId: sandbox.id,
      id: start.id,
      generation: sandbox.generation,
      command: commandName(start.request.argv),
      fingerprint: start.fingerprint,
      mark: context.ids.token().slice(0, markCharacters),
      user: start.request.user,
      hasTerminal: start.request.terminal !== null,
      startedAtMs,
      deadlineAtMs: startedAtMs + start.timeoutMs,
    }),
  );
  const live = new LiveExec(record, start.whenFull, context.settings().engine.execBufferBytes);
  const over = anySignal(context.execRegistry.add(live), context.stopping);
  const sent = new Set<ExecSignal>();
  sentSignals.set(live, sent);
  const life: Life = { live, record, target, runtime, use, sent, signal: over };
  let running: RunningExec;
  try {
    running = await runtime.startExec(target, { ...start.request, mark: record.mark }, runtimeCall(context, over));
  } catch (error) {
    await bookFailedStart(context, life, error);
    throw error;
  }
  await context.store.write((tx) => tx.markExecRunning(sandbox.id, start.id, running.runtimeId));
  live.record = { ...record, state: 'RUNNING', runtimeId: running.runtimeId };
  onStarted(live);
  context.proofs.record(sandbox.id, sandbox.generation);
  const known = { ...life, record: live.record };
  await untilBooked(context, known, (inner, time) => streamToEnd(context, known, running, inner, time));
}

/** A start without an answer may have happened, so whatever carries the mark is ended. */
async function bookFailedStart(context: EngineContext, life: Life, error: unknown): Promise<void> {
  const { live, record, target, runtime } = life;
  if (isUnknownOutcome(error)) {
    const call = runtimeCall(context, new AbortController().signal);
    await runtime.signalExec(target, handleOf(record), 'SIGKILL', call).catch((failure: unknown) => {
      context.logger.warn({ err: failure, sandbox: record.sandboxId, exec: record.id }, 'may have been started');
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  await book(context, live, exitBy('NOT_STARTED', message), error);
}

/** Waits for the end, by its time-out at the latest, and books it. */
async function untilBooked(
  context: EngineContext,
  life: Life,
  untilEnd: (signal: AbortSignal, time: Time) => Promise<ExecExit>,
): Promise<void> {
  const { live, use } = life;
  const over = new AbortController();
  const signal = anySignal(life.signal, over.signal);
  const time: Time = { isOver: false };
  const killing = killAtDeadline(context, life, signal, () => {
    time.isOver = true;
    live.stopWaiting();
  }).catch((error: unknown) => {
    if (error instanceof SandkeepError && !signal.aborted) live.fail(error);
  });
  try {
    await book(context, live, await untilEnd(signal, time));
  } catch (error) {
    if (!hasReason(error, 'COMMAND_NOT_FOUND', 'FILE_NOT_FOUND', 'INVALID_FIELD', 'CREATE_REFUSED')) throw error;
    await book(context, live, exitBy('NOT_STARTED', error.message), error);
  } finally {
    over.abort();
    use.end();
    await killing;
  }
}

/** By its streams; when the connection to it is lost, by asking. */
async function streamToEnd(
  context: EngineContext,
  life: Life,
  running: RunningExec,
  signal: AbortSignal,
  time: Time,
): Promise<ExecExit> {
  const reading = life.live.follow(running);
  // Why it broke is told by the ending.
  reading.catch(() => undefined);
  try {
    const ending = await running.ending;
    const isKilled = time.isOver && life.live.failure === null;
    if (life.sent.size > 0) life.live.stopWaitingForReaders();
    await reading.catch(() => undefined);
    signal.throwIfAborted();
    return isKilled ? exitBy('TIMED_OUT') : exitOf(ending, life.sent);
  } catch (error) {
    signal.throwIfAborted();
    if (!isUnknownOutcome(error)) throw error;
    context.runtimes.noteFailure(context.store.getSandbox(life.record.sandboxId)?.runtime ?? 'local', error);
    const exit = await askUntilEnded(context, life, signal, 'UNKNOWN');
    return time.isOver ? exitBy('TIMED_OUT') : exit;
  }
}

async function book(context: EngineContext, live: LiveExec, exit: ExecExit, failure?: unknown): Promise<void> {
  const { sandboxId, id } = live.record;
  const ended = await context.store.write((tx) => tx.endExec(sandboxId, id, exit, live.endOffsets));
  const endedAtMs = context.clock.wallMs();
  if (failure instanceof SandkeepError) live.failure = failure;
  live.end(ended ?? { ...live.record, state: 'ENDED', exit, endedAtMs });
  const { execRetentionMs, execBuffersMaxBytes } = context.settings().engine;
  // Whoever reads holds it still.
  if (execRetentionMs === 0) context.execRegistry.forget(sandboxId, id);
  else context.execRegistry.trimEnded(execBuffersMaxBytes);
}

/** The program without its directory: enough to recognise, nothing secret. */
function commandName(argv: readonly string[]): string {
  const [program = ''] = argv;
  return program.slice(program.lastIndexOf('/') + 1).slice(0, maxCommandCharacters);
}
