// Running a command inside.
import type { Command } from 'commander';
import { durationFromMs } from '../../client/convert.ts';
import type { RunExecResponse__Output } from '../../gen/sandkeep/v1/RunExecResponse.ts';
import { type Context, type Define, newRequestId } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure, UsageError } from '../failure.ts';
import { collect, parseTimeoutMs, present, readEnvironment } from '../parse.ts';

const MAX_STDIN_BYTES = 1024 * 1024;

interface ExecOptions {
  readonly shell?: string;
  readonly interactive?: true;
  readonly env?: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
  readonly timeout?: number;
}

export function addExecCommand(program: Command, define: Define): void {
  const exec = program
    .command('exec <id> [argv...]')
    .usage('[options] <id> -- <command> [arguments...]')
    .description('run a short command and pass on its output and exit code')
    .option('--shell <text>', 'run this with "sh -c" instead of a command')
    .option('-i, --interactive', 'pass on standard input, at most 1 MiB')
    .option('--env <name=value>', 'variable for the command; NAME alone takes it from here (repeatable)', collect)
    .option('--workdir <path>', 'directory it starts in')
    .option('--user <user>', 'user it runs as, "name" or "uid:gid"')
    .option('--timeout <time>', 'end the command after this time', parseTimeoutMs)
    // The codes below 125 belong to the command.
    .exitOverride((error) => {
      if (error.exitCode !== exitCodes.ok) error.exitCode = exitCodes.execFailed;
      if (error.code === 'commander.unknownOption') error.message += '\nPut "--" before the command to run.';
      throw error;
    });
  define<ExecOptions>(exec, runExec);
}

async function runExec(context: Context, [sandboxId = '', ...argv]: readonly string[], options: ExecOptions) {
  const { client, call, output, io } = context;
  const { shell, workdir, user, timeout } = options;
  if (argv.length === 0 && shell === undefined) {
    throw new UsageError('no command to run', 'Give it after "--", or as text with --shell.');
  }
  if (argv.length > 0 && shell !== undefined) throw new UsageError('a command and --shell exclude each other');
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
  if (output.isJson) await output.show('RunExecResponse', response, () => []);
  else await passOn(context, response);
  return exitCodeOf(response);
}

async function readInput(stdin: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let totalBytes = 0;
  for await (const piece of stdin) {
    pieces.push(piece);
    totalBytes += piece.length;
    if (totalBytes > MAX_STDIN_BYTES) {
      throw new UsageError(
        'standard input is larger than 1 MiB',
        'Write it to a file with "sandkeep files write" first.',
      );
    }
  }
  return Buffer.concat(pieces);
}

async function passOn({ output }: Context, response: RunExecResponse__Output): Promise<void> {
  await output.bytes(response.stdout);
  await output.errorBytes(response.stderr);
  const cut = [
    ['standard output', response.stdoutTruncatedBytes],
    ['standard error', response.stderrTruncatedBytes],
  ] as const;
  for (const [name, bytes] of cut) {
    if (bytes !== '0') await output.notice(`sandkeep: ${bytes} more bytes of ${name} were not kept`);
  }
  if (response.timedOut) await output.notice('sandkeep: the command was ended by its time-out');
}

function exitCodeOf(response: RunExecResponse__Output): number {
  if (response.timedOut) return exitCodes.execTimedOut;
  if (response.exitCode === undefined) {
    throw new CommandFailure('the exit code of the command is not known', exitCodes.execFailed);
  }
  return response.exitCode;
}
