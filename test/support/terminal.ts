// A real terminal for one test: a tmux server of its own that runs a plain shell, and the screen as a person sees it.

import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { onTestFinished } from 'vitest';

import { describeWithProgram, succeeds } from './programs.ts';
import { temporaryDirectory } from './temporary.ts';
import { waitUntil } from './wait.ts';

const runFile = promisify(execFile);
const cliProgram = path.resolve(import.meta.dirname, '../../bin/sandkeep.js');
const patienceMs = 30_000;
const callTimeoutMs = 10_000;
/** What the shell of the terminal says when it waits for a command. */
export const prompt = 'host$ ';

/** Names, and the directories of their sockets, which tmux leaves behind. */
const servers = new Map<string, string>();
process.once('exit', () => {
  for (const name of servers.keys()) endServer(name);
});

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Ends with the test. The shell is there when it resolves. */
export async function openTerminal({ columns = 91, rows = 31, env = {} }: TerminalOptions = {}): Promise<Terminal> {
  const name = `sandkeep-${randomBytes(6).toString('hex')}`;
  const sockets = await temporaryDirectory('tmux');
  servers.set(name, sockets);
  onTestFinished(() => endServer(name));
  const terminal = new Terminal(name, sockets);
  // More than one word is run as it is, without a login shell that would have variables of its own.
  const shell = ['env', ...Object.entries(env).map(([key, value]) => `${key}=${value}`), '/bin/sh'];
  const session = ['new-session', '-d', '-x', String(columns), '-y', String(rows), ...shell];
  await terminal.tmux('start-server', ';', 'set-option', '-g', 'status', 'off', ';', ...session);
  // Some shells take no prompt from their environment.
  await terminal.enter(`PS1='${prompt}'`);
  await terminal.until(/^host\$/m);
  return terminal;
}

/** A terminal with the built command line as "sandkeep", for the daemon at the socket; it starts in `directory`. */
export async function openCommandLine(socketPath: string, options: TerminalOptions = {}): Promise<CommandLine> {
  const directory = await temporaryDirectory('terminal');
  await symlink(cliProgram, path.join(directory, 'sandkeep'));
  const PATH = [directory, path.dirname(process.execPath), process.env['PATH']].join(':');
  const terminal = await openTerminal({ ...options, env: { PATH, SANDKEEP_SOCKET: socketPath, ...options.env } });
  await terminal.enter(`cd ${directory}`);
  return { terminal, directory };
}

export interface CommandLine {
  readonly terminal: Terminal;
  readonly directory: string;
}

export class Terminal {
  readonly #name: string;
  readonly #sockets: string;

  constructor(name: string, sockets: string) {
    this.#name = name;
    this.#sockets = sockets;
  }

  /** Types the line and presses Enter. */
  async enter(line: string): Promise<void> {
    if (line !== '') await this.tmux('send-keys', '-l', line);
    await this.press('Enter');
  }

  /** A key by the name that tmux gives it: "C-c", "Enter", "q". */
  async press(key: string): Promise<void> {
    await this.tmux('send-keys', key);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** What is on the screen, without trailing spaces; lines that were wrapped are whole. */
  async screen(): Promise<string> {
    return await this.tmux('capture-pane', '-p', '-J');
  }

  /** Waits until the screen shows it; the error says what it showed instead. Returns the screen. */
  async until(wanted: string | RegExp): Promise<string> {
    let shown = '';
    const isThere = async (): Promise<boolean> => {
      shown = await this.screen();
      return typeof wanted === 'string' ? shown.includes(wanted) : wanted.test(shown);
    };
    try {
      await waitUntil(isThere, { timeoutMs: patienceMs, what: `the terminal shows ${String(wanted)}` });
    } catch (cause) {
      throw new Error(`the terminal never showed ${String(wanted)}, but:\n${shown}`, { cause });
    }
    return shown;
  }

  /** What tmux knows of the terminal: "#{alternate_on}", "#{cursor_flag}". */
  async state(format: string): Promise<string> {
    return (await this.tmux('display-message', '-p', format)).trimEnd();
  }

  async tmux(...argv: readonly string[]): Promise<string> {
    const { stdout } = await runFile('tmux', ['-u', '-L', this.#name, '-f', '/dev/null', ...argv], {
      env: { ...process.env, TMUX: '', TMUX_TMPDIR: this.#sockets },
      timeout: callTimeoutMs,
    });
    return stdout;
  }
}

/** Defines the suite, or says why it cannot run. */
export function describeWithTerminal(title: string, clauses: () => void): void {
  describeWithProgram(title, hasTmux() ? null : 'tmux is not installed', clauses);
}

function hasTmux(): boolean {
  return succeeds('tmux', ['-V']);
}

function endServer(name: string): void {
  const env = { ...process.env, TMUX_TMPDIR: servers.get(name) };
  servers.delete(name);
  try {
    execFileSync('tmux', ['-L', name, 'kill-server'], { env, stdio: 'ignore', timeout: callTimeoutMs });
  } catch {
    // It has ended already.
  }
}
