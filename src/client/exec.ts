// A command as a client holds it: input one way, output and the end the other.
import { type Client, type ClientDuplexStream, status } from '@grpc/grpc-js';
import type { AttachExec } from '../gen/sandkeep/v1/AttachExec.ts';
import type { Exec__Output } from '../gen/sandkeep/v1/Exec.ts';
import type { ExecSpec } from '../gen/sandkeep/v1/ExecSpec.ts';
import type { StreamExecRequest } from '../gen/sandkeep/v1/StreamExecRequest.ts';
import type { StreamExecResponse__Output } from '../gen/sandkeep/v1/StreamExecResponse.ts';
import type { TerminalSize } from '../gen/sandkeep/v1/TerminalSize.ts';
import { metadataOf, type SentOptions } from './calls.ts';
import type { AnyMethod } from './contract.ts';
import { localError, toRpcError } from './status-details.ts';

const INPUT_CHUNK_BYTES = 64 * 1024;

export type ExecTarget = { readonly start: ExecSpec } | { readonly attach: AttachExec };

export interface ExecOutputPiece {
  readonly stream: 'stdout' | 'stderr';
  /** Of the first byte, from the beginning of the stream: what to attach with after the last piece is its end. */
  readonly offset: number;
  readonly data: Buffer;
}

export interface ExecCall {
  /** The command once it runs. */
  readonly started: Promise<Exec__Output>;
  /** Read once, to its end: a reader that stops reading stops the command. Leaving the loop leaves the command running. */
  readonly output: AsyncIterable<ExecOutputPiece>;
  /** The command with its end, after the output. Rejects when the stream breaks first; the command may go on then. */
  readonly exit: Promise<Exec__Output>;
  /** Resolves when more may be written. */
  write(data: Uint8Array): Promise<void>;
  /** Ends the input; output goes on. */
  end(): void;
  resize(size: TerminalSize): void;
  /** To the whole process tree, such as "SIGINT". */
  signal(name: string): void;
  /** Leaves the command running. */
  close(): void;
}

type Duplex = ClientDuplexStream<StreamExecRequest, StreamExecResponse__Output>;

export function openExec(channel: Client, method: AnyMethod, target: ExecTarget, options: SentOptions): ExecCall {
  return new OpenExec(channel, method, target, options);
}

class OpenExec implements ExecCall {
  readonly started: Promise<Exec__Output>;
  readonly output: AsyncIterable<ExecOutputPiece>;
  readonly exit: Promise<Exec__Output>;
  readonly #call: Duplex;
  readonly #frames: AsyncIterator<StreamExecResponse__Output>;
  readonly #exit = Promise.withResolvers<Exec__Output>();
  readonly #release: () => void;

  constructor(channel: Client, method: AnyMethod, target: ExecTarget, options: SentOptions) {
    const { signal, timeoutMs } = options;
    this.#call = channel.makeBidiStreamRequest(
      method.path,
      method.requestSerialize as (value: StreamExecRequest) => Buffer,
      method.responseDeserialize as (bytes: Buffer) => StreamExecResponse__Output,
      metadataOf(options),
      { deadline: Date.now() + timeoutMs },
    );
    // The status of a call that was left early arrives when nobody reads any more.
    this.#call.on('error', () => {});
    const cancel = () => this.#call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    this.#release = () => signal?.removeEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    this.#frames = (this.#call as AsyncIterable<StreamExecResponse__Output>)[Symbol.asyncIterator]();
    this.#call.write(target);
    this.started = this.#readStarted();
    this.exit = this.#exit.promise;
    this.output = this.#read();
    // Whoever awaits one sees the failure of both.
    this.started.catch(() => {});
    this.exit.catch(() => {});
  }

  async write(data: Uint8Array): Promise<void> {
    for (let start = 0; start < data.length; start += INPUT_CHUNK_BYTES) {
      if (!this.#send({ stdin: data.subarray(start, start + INPUT_CHUNK_BYTES) })) await this.#drained();
    }
  }

  end(): void {
    this.#send({ stdinEnd: {} });
  }

  resize(size: TerminalSize): void {
    this.#send({ resize: size });
  }

  signal(name: string): void {
    this.#send({ signal: name });
  }

  close(): void {
    this.#release();
    this.#call.cancel();
    this.#exit.reject(localError(status.CANCELLED, 'the caller left the command'));
  }

  #send(message: StreamExecRequest): boolean {
    if (this.#call.destroyed || this.#call.writableEnded) return true;
    return this.#call.write(message);
  }

  async #drained(): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = () => {
        this.#call.off('drain', end).off('close', end).off('status', end);
        resolve();
      };
      this.#call.once('drain', end).once('close', end).once('status', end);
    });
  }

  async #readStarted(): Promise<Exec__Output> {
    try {
      const first = await this.#frames.next();
      if (!first.done && first.value.started) return first.value.started;
      throw localError(status.UNAVAILABLE, 'the stream ended before the command was started');
    } catch (error) {
      const failure = toRpcError(error);
      this.#exit.reject(failure);
      this.#release();
      throw failure;
    }
  }

  async *#read(): AsyncGenerator<ExecOutputPiece> {
    await this.started;
    try {
      for (;;) {
        const { done, value } = await this.#frames.next();
        if (done) throw localError(status.UNAVAILABLE, 'the stream ended before the command');
        if (value.exit) return this.#exit.resolve(value.exit);
        const piece = pieceOf(value);
        if (piece !== null) yield piece;
      }
    } catch (error) {
      const failure = toRpcError(error);
      this.#exit.reject(failure);
      throw failure;
    } finally {
      this.close();
    }
  }
}

/** null for what this client does not know. */
function pieceOf({ stdout, stderr }: StreamExecResponse__Output): ExecOutputPiece | null {
  if (stdout) return { stream: 'stdout', offset: Number(stdout.offset), data: stdout.data };
  return stderr ? { stream: 'stderr', offset: Number(stderr.offset), data: stderr.data } : null;
}
