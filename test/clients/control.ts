// A program beside a daemon: it asks for a restart on its standard output, and reads a line when the daemon is back.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { TestDaemon } from '../support/daemon.ts';

const changes: Readonly<Record<string, (daemon: TestDaemon) => Promise<void>>> = {
  'control\trestart': async (daemon) => await daemon.restart(),
  'control\tstop and start': async (daemon) => {
    await daemon.stop();
    await daemon.start();
  },
};

export interface ControlledProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly timeoutMs: number;
  /** Gets every line that asks for nothing. */
  readonly onLine: (line: string) => void;
}

/** "" after an end with 0, else how it ended. A restart is a kill. */
export async function runControlled(daemon: TestDaemon, options: ControlledProgram): Promise<string> {
  const child = spawn(options.program, options.args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(options.workingDirectory === undefined ? {} : { cwd: options.workingDirectory }),
    timeout: options.timeoutMs,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...options.environment, SANDKEEP_SOCKET: daemon.socketPath },
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? '' : `it ended with ${code ?? signal}`));
  });
  // A program that is gone does not take its answer any more.
  child.stdin.on('error', () => {});
  for await (const line of createInterface({ input: child.stdout })) {
    const change = changes[line];
    if (change === undefined) options.onLine(line);
    else {
      await change(daemon);
      child.stdin.write('done\n');
    }
  }
  return await ended;
}
