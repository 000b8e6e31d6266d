// What the action of a command works with.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { CallOptions } from '../client/calls.ts';
import type { SandkeepClient } from '../client/client.ts';
import { defaultSocketPath } from '../client/socket-path.ts';
import type { SessionKey } from '../gen/sandkeep/v1/SessionKey.ts';
import type { GlobalOptions } from './global-options.ts';
import type { CliIo } from './io.ts';
import type { Output } from './output.ts';
import { present } from './parse.ts';

export interface Context {
  readonly client: SandkeepClient;
  /** For every call: Ctrl-C, --timeout, and retries while the daemon restarts. */
  readonly call: CallOptions;
  readonly namespace: string | undefined;
  readonly output: Output;
  readonly io: CliIo;
  /** Stays aborted once Ctrl-C was pressed or nobody reads the output any more. */
  readonly signal: AbortSignal;
}

/** Returns the exit code, or nothing for success. */
export type Handler<Options> = (
  context: Context,
  args: readonly string[],
  options: Options,
) => Promise<number | undefined>;

/** Gives a command its action. Commands that need no daemon use commander's own. */
export type Define = <Options extends object>(command: Command, handler: Handler<Options>) => void;

export function socketPathOf(options: GlobalOptions): string {
  return options.socket === undefined ? defaultSocketPath() : resolve(options.socket);
}

/** No option holds the token itself: every user of the host can read the arguments of a command. */
async function tokenOf({ token, tokenFile }: GlobalOptions): Promise<string | undefined> {
  return tokenFile === undefined ? token : (await readFile(tokenFile, 'utf8')).trim();
}

export async function createContext(
  options: GlobalOptions,
  output: Output,
  io: CliIo,
  signal: AbortSignal,
): Promise<Context> {
  const { connect } = await import('../client/client.ts');
  const socketPath = socketPathOf(options);
  // Without a socket there is no daemon that restarts, and waiting would only delay the message.
  const retry = existsSync(socketPath);
  return {
    client: connect({ socketPath, token: await tokenOf(options) }),
    // The convention of programs that run others as steps of a trace.
    call: { signal, retry, ...present({ timeoutMs: options.timeout, traceparent: io.env['TRACEPARENT'] }) },
    namespace: options.namespace,
    output,
    io,
    signal,
  };
}

/** One for each call: a retry within the call carries the same one. */
export function newRequestId(): string {
  return randomUUID();
}

export function sessionKey(context: Context, session: string, user: string | undefined): SessionKey {
  return { session, ...present({ user, namespace: context.namespace }) };
}
