// The process entry of sandkeep, and the same in process for tests.
import { readFileSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { createContext, type Define, type Handler, socketPathOf } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { describeFailure } from './failure.ts';
import { type GlobalOptions, readGlobalOptions } from './global-options.ts';
import type { CliIo, CliTerminal } from './io.ts';
import { Output } from './output.ts';
import { buildProgram } from './program.ts';

const terminations = ['SIGTERM', 'SIGHUP'] as const;

/** @param argv the arguments after the program's name. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  const reader = watchReader(io);
  const signal = AbortSignal.any([io.interrupted, reader.gone]);
  let exitCode: number = exitCodes.ok;
  const define: Define = (command, handler) => {
    command.action(async () => {
      exitCode = await runHandler(command, handler, io, signal);
    });
  };
  try {
    await programFor(io, define).parseAsync([...argv], { from: 'user' });
  } catch (error) {
    exitCode = await reportEarlyFailure(error, argv, io);
  }
  if (io.interrupted.aborted) return exitCodes.interrupted;
  return reader.gone.aborted ? reader.exitCode() : exitCode;
}

/** @param argv as the process has it, with the interpreter and the script. */
export async function main(argv: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  const { stdin, stdout, stderr, env } = process;
  const interrupt = () => {
    // Whoever presses Ctrl-C twice does not want to wait for an answer.
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
    interruption.abort();
    // A command that waits for input is woken.
    stdin.destroy();
  };
  process.on('SIGINT', interrupt);
  const terminal = stdin.isTTY && stdout.isTTY ? terminalOf(stdin, stdout) : undefined;
  const io = { stdin, stdout, stderr, env, interrupted: interruption.signal, ...(terminal && { terminal }) };
  const exitCode = await runCli(argv.slice(2), io);
  process.off('SIGINT', interrupt);
  // An input that nobody reads any more must not keep the process.
  stdin.destroy();
  return exitCode;
}

function terminalOf(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream): CliTerminal {
  const size = () => ({ columns: stdout.columns, rows: stdout.rows });
  return {
    setRaw: (mode) => void stdin.setRawMode(mode === 'raw'),
    size,
    onResize: (listener) => {
      const tell = (): void => listener(size());
      stdout.on('resize', tell);
      return () => void stdout.off('resize', tell);
    },
    onTerminate: (listener) => {
      for (const name of terminations) process.on(name, listener);
      return () => {
        for (const name of terminations) process.off(name, listener);
      };
    },
  };
}

async function runHandler<Options extends object>(
  command: Command,
  handler: Handler<Options>,
  io: CliIo,
  signal: AbortSignal,
): Promise<number> {
  const options = readGlobalOptions(command, io.env);
  const output = new Output(io, options.json ? 'json' : 'text');
  try {
    const context = await createContext(options, output, io, signal);
    try {
      return (await handler(context, command.args, command.opts<Options>())) ?? exitCodes.ok;
    } finally {
      context.client.close();
    }
  } catch (error) {
    return await reportFailure(error, command, options, output, signal);
  }
}

async function reportFailure(
  error: unknown,
  command: Command,
  options: GlobalOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  // The caller knows that it stopped the command.
  if (signal.aborted) return exitCodes.otherError;
  const failure = describeFailure(error, socketPathOf(options));
  await output.failure(failure);
  const isRun = command.name() === 'exec' || command.name() === 'shell';
  const isOwnCode = failure.exitCode === exitCodes.execNotFound || failure.exitCode === exitCodes.execTimedOut;
  return isRun && !isOwnCode ? exitCodes.execFailed : failure.exitCode;
}

/** Of help and version, which are no failures, and of command lines that do not parse. */
async function reportEarlyFailure(error: unknown, argv: readonly string[], io: CliIo): Promise<number> {
  const output = new Output(io, argv.includes('--json') ? 'json' : 'text');
  if (!(error instanceof CommanderError)) {
    const failure = describeFailure(error, '');
    await output.failure(failure);
    return failure.exitCode;
  }
  if (error.exitCode === 0) return exitCodes.ok;
  const exitCode = error.exitCode === exitCodes.execFailed ? exitCodes.execFailed : exitCodes.usage;
  if (error.code === 'commander.help') return exitCode;
  const message = error.message.replace(/^error: /, '');
  await output.failure({ message, hint: 'See "sandkeep --help".', exitCode, details: {} });
  return exitCode;
}

/** Nobody reads the output any more when, say, "head" has seen enough: no error, and no reason to go on. */
function watchReader(io: CliIo): { readonly gone: AbortSignal; readonly exitCode: () => number } {
  const gone = new AbortController();
  let exitCode: number = exitCodes.ok;
  for (const stream of [io.stdout, io.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') exitCode = exitCodes.otherError;
      if (error.code !== 'EPIPE' && stream === io.stdout) io.stderr.write(`sandkeep: cannot write: ${error.message}\n`);
      gone.abort();
    });
  }
  return { gone: gone.signal, exitCode: () => exitCode };
}

function programFor(io: CliIo, define: Define): Command {
  return buildProgram({
    define,
    version: readVersion(),
    writeOut: (text) => void io.stdout.write(text),
    writeErr: (text) => void io.stderr.write(text),
    helpWidth: io.stdout.isTTY ? (io.stdout.columns ?? 80) : 100,
  });
}

/** Both src/cli and dist/cli are two levels below the package. */
function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as unknown;
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}
