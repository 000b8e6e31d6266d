// Commands of an exec, really run on the host: the fake isolates nothing.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants as osConstants } from 'node:os';
import type { Readable, Writable } from 'node:stream';

import type { Clock } from '../../ports/clock.ts';
import type { TerminalSize } from '../../ports/runtime.ts';
import { OutputQueue } from '../exec/output-queue.ts';
import { inTerminal, terminalEnvironment } from '../exec/terminal.ts';
import { Problem } from './problem.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export interface Command {
  readonly argv: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly terminal: TerminalSize | null;
}

export interface StartedCommand {
  /** Process group, and leader of it. */
  readonly pid: number;
  readonly stdin: Writable;
  readonly output: OutputQueue;
  /** Exit code, 128 plus the signal for a command that one ended. Never rejects. */
  readonly ended: Promise<number>;
}

const shellSignalBase = 128;

/** Problem "command-not-found". */
export async function startCommand(command: Command, clock: Clock): Promise<StartedCommand> {
  const child = await start(command);
  const output = new OutputQueue(clock, {
    pause: () => eachOutput(child, (stream) => stream.pause()),
    resume: () => eachOutput(child, (stream) => stream.resume()),
    close: () => eachOutput(child, (stream) => stream.destroy()),
  });
  let open = 2;
  const closed = (): void => {
    open -= 1;
    if (open === 0) output.end();
  };
  child.stdout.on('data', (chunk: Buffer) => output.push('stdout', chunk)).once('close', closed);
  child.stderr.on('data', (chunk: Buffer) => output.push('stderr', chunk)).once('close', closed);
  // A command that does not read its input closes the pipe; that is its right.
  child.stdin.on('error', () => {});
  const ended = onExit(child).then((exitCode) => {
    // Has its own bounds; never rejects.
    output.endWhenQuiet().catch(() => undefined);
    return exitCode;
  });
  return { pid: child.pid ?? 0, stdin: child.stdin, output, ended };
}

export function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group === undefined) return;
  try {
    process.kill(-group, signal);
  } catch {
    // The group is gone.
  }
}

function eachOutput(child: Child, action: (stream: Readable) => void): void {
  action(child.stdout);
  action(child.stderr);
}

async function start(command: Command): Promise<Child> {
  const [program = '', ...parameters] = command.argv;
  const plain = { file: program, arguments: parameters };
  const { file, arguments: given } = command.terminal === null ? plain : inTerminal(plain, command.terminal);
  const child = spawn(file, [...given], {
    cwd: command.directory,
    env: {
      ...(command.terminal === null ? {} : { SHELL: '/bin/sh' }),
      ...terminalEnvironment(command.terminal),
      ...command.environment,
    },
    // A group of its own, so that a signal reaches the whole tree.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return await new Promise<Child>((resolve, reject) => {
    child.once('error', (error) => {
      reject(new Problem(400, 'command-not-found', `exec "${program}" failed: ${error.message}`));
    });
    child.once('spawn', () => resolve(child));
  });
}

async function onExit(child: Child): Promise<number> {
  return await new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(code ?? shellSignalBase + (signal === null ? 0 : osConstants.signals[signal]));
    });
  });
}
