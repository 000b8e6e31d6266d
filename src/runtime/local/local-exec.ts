// A command of a local instance while it runs, as the port shows it.

import { constants as osConstants } from 'node:os';

import { SandkeepError } from '../../domain/errors.ts';
import type { ExecEnding, ExecOutput, RunningExec, TerminalSize } from '../../ports/runtime.ts';
import { resizeTerminal } from '../exec/terminal.ts';
import { exitCodeIn, isMissingCommand, isOwnWords } from './bubblewrap.ts';
import { hideHostPaths, HostPathFilter, type PathPair } from './path-mapping.ts';
import type { CommandEnd, CommandPlan, StartedCommand } from './run-command.ts';

const signalBase = 128;
const maxWordsBytes = 4_096;

export interface LocalExecOptions {
  readonly plan: CommandPlan;
  readonly command: StartedCommand;
  readonly isIsolated: boolean;
  readonly hasTerminal: boolean;
  readonly pairs: readonly PathPair[];
}

export class LocalExec implements RunningExec {
  readonly ending: Promise<ExecEnding>;
  readonly output: AsyncIterable<ExecOutput>;
  readonly #options: LocalExecOptions;
  /** Bubblewrap's own complaint, which names host paths. */
  #words = Buffer.alloc(0);

  constructor(options: LocalExecOptions) {
    this.#options = options;
    const { command } = options;
    this.ending = command.ended.then(async (end) => {
      // Has its own bounds; never rejects.
      command.output.endWhenQuiet().catch(() => undefined);
      return this.#endingOf(end);
    });
    // Whoever awaits it sees the failure.
    this.ending.catch(() => undefined);
    this.output = this.#shown();
  }

  get runtimeId(): string {
    return this.#options.plan.marker;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { stdin } = this.#options.command;
    if (stdin === null || !stdin.writable || stdin.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        stdin.off('drain', end).off('close', end);
        resolve();
      };
      stdin.once('drain', end).once('close', end);
    });
  }

  endInput(): void {
    this.#options.command.stdin?.end();
  }

  async resize(size: TerminalSize): Promise<void> {
    if (!this.#options.hasTerminal) throw new SandkeepError('NOT_SUPPORTED', 'the command has no terminal');
    await resizeTerminal(this.#options.command.pid, size);
  }

  detach(): void {
    this.#options.command.output.end();
    this.#options.command.stdin?.destroy();
  }

  async *#shown(): AsyncGenerator<ExecOutput> {
    const { command, isIsolated, hasTerminal, pairs } = this.#options;
    const filters = { stdout: new HostPathFilter(pairs), stderr: new HostPathFilter(pairs) };
    for await (const { stream, bytes } of command.output) {
      if (isIsolated) {
        if (this.#isHeld(stream, bytes)) continue;
        yield { stream, bytes };
        continue;
      }
      const shown = filters[stream].push(bytes);
      if (shown.length > 0) yield { stream, bytes: shown };
      // What is typed must be seen at once.
      if (hasTerminal) yield { stream, bytes: filters[stream].end() };
    }
    if (this.#words.length > 0 && (await this.#hasRun())) yield { stream: 'stderr', bytes: this.#words };
    for (const stream of ['stdout', 'stderr'] as const) {
      const rest = filters[stream].end();
      if (rest.length > 0) yield { stream, bytes: rest };
    }
  }

  #isHeld(stream: ExecOutput['stream'], bytes: Uint8Array): boolean {
    const isFirst = stream === 'stderr' && isOwnWords(bytes);
    if (!isFirst && (stream === 'stdout' || this.#words.length === 0)) return false;
    if (this.#words.length + bytes.length > maxWordsBytes) return false;
    this.#words = Buffer.concat([this.#words, bytes]);
    return true;
  }

  async #hasRun(): Promise<boolean> {
    return await this.ending.then(
      () => true,
      () => false,
    );
  }

  /** COMMAND_NOT_FOUND or CREATE_REFUSED when bubblewrap ended without having run the command. */
  async #endingOf({ exitCode, signal, status }: CommandEnd): Promise<ExecEnding> {
    const { isIsolated, hasTerminal, command, plan, pairs } = this.#options;
    if (signal !== null) {
      return { exitCode: signalBase + osConstants.signals[signal], signal, cause: 'signalled' };
    }
    if (isIsolated && exitCode !== null && exitCode <= signalBase && exitCodeIn(status) === null) {
      // The words may still be in the pipe.
      await command.output.ended;
      const said = command.stderrHead();
      if (isMissingCommand(said.toString('utf8')) || hasTerminal) {
        throw new SandkeepError('COMMAND_NOT_FOUND', `${JSON.stringify(plan.shownCommand)} was not found`);
      }
      throw new SandkeepError('CREATE_REFUSED', `bubblewrap: ${firstLine(hideHostPaths(said, pairs))}`);
    }
    return { exitCode, signal: null, cause: 'exited' };
  }
}

export function firstLine(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8').trim().split('\n')[0] || 'no reason was given';
}
