// Runs the command line in this process, with streams of its own.
import { Writable } from 'node:stream';
import type { status } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import type { CliStream } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/main.ts';
import { errorInfo, startTinyServer, TinyFailure, type TinyHandlers, type TinyServer } from './tiny-server.ts';

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliSurroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly interrupted?: AbortSignal;
  /** Columns of a terminal; without it the output is no terminal. */
  readonly columns?: number;
}

export class Capture extends Writable {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly #pieces: Buffer[] = [];

  constructor(columns?: number) {
    super();
    this.isTTY = columns !== undefined;
    this.columns = columns ?? 80;
  }

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#pieces.push(piece);
    done();
  }

  text(): string {
    return Buffer.concat(this.#pieces).toString();
  }
}

export async function runInProcess(argv: readonly string[], surroundings: CliSurroundings = {}): Promise<CliRun> {
  const stdout = new Capture(surroundings.columns);
  const stderr = new Capture(surroundings.columns);
  const exitCode = await runWith(argv, stdout, stderr, surroundings);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

export async function runWith(
  argv: readonly string[],
  stdout: CliStream,
  stderr: CliStream,
  { env = {}, stdin = nothing(), interrupted = new AbortController().signal }: CliSurroundings = {},
): Promise<number> {
  return await runCli(argv, { stdin, stdout, stderr, env, interrupted });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

export interface ServedCli {
  readonly server: TinyServer;
  readonly run: (argv: readonly string[], surroundings?: CliSurroundings) => Promise<CliRun>;
}

/** The command line beside a daemon that answers as the test says, until the test ends. */
export async function serveCli(handlers: TinyHandlers): Promise<ServedCli> {
  const server = await startTinyServer(handlers);
  onTestFinished(server.stop);
  const run = async (argv: readonly string[], surroundings: CliSurroundings = {}) =>
    await runInProcess(['--socket', server.socketPath, ...argv], surroundings);
  return { server, run };
}

/** A handler that fails with a reason of the error table. */
export function refusal(code: status, reason: string, message = 'it cannot be'): () => never {
  return () => {
    throw new TinyFailure(code, message, [errorInfo(reason, { hint: 'Do this.', retryable: 'false' })]);
  };
}

export async function* input(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

/** A running sandbox as the daemon sends it. */
export const sandbox = {
  id: '01hzy5k3v8f2q7m4n6p9r1s0tw',
  state: 'SANDBOX_STATE_RUNNING',
  template: 'aio',
  runtime: 'docker',
  generation: '1',
  session: { namespace: 'default', user: 'ann', session: 's1' },
  workspacePath: '/data/s1',
};
