// Carries a command's streams between the daemon and whoever called: input, output, signals, size, exit code.
import { constants as osConstants } from 'node:os';
import type { ExecCall, ExecTarget } from '../client/client.ts';
import { SandkeepRpcError } from '../client/errors.ts';
import type { Exec__Output } from '../gen/sandkeep/v1/Exec.ts';
import type { Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';

const READY_TIMEOUT_MS = 30_000;
const MAX_REATTACHES = 5;
const SIGNAL_BASE = 128;

export interface Carry {
  /** Whether standard input is passed on. */
  readonly input: 'stdin' | 'none';
  /** Whether the caller's terminal becomes the command's. */
  readonly terminal: 'raw' | 'none';
}

/** Runs or attaches until the end of the command; its exit code. A stream that breaks is attached to again. */
export async function carryExec(context: Context, target: ExecTarget, carry: Carry): Promise<number> {
  const { client, io } = context;
  const terminal = carry.terminal === 'raw' ? io.terminal : undefined;
  const seen = { stdout: 0, stderr: 0 };
  let next = target;
  terminal?.setRaw('raw');
  try {
    for (let attempt = 1; ; attempt += 1) {
      const call = client.exec(next);
      const release = connectCaller(context, call, carry, attempt);
      try {
        return exitCodeOf(await carryOutput(context, call, seen));
      } catch (error) {
        const started = await call.started.catch(() => null);
        if (started === null || !isBroken(error) || attempt > MAX_REATTACHES || context.signal.aborted) throw error;
        await client.waitForReady(READY_TIMEOUT_MS, { signal: context.signal });
        const { sandboxId, execId } = started;
        // After a restart of the daemon nothing that was said before is kept, and nobody says it again.
        next = { attach: { sandboxId, execId } };
        await context.output.notice('sandkeep: attached again after the connection broke; output may be missing');
      } finally {
        release();
        call.close();
      }
    }
  } finally {
    terminal?.setRaw('line');
  }
}

async function carryOutput({ output }: Context, call: ExecCall, seen: Record<'stdout' | 'stderr', number>) {
  for await (const { stream, offset, data } of call.output) {
    const isSeen = offset + data.length <= seen[stream];
    seen[stream] = Math.max(seen[stream], offset + data.length);
    if (isSeen) continue;
    if (stream === 'stdout') await output.bytes(data);
    else await output.errorBytes(data);
  }
  return await call.exit;
}

/** Passes on input, size and signals; returns the way to stop. */
function connectCaller(context: Context, call: ExecCall, carry: Carry, attempt: number): () => void {
  const { io, signal } = context;
  const onAbort = (): void => {
    // Ctrl-C is for the command; output that nobody reads ends it.
    if (io.interrupted.aborted) call.signal('SIGINT');
    else void endUnread(context, call);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const terminal = carry.terminal === 'raw' ? io.terminal : undefined;
  const stopResize = terminal?.onResize((size) => call.resize(size));
  // Input goes to the first stream only: what a broken one has taken is not known.
  if (carry.input === 'stdin' && attempt === 1) void passInput(io.stdin, call);
  return () => {
    signal.removeEventListener('abort', onAbort);
    stopResize?.();
  };
}

async function endUnread({ client }: Context, call: ExecCall): Promise<void> {
  try {
    const { sandboxId, execId } = await call.started;
    await client.signalExec({ sandboxId, execId, signal: 'SIGTERM' });
  } catch {
    // It has ended, or the daemon is away: its time-out ends it.
  }
  call.close();
}

async function passInput(stdin: AsyncIterable<Uint8Array>, call: ExecCall): Promise<void> {
  try {
    await call.started;
    for await (const piece of stdin) await call.write(piece);
  } catch {
    // The command, or the terminal, is gone: the output tells.
  }
  call.end();
}

function isBroken(error: unknown): boolean {
  return error instanceof SandkeepRpcError && error.status === 'UNAVAILABLE';
}

/** The command's own code; 124 after its time-out, 128 plus the signal, and a failure where nothing is known. */
export function exitCodeOf({ exit }: Exec__Output): number {
  if (exit?.cause === 'EXEC_CAUSE_TIMED_OUT') {
    throw new CommandFailure('the command was ended by its time-out', exitCodes.execTimedOut);
  }
  if (exit?.exitCode !== undefined) return exit.exitCode;
  const number = osConstants.signals[exit?.signal as NodeJS.Signals];
  if (number !== undefined) return SIGNAL_BASE + number;
  const why = exit?.message ? `: ${exit.message}` : '';
  throw new CommandFailure(`the exit code of the command is not known${why}`, exitCodes.execFailed);
}
