// A command that runs: input one way, output and the end the other. It goes on when the connection breaks.
import type { Exec__Output } from '../../gen/sandkeep/v1/Exec.ts';
import type { SandkeepClient } from '../client.ts';
import { hasReason } from '../errors.ts';
import type { ExecCall, ExecOutputPiece, ExecTarget } from '../exec.ts';
import { OutputPosition } from './output-position.ts';
import { again, Resumption } from './resume.ts';
import { shortEnum } from './short-enum.ts';

/** What an attach with offsets fails with where the output is gone, by a restart or by its amount. */
const outputIsNotKept = ['EXEC_DETACHED', 'EXEC_OUTPUT_TRIMMED'];

export interface ExitStatus {
  /** Without its prefix, such as "EXITED" or "TIMED_OUT". */
  readonly cause: string;
  /** null when it is not known, or when its time-out ended it. */
  readonly exitCode: number | null;
  /** Such as "SIGTERM"; empty when no signal is known to have ended it. */
  readonly signal: string;
  readonly message: string;
}

export interface CommandOutput {
  readonly status: ExitStatus;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/**
 * Iterate over it for the output; leaving a loop leaves the command as it is, and the next loop goes on. A connection that
 * breaks is made again: what a killed daemon had not passed on is lost where the runtime cannot give it, which `outputLost`
 * says, and the end is still reported. A reader that stops reading stops the command.
 */
export class Command implements AsyncIterable<ExecOutputPiece>, AsyncDisposable {
  readonly #calls: SandkeepClient;
  readonly #positions: Record<ExecOutputPiece['stream'], OutputPosition>;
  readonly #resumption = new Resumption();
  #call: ExecCall;
  #pieces: AsyncIterator<ExecOutputPiece>;
  #info: Exec__Output;
  #status: ExitStatus | undefined;
  /** Whether the stream was asked to go on at an offset that the caller did not choose. */
  #isResumed = false;
  #isOutputLost = false;

  /** Starts a command under its exec_id, or attaches to one; resolves when it runs. */
  static async open(calls: SandkeepClient, target: ExecTarget): Promise<Command> {
    const opened = await again(async () => await openCall(calls, target));
    return new Command(calls, target, opened);
  }

  private constructor(calls: SandkeepClient, target: ExecTarget, { call, info }: Opened) {
    this.#calls = calls;
    this.#call = call;
    this.#pieces = call.output[Symbol.asyncIterator]();
    this.#info = info;
    const { stdoutOffset, stderrOffset } = 'attach' in target ? target.attach : { stdoutOffset: 0, stderrOffset: 0 };
    this.#positions = {
      stdout: new OutputPosition(stdoutOffset === undefined ? undefined : Number(stdoutOffset)),
      stderr: new OutputPosition(stderrOffset === undefined ? undefined : Number(stderrOffset)),
    };
  }

  /** The command as the daemon last told of it. */
  get info(): Exec__Output {
    return this.#info;
  }

  /** Its name in the sandbox; `attach` takes it. */
  get execId(): string {
    return this.#info.execId;
  }

  /** Whether some of its output could not be had. */
  get outputLost(): boolean {
    return this.#isOutputLost;
  }

  /** Sends input, text as UTF-8; resolves when more may be sent. Input of a command that has ended is dropped. */
  async write(data: Uint8Array | string): Promise<void> {
    await this.#call.write(typeof data === 'string' ? Buffer.from(data) : data);
  }

  /** Ends the input; output goes on. */
  endInput(): void {
    this.#call.end();
  }

  /** Sends a signal such as "SIGINT" to the whole process tree. */
  signal(name = 'SIGTERM'): void {
    this.#call.signal(name);
  }

  /** Changes the size of its terminal. */
  resize(columns: number, rows: number): void {
    this.#call.resize({ columns, rows });
  }

  [Symbol.asyncIterator](): AsyncIterator<ExecOutputPiece> {
    return { next: async () => await this.#next() };
  }

  /** How it ended. Reads what is left of its output and drops it. */
  async wait(): Promise<ExitStatus> {
    while (this.#status === undefined) await this.#next();
    return this.#status;
  }

  /** Sends input and ends it, and gives the output and the end: all in memory, for what fits there. */
  async communicate(data: Uint8Array | string = ''): Promise<CommandOutput> {
    await this.write(data);
    this.endInput();
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    for await (const piece of this) output[piece.stream].push(piece.data);
    return { status: await this.wait(), stdout: Buffer.concat(output.stdout), stderr: Buffer.concat(output.stderr) };
  }

  /** Leaves the command running. */
  close(): void {
    this.#call.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    // Its end may be an error that nobody waits for any more.
    await this.#call.exit.catch(() => {});
  }

  async #next(): Promise<IteratorResult<ExecOutputPiece, undefined>> {
    while (this.#status === undefined) {
      try {
        const { done, value } = await this.#pieces.next();
        this.#resumption.succeed();
        if (done) this.#end(await this.#call.exit);
        else {
          const piece = this.#take(value);
          if (piece.data.length > 0) return { done: false, value: piece };
        }
      } catch (error) {
        await this.#attachAfter(error);
      }
    }
    return { done: true, value: undefined };
  }

  #take({ stream, offset, data: received }: ExecOutputPiece): ExecOutputPiece {
    const { data, isGap } = this.#positions[stream].take(offset, received);
    this.#isOutputLost ||= isGap;
    return { stream, offset: this.#positions[stream].next - data.length, data };
  }

  /** Goes on where the output stood, else with what is kept. Throws a failure that ends the stream. */
  async #attachAfter(error: unknown): Promise<void> {
    const { sandboxId, execId } = this.#info;
    const isRefused = this.#isResumed && hasReason(error, ...outputIsNotKept);
    if (!isRefused) await this.#resumption.wait(error);
    this.#isResumed = !isRefused;
    this.#isOutputLost ||= isRefused;
    const offsets = { stdoutOffset: this.#positions.stdout.next, stderrOffset: this.#positions.stderr.next };
    this.#call = this.#calls.exec({ attach: { sandboxId, execId, ...(isRefused ? {} : offsets) } });
    this.#pieces = this.#call.output[Symbol.asyncIterator]();
  }

  #end(ended: Exec__Output): void {
    const { cause = 'EXEC_CAUSE_UNSPECIFIED', exitCode = null, signal = '', message = '' } = ended.exit ?? {};
    this.#info = ended;
    this.#status = { cause: shortEnum(cause, 'EXEC_CAUSE_'), exitCode, signal, message };
  }
}

interface Opened {
  readonly call: ExecCall;
  readonly info: Exec__Output;
}

async function openCall(calls: SandkeepClient, target: ExecTarget): Promise<Opened> {
  const call = calls.exec(target);
  return { call, info: await call.started };
}
