// A terminal that a test types into and reads like a person: a tmux server of its own, ended with the test.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

import { onTestFinished } from 'vitest';

import { describeWithProgram, succeeds } from './programs.ts';
import { waitUntil } from './wait.ts';

const run = promisify(execFile);
const patienceMs = 30_000;
const nameBytes = 6;
/** What the shell in it says when it waits. */
const prompt = 'ready>';

export interface Screen {
  /** Lines without the spaces at their ends. */
  readonly lines: readonly string[];
  readonly text: string;
  /** Whether a program has a screen of its own. */
  readonly isAlternate: boolean;
  readonly hasCursor: boolean;
}

export interface Terminal {
  /** Keys as tmux names them, such as "q", "C-c", "Enter". */
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  screen(): Promise<Screen>;
  /** The first screen of which this holds. */
  until(what: string, isThere: (screen: Screen) => boolean): Promise<Screen>;
}

/** Defines the suite where there is tmux, or says why it cannot run. */
export function describeWithTmux(title: string, clauses: () => void): void {
  describeWithProgram(title, succeeds('tmux', ['-V']) ? null : 'tmux is not installed', clauses);
}

/** A shell in a terminal of this size, which has nothing of the tests' environment but PATH. */
export async function startTerminal(columns: number, rows: number): Promise<Terminal> {
  const server = `sandkeep-test-${randomBytes(nameBytes).toString('hex')}`;
  const tmux = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run('tmux', ['-L', server, '-f', '/dev/null', ...args], {
      env: { PATH: process.env['PATH'], HOME: '/nonexistent', LANG: 'C.UTF-8' },
    });
    return stdout;
  };
  onTestFinished(async () => void (await tmux('kill-server').catch(() => '')));
  const shell = `env -i PATH='${process.env['PATH'] ?? ''}' TERM=screen LANG=C.UTF-8 PS1='${prompt} ' sh`;
  await tmux('new-session', '-d', '-s', 'main', '-x', String(columns), '-y', String(rows), shell);
  const screen = async (): Promise<Screen> => {
    const text = await tmux('capture-pane', '-p', '-t', 'main');
    const [alternate, cursor] = (await tmux('display-message', '-p', '-t', 'main', '#{alternate_on} #{cursor_flag}'))
      .trim()
      .split(' ');
    const lines = text.split('\n').map((line) => line.trimEnd());
    return { lines, text, isAlternate: alternate === '1', hasCursor: cursor === '1' };
  };
  const until: Terminal['until'] = async (what, isThere) => {
    let last = await screen();
    try {
      await waitUntil(async () => isThere((last = await screen())), { timeoutMs: patienceMs, what });
    } catch (cause) {
      throw new Error(`the terminal shows no "${what}" but:\n${last.text}`, { cause });
    }
    return last;
  };
  await until('the prompt', ({ text }) => text.includes(prompt));
  return {
    press: async (...keys) => void (await tmux('send-keys', '-t', 'main', ...keys)),
    type: async (text) => void (await tmux('send-keys', '-t', 'main', '-l', text)),
    resize: async (width, height) =>
      void (await tmux('resize-window', '-t', 'main', '-x', String(width), '-y', String(height))),
    screen,
    until,
  };
}
