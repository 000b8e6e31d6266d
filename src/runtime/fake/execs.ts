// The execs of the fake engine. As Docker's they go on when their client leaves, with their output lost and their input
// ended, and are known until their container goes.

import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Clock } from '../../ports/clock.ts';
import type { ExecSignal, TerminalSize } from '../../ports/runtime.ts';
import { resizeTerminal } from '../exec/terminal.ts';
import { type Command, signalGroup, type StartedCommand, startCommand } from './command.ts';
import type { Container } from './container.ts';
import { frameOf } from './frames.ts';
import { Problem } from './problem.ts';
import type { ExecView } from './protocol.ts';

/** The environment of all processes of an exec. */
export const markVariable = 'SANDKEEP_EXEC';
const maxExecs = 10_000;

interface Exec {
  readonly container: Container;
  readonly command: Command;
  readonly mark: string;
  started: StartedCommand | null;
  exitCode: number | null;
  isEnded: boolean;
}

export class Execs {
  readonly #clock: Clock;
  readonly #execs = new Map<string, Exec>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  create(container: Container, command: Command, mark: string): string {
    this.#forgetOldest();
    const id = randomBytes(32).toString('hex');
    const marked = { ...command, environment: { ...command.environment, [markVariable]: mark } };
    this.#execs.set(id, { container, command: marked, mark, started: null, exitCode: null, isEnded: false });
    return id;
  }

  /** Starts it and sends frames until its output ends; the request is its input. */
  async start(id: string, input: IncomingMessage, response: ServerResponse): Promise<void> {
    const exec = this.#find(id);
    requireRunning(exec.container);
    const started = await startCommand(exec.command, this.#clock);
    exec.started = started;
    exec.container.addGroup(started.pid);
    noteEnd(exec, started).catch(() => undefined);
    input.on('error', () => started.stdin.end());
    input.once('close', () => started.stdin.end());
    // What a command does not read any more is still taken from whoever sends it.
    started.stdin.once('close', () => input.unpipe(started.stdin).resume());
    if (started.stdin.destroyed) input.resume();
    else input.pipe(started.stdin);
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.flushHeaders();
    await sendFrames(started, response);
  }

  view(id: string): ExecView {
    const { container, exitCode, isEnded } = this.#find(id);
    return { running: !isEnded && container.isLive, exitCode, isSandboxGone: !container.isLive };
  }

  async wait(id: string): Promise<ExecView> {
    await this.#find(id).started?.ended;
    return this.view(id);
  }

  /** To everything that carries the mark. */
  async signal(mark: string, name: ExecSignal): Promise<void> {
    for (const exec of this.#execs.values()) {
      if (exec.mark === mark && !exec.isEnded) signalGroup(exec.started?.pid, name);
    }
    for (const pid of await markedProcesses(mark)) signalProcess(pid, name);
  }

  async resize(id: string, size: TerminalSize): Promise<void> {
    const { started } = this.#find(id);
    if (started !== null) await resizeTerminal(started.pid, size);
  }

  forget(container: Container): void {
    for (const [id, exec] of this.#execs) if (exec.container === container) this.#execs.delete(id);
  }

  #find(id: string): Exec {
    const exec = this.#execs.get(id);
    if (exec === undefined) throw new Problem(404, 'no-such-exec', `No such exec: ${id}`);
    return exec;
  }

  #forgetOldest(): void {
    for (const [id, exec] of this.#execs) {
      if (this.#execs.size < maxExecs) return;
      if (exec.isEnded) this.#execs.delete(id);
    }
  }
}

async function noteEnd(exec: Exec, started: StartedCommand): Promise<void> {
  exec.exitCode = await started.ended;
  exec.isEnded = true;
}

/** A client that has left is written to no more, and the command goes on. */
async function sendFrames(started: StartedCommand, response: ServerResponse): Promise<void> {
  for await (const { stream, bytes } of started.output) {
    if (response.destroyed || response.write(frameOf(stream, bytes))) continue;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        response.off('drain', end).off('close', end);
        resolve();
      };
      response.once('drain', end).once('close', end);
    });
  }
  response.end();
}

export function requireNotRemoving(container: Container): void {
  if (container.isRemoving) throw new Problem(409, 'removal-in-progress', 'removal is already in progress');
}

export function requireRunning(container: Container): void {
  if (container.record.phase === 'paused') throw new Problem(409, 'is-paused', 'the container is paused');
  if (container.record.phase === 'running') return;
  throw new Problem(409, 'not-running', 'the container is not running');
}

/** Without /proc only the process group is known. */
async function markedProcesses(mark: string): Promise<readonly number[]> {
  const wanted = `${markVariable}=${mark}\0`;
  const found: number[] = [];
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    if ((await readFile(`/proc/${entry}/environ`, 'latin1').catch(() => '')).includes(wanted))
      found.push(Number(entry));
  }
  return found;
}

function signalProcess(pid: number, signal: ExecSignal): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
