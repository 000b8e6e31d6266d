// Terminals for commands of the host. Node.js has none, so "script" of util-linux makes it: it copies between its own
// plain streams and a terminal that the command has as its controlling one.

import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

import { SandkeepError } from '../../domain/errors.ts';
import type { TerminalSize } from '../../ports/runtime.ts';

const run = promisify(execFile);
const resizeTimeoutMs = 5_000;

export interface Program {
  readonly file: string;
  readonly arguments: readonly string[];
}

/** What a command in a terminal has beside what is asked for, as engines give it: the kind that programs know best. */
export function terminalEnvironment(terminal: TerminalSize | null): Readonly<Record<string, string>> {
  return terminal === null ? {} : { TERM: 'xterm' };
}

/** The same program in a terminal of this size. Its streams are those of the terminal. */
export function inTerminal({ file, arguments: given }: Program, size: TerminalSize): Program {
  const words = [file, ...given].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const text = `stty cols ${size.columns} rows ${size.rows}; exec ${words}`;
  return { file: 'script', arguments: ['--quiet', '--flush', '--return', '--command', text, '/dev/null'] };
}

/** Resizes the terminal that "script" with this process id has made. RUNTIME_UNAVAILABLE when the host cannot. */
export async function resizeTerminal(scriptPid: number, { columns, rows }: TerminalSize): Promise<void> {
  try {
    const terminal = await terminalOf(scriptPid);
    if (terminal === null) return;
    const size = ['cols', String(columns), 'rows', String(rows)];
    await run('stty', ['-F', terminal, ...size], { timeout: resizeTimeoutMs });
  } catch (error) {
    throw new SandkeepError('RUNTIME_UNAVAILABLE', 'the host could not resize the terminal', { cause: error });
  }
}

/** null when nothing runs in it any more. */
async function terminalOf(scriptPid: number): Promise<string | null> {
  const children = await readFile(`/proc/${scriptPid}/task/${scriptPid}/children`, 'utf8').catch(() => '');
  for (const child of children.split(' ').filter(Boolean)) {
    for (const descriptor of [0, 1, 2]) {
      const place = await readlink(`/proc/${child}/fd/${descriptor}`).catch(() => '');
      if (place.startsWith('/dev/pts/')) return place;
    }
  }
  return null;
}
