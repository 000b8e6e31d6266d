// Running commands inside, and those that run there.
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { durationFromMs, timestampToDate } from '../../client/convert.ts';
import type { Exec__Output } from '../../gen/sandkeep/v1/Exec.ts';
import type { ExecSpec } from '../../gen/sandkeep/v1/ExecSpec.ts';
import { type Context, type Define, newRequestId } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure, UsageError } from '../failure.ts';
import { collect, parseCount, parseTimeoutMs, present, readEnvironment } from '../parse.ts';
import type { Column } from '../render/table.ts';
import { agoText, enumWord } from '../render/text.ts';
import { carryExec, exitCodeOf } from '../run-exec.ts';

const MAX_STDIN_BYTES = 1024 * 1024;
const USUAL_SIZE = { columns: 80, rows: 24 };
const SHELL_TIMEOUT_MS = 24 * 3600 * 1000;
const SHELL_TEXT = 'command -v bash >/dev/null 2>&1 && exec bash; exec sh';

interface ExecOptions {
  readonly shell?: string;
  readonly interactive?: true;
  readonly tty?: true;
  readonly detach?: true;
  readonly execId?: string;
  readonly env?: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
  readonly timeout?: number;
}

interface AttachOptions {
  readonly stdoutOffset?: number;
  readonly stderrOffset?: number;
}

export function addExecCommand(program: Command, define: Define): void {
  const exec = program
    .command('exec <id> [argv...]')
    .usage('[options] <id> -- <command> [arguments...]')
    .description('run a command and pass on its output as it comes, and its exit code')
    .option('--shell <text>', 'run this with "sh -c" instead of a command')
    .option('-i, --interactive', 'pass on standard input')
    .option('-t, --tty', 'give it a terminal, the size of this one')
    .option('-d, --detach', 'leave it running and print its exec id')
    .option('--exec-id <name>', 'name it; the same name and command again attach to it');
  addCommandOptions(exec)
    // The codes below 125 belong to the command.
    .exitOverride((error) => {
      if (error.exitCode !== exitCodes.ok) error.exitCode = exitCodes.execFailed;
      if (error.code === 'commander.unknownOption') error.message += '\nPut "--" before the command to run.';
      throw error;
    });
  define<ExecOptions>(exec, runExec);
  const shell = program.command('shell <id>').description('open a shell in a terminal, bash if it is there');
  define<ExecOptions>(addCommandOptions(shell), openShell);
  addExecsCommands(program, define);
}

function addCommandOptions(command: Command): Command {
  return command
    .option('--env <name=value>', 'variable for the command; NAME alone takes it from here (repeatable)', collect)
    .option('--workdir <path>', 'directory it starts in')
    .option('--user <user>', 'user it runs as, "name" or "uid:gid"')
    .option('--timeout <time>', 'end the command after this time', parseTimeoutMs);
}

function addExecsCommands(program: Command, define: Define): void {
  const execs = program.command('execs').description('see, attach to, signal and wait for commands inside');
  define(execs.command('ls <id>').description('show the commands of a sandbox, newest first'), listExecs);
  define(execs.command('get <id> <exec>').description('show one command'), getExec);
  const attach = execs
    .command('attach <id> <exec>')
    .description('pass on the kept output of a command, what comes, and its exit code')
    .option('--stdout-offset <bytes>', 'begin standard output here', parseCount)
    .option('--stderr-offset <bytes>', 'begin standard error here', parseCount);
  define<AttachOptions>(attach, attachExec);
  define(execs.command('signal <id> <exec> [signal]').description('signal its whole process tree'), signalExec);
  define(execs.command('wait <id> <exec>').description('wait for its end and pass on its exit code'), waitExec);
}

async function runExec(context: Context, [sandboxId = '', ...argv]: readonly string[], options: ExecOptions) {
  const { shell, interactive, tty, detach } = options;
  if (argv.length === 0 && shell === undefined) {
    throw new UsageError('no command to run', 'Give it after "--", or as text with --shell.');
  }
  if (argv.length > 0 && shell !== undefined) throw new UsageError('a command and --shell exclude each other');
  if (context.output.isJson && !detach) return await runWhole(context, sandboxId, argv, options);
  const spec: ExecSpec = {
    ...specOf(context, sandboxId, options),
    argv: [...argv],
    openStdin: interactive === true,
    ...present({ shell }),
    ...(tty && { terminal: context.io.terminal?.size() ?? USUAL_SIZE }),
  };
  if (detach) return await startDetached(context, spec);
  const carry = { input: interactive ? 'stdin' : 'none', terminal: interactive && tty ? 'raw' : 'none' } as const;
  return await carryExec(context, { start: spec }, carry);
}

async function openShell(context: Context, [sandboxId = '']: readonly string[], options: ExecOptions) {
  const spec: ExecSpec = {
    ...specOf(context, sandboxId, { ...options, timeout: options.timeout ?? SHELL_TIMEOUT_MS }),
    shell: SHELL_TEXT,
    openStdin: true,
    terminal: context.io.terminal?.size() ?? USUAL_SIZE,
  };
  return await carryExec(context, { start: spec }, { input: 'stdin', terminal: 'raw' });
}

/** Named by the caller, so that a stream that breaks can be attached to again. */
function specOf(context: Context, sandboxId: string, options: ExecOptions): ExecSpec {
  const { workdir, user, timeout } = options;
  return {
    sandboxId,
    execId: options.execId ?? randomUUID(),
    environment: readEnvironment(options.env ?? [], context.io.env),
    ...present({ workdir, user }),
    ...(timeout !== undefined && { timeout: durationFromMs(timeout) }),
  };
}

