// ExecService: short commands to their end.

import { invalidField } from '../../domain/errors.ts';
import { resolveSandbox, type EngineContext } from '../../engine/context.ts';
import { runExec } from '../../engine/data-plane.ts';
import type { ExecRequest } from '../../ports/runtime.ts';
import type { ExecServiceHandlers } from '../../gen/sandkeep/v1/ExecService.ts';
import type { RunExecRequest__Output } from '../../gen/sandkeep/v1/RunExecRequest.ts';
import { durationMs, environmentOf, sandboxName, toDuration } from '../convert.ts';
import type { Handlers } from '../handler.ts';
import type { NamedCalls } from '../named-calls.ts';

const maxStdinBytes = 1024 * 1024;
const maxArguments = 1024;
const maxArgumentBytes = 128 * 1024;

export function execService(context: EngineContext, handlers: Handlers, named: NamedCalls): ExecServiceHandlers {
  return {
    RunExec: handlers.unary('RunExec', (request, { signal }) => {
      const record = resolveSandbox(context, sandboxName(request.sandboxId));
      const exec = execRequest(context, request);
      return named.once('RunExec', record.namespace, request, async () => {
        const result = await runExec(context, record.id, exec, signal);
        return {
          ...(result.exitCode === null ? {} : { exitCode: result.exitCode }),
          stdout: result.stdout,
          stderr: result.stderr,
          stdoutTruncatedBytes: result.stdoutTruncatedBytes,
          stderrTruncatedBytes: result.stderrTruncatedBytes,
          timedOut: result.timedOut,
          duration: toDuration(result.durationMs),
        };
      });
    }),
  };
}

function execRequest(context: EngineContext, request: RunExecRequest__Output): ExecRequest {
  const { execDefaultTimeoutMs, execMaxTimeoutMs, execMaxOutputBytes } = context.settings().engine;
  const timeoutMs = durationMs(request.timeout, 'timeout') ?? execDefaultTimeoutMs;
  if (timeoutMs === 0) throw invalidField('timeout', 'must be more than zero');
  if (timeoutMs > execMaxTimeoutMs)
    throw invalidField(
      'timeout',
      `is longer than the ${execMaxTimeoutMs / 1000} s that limits.exec_max_timeout allows`,
    );
  if (request.stdin.length > maxStdinBytes) throw invalidField('stdin', `is longer than ${maxStdinBytes} bytes`);
  if (request.maxOutputBytes < 0) throw invalidField('max_output_bytes', 'must not be negative');
  if (request.workdir !== '' && !request.workdir.startsWith('/'))
    throw invalidField('workdir', 'must be an absolute path');
  return {
    argv: argvOf(request),
    environment: environmentOf(request.environment),
    workdir: request.workdir === '' ? null : request.workdir,
    user: request.user === '' ? null : request.user,
    stdin: request.stdin.length === 0 ? null : request.stdin,
    maxOutputBytes: Math.min(request.maxOutputBytes || execMaxOutputBytes, execMaxOutputBytes),
    timeoutMs,
  };
}

function argvOf(request: RunExecRequest__Output): readonly string[] {
  if (request.shell !== '' && request.argv.length > 0) throw invalidField('shell', 'set either argv or shell');
  const argv = request.shell === '' ? request.argv : ['sh', '-c', request.shell];
  if (argv.length === 0 || argv[0] === '') throw invalidField('argv', 'names no command');
  if (argv.length > maxArguments) throw invalidField('argv', `has more than ${maxArguments} entries`);
  for (const argument of argv) {
    if (argument.includes('\0')) throw invalidField('argv', 'an entry holds NUL');
    if (Buffer.byteLength(argument) > maxArgumentBytes)
      throw invalidField('argv', `an entry is longer than ${maxArgumentBytes} bytes`);
  }
  return argv;
}
