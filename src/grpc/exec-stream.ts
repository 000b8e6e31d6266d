// StreamExec: one command's input and output over one call.

import { invalidField, SandkeepError } from '../domain/errors.ts';
import { requireSandbox, resolveSandbox, runtimeCall, type EngineContext } from '../engine/context.ts';
import { findExec, signalExec, startExec } from '../engine/exec/execs.ts';
import type { ExecStream, LiveExec, OutputPiece } from '../engine/exec/live-exec.ts';
import type { AttachExec__Output } from '../gen/sandkeep/v1/AttachExec.ts';
import type { StreamExecRequest__Output } from '../gen/sandkeep/v1/StreamExecRequest.ts';
import type { StreamExecResponse } from '../gen/sandkeep/v1/StreamExecResponse.ts';
import { safeNumber, sandboxName } from './convert.ts';
import { execIdOf, execMessage, execSignalOf, execStart, maxStdinBytes, terminalSize } from './exec-message.ts';
import { type CallScope, withinBound } from './handler.ts';

type Offsets = Readonly<Record<ExecStream, number | null>>;
const fromOldest: Offsets = { stdout: null, stderr: null };

/** The answers to one stream; output as exec-output.ts serialises it. INVALID_FIELD for a stream that begins with something else, and those of the contract. */
export async function* streamExec(
  context: EngineContext,
  requests: AsyncIterable<StreamExecRequest__Output>,
  { signal }: CallScope,
): AsyncGenerator<StreamExecResponse | OutputPiece> {
  const messages = requests[Symbol.asyncIterator]();
  const { slowReaderTimeoutMs } = context.settings().grpc;
  const first = await withinBound(messages.next(), signal, slowReaderTimeoutMs);
  if (first.done === true) throw invalidField('message', 'the first one must be start or attach');
  const { live, offsets } = await open(context, first.value, signal);
  const { maxAttachedReaders } = context.settings().engine;
  if (live.readers >= maxAttachedReaders) {
    throw new SandkeepError('TOO_MANY_REQUESTS', `${maxAttachedReaders} streams are attached to the exec already`, {
      retryAfterMs: 1000,
      quota: { subject: 'limits.max_attached_readers', description: `at most ${maxAttachedReaders} streams` },
    });
  }
  const { sandboxId } = live.record;
  const end = context.activity.begin(sandboxId, requireSandbox(context, sandboxId).generation);
  const over = new AbortController();
  const bounded = AbortSignal.any([signal, over.signal]);
  try {
    yield { started: execMessage(live.record, live) };
    const input = takeInput(context, live, messages, bounded);
    input.catch((error: unknown) => over.abort(error));
    yield* live.read(offsets, bounded);
    const ended = await live.whenEnded(bounded);
    yield { exit: execMessage(ended, live) };
  } finally {
    over.abort(new SandkeepError('CALL_CANCELLED', 'the stream is over'));
    end();
  }
}

async function open(
  context: EngineContext,
  first: StreamExecRequest__Output,
  signal: AbortSignal,
): Promise<{ readonly live: LiveExec; readonly offsets: Offsets }> {
  if (first.start) {
    const sandbox = resolveSandbox(context, sandboxName(first.start.sandboxId));
    const start = execStart(context, first.start, null, 'block');
    return { live: await startExec(context, sandbox, start, signal), offsets: fromOldest };
  }
  if (!first.attach) throw invalidField('message', 'the first one must be start or attach');
  const sandbox = resolveSandbox(context, sandboxName(first.attach.sandboxId));
  const live = findExec(context, sandbox.id, execIdOf(first.attach.execId, 'lookup'));
  return { live, offsets: offsetsOf(first.attach) };
}

function offsetsOf({ stdoutOffset, stderrOffset }: AttachExec__Output): Offsets {
  return {
    stdout: stdoutOffset === undefined ? null : safeNumber(stdoutOffset, 'stdout_offset'),
    stderr: stderrOffset === undefined ? null : safeNumber(stderrOffset, 'stderr_offset'),
  };
}

/** Until the client has sent all. What comes after the end of the command is dropped. */
async function takeInput(
  context: EngineContext,
  live: LiveExec,
  messages: AsyncIterator<StreamExecRequest__Output>,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const next = await messages.next().catch(() => null);
    if (next === null || next.done === true || signal.aborted) return;
    if (live.isEnded) continue;
    await takeOne(context, live, next.value, signal);
  }
}

async function takeOne(
  context: EngineContext,
  live: LiveExec,
  message: StreamExecRequest__Output,
  signal: AbortSignal,
): Promise<void> {
  const { sandboxId, id } = live.record;
  switch (message.message) {
    case 'stdin': {
      const bytes = message.stdin ?? new Uint8Array(0);
      if (bytes.length > maxStdinBytes) throw invalidField('stdin', `is longer than ${maxStdinBytes} bytes`);
      return await live.write(bytes);
    }
    case 'stdinEnd':
      return live.endInput();
    case 'resize':
      if (message.resize) await live.resize(terminalSize(message.resize), runtimeCall(context, signal));
      return;
    case 'signal':
      await signalExec(context, sandboxId, id, execSignalOf(message.signal ?? ''), signal);
      return;
    case 'start':
    case 'attach':
    case undefined:
      throw invalidField('message', 'only the first one may be start or attach');
  }
}