async function startDetached({ client, call, output }: Context, spec: ExecSpec) {
  const response = await client.startExec({ spec }, call);
  await output.show('StartExecResponse', response, () => [response.exec?.execId ?? '']);
  return undefined;
}

/** One document holds the whole output. */
async function runWhole(context: Context, sandboxId: string, argv: readonly string[], options: ExecOptions) {
  const { client, call, output, io } = context;
  const { shell, workdir, user, timeout } = options;
  if (options.tty) throw new UsageError('--tty and --json exclude each other');
  const request = {
    sandboxId,
    argv: [...argv],
    requestId: newRequestId(),
    environment: readEnvironment(options.env ?? [], io.env),
    ...present({ shell, workdir, user }),
    ...(options.interactive && { stdin: await readInput(io.stdin) }),
    ...(timeout !== undefined && { timeout: durationFromMs(timeout) }),
  };
  const response = await client.runExec(request, call);
  await output.show('RunExecResponse', response, () => []);
  if (response.timedOut) return exitCodes.execTimedOut;
  if (response.exitCode === undefined) {
    throw new CommandFailure('the exit code of the command is not known', exitCodes.execFailed);
  }
  return response.exitCode;
}

async function readInput(stdin: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let totalBytes = 0;
  for await (const piece of stdin) {
    pieces.push(piece);
    totalBytes += piece.length;
    if (totalBytes > MAX_STDIN_BYTES) {
      throw new UsageError('standard input is larger than 1 MiB', 'Leave out --json: without it there is no bound.');
    }
  }
  return Buffer.concat(pieces);
}

async function listExecs({ client, call, output }: Context, [sandboxId = '']: readonly string[]) {
  const rows: Exec__Output[] = [];
  for (let pageToken = ''; ; ) {
    const page = await client.listExecs({ sandboxId, pageToken, pageSize: 1000 }, call);
    rows.push(...page.execs);
    pageToken = page.nextPageToken;
    if (pageToken === '') break;
  }
  const columns = execColumns(new Date());
  const whenEmpty = 'No commands. Start one with "sandkeep exec -d".';
  await output.list({ key: 'execs', messageName: 'Exec', rows, columns, whenEmpty });
  return undefined;
}

async function getExec({ client, call, output }: Context, [sandboxId = '', execId = '']: readonly string[]) {
  const response = await client.getExec({ sandboxId, execId }, call);
  await output.show('GetExecResponse', response, () => output.block(execBlock(response.exec)));
  return undefined;
}

async function attachExec(
  context: Context,
  [sandboxId = '', execId = '']: readonly string[],
  { stdoutOffset, stderrOffset }: AttachOptions,
) {
  const attach = {
    sandboxId,
    execId,
    ...(stdoutOffset !== undefined && { stdoutOffset: String(stdoutOffset) }),
    ...(stderrOffset !== undefined && { stderrOffset: String(stderrOffset) }),
  };
  return await carryExec(context, { attach }, { input: 'none', terminal: 'none' });
}

async function signalExec(
  { client, call, output }: Context,
  [sandboxId = '', execId = '', name = 'TERM']: readonly string[],
) {
  const upper = name.toUpperCase();
  const signal = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  const response = await client.signalExec({ sandboxId, execId, signal, requestId: newRequestId() }, call);
  await output.show('SignalExecResponse', response, () => []);
  return undefined;
}

async function waitExec({ client, call, output }: Context, [sandboxId = '', execId = '']: readonly string[]) {
  const response = await client.waitExec({ sandboxId, execId }, call);
  await output.show('WaitExecResponse', response, () => []);
  if (response.exec === null) throw new CommandFailure('the daemon told of no command', exitCodes.execFailed);
  return exitCodeOf(response.exec);
}

function execColumns(now: Date): readonly Column<Exec__Output>[] {
  return [
    { header: 'EXEC', cell: ({ execId }) => execId },
    { header: 'COMMAND', cell: ({ command }) => command, shrinks: true },
    { header: 'STATE', cell: ({ state }) => enumWord(state, 'EXEC_STATE_') },
    { header: 'END', cell: (exec) => endText(exec) },
    { header: 'STARTED', cell: ({ startTime }) => agoText(startTime, now) },
  ];
}

function endText({ exit }: Exec__Output): string {
  if (exit === null) return '-';
  const what = exit.exitCode ?? (exit.signal || 'unknown');
  return `${enumWord(exit.cause, 'EXEC_CAUSE_')} ${what}`;
}

function execBlock(exec: Exec__Output | null): readonly (readonly [string, string | undefined])[] {
  if (exec === null) return [];
  const time = (at: Exec__Output['endTime']): string | undefined =>
    at === null ? undefined : timestampToDate(at).toISOString();
  return [
    ['exec', exec.execId],
    ['sandbox', exec.sandboxId],
    ['command', exec.command],
    ['state', enumWord(exec.state, 'EXEC_STATE_')],
    ['end', exec.exit === null ? undefined : endText(exec)],
    ['message', exec.exit?.message || undefined],
    ['started', time(exec.startTime)],
    ['deadline', time(exec.deadline)],
    ['ended', time(exec.endTime)],
    ['output bytes', `${exec.stdoutBytes} and ${exec.stderrBytes}`],
  ];
}
