// Why a command did not run. The engines say it as a status, or as text where the output should be.

import { SandkeepError, invalidField } from '../../domain/errors.ts';
import type { InstanceRef } from '../../domain/runtime-spec.ts';
import type { ExecOutput, ExecRequest } from '../../ports/runtime.ts';
import { hasStatus, saysThat, withoutValues } from './errors.ts';
import { numberAt } from './json.ts';

type Command = Pick<ExecRequest, 'argv' | 'environment' | 'user'>;

/** Exit codes an engine gives a command it could not start; 128 where it does not know why. */
const refusedExitCodes: readonly (number | null)[] = [125, 126, 127, 128];
/** The runtime's own process could not be made: the limits of the container count it too. */
const limitWords = /procReady not received|cannot allocate memory|resource temporarily unavailable/i;
const maxWordsCharacters = 1000;
const limitRetryMs = 1000;

/** How the text of an OCI runtime begins where the output should be: Docker in stdout, Podman in stderr. */
const dockerWords = /^(OCI runtime exec failed:|unable to find (user|group)|failed to create task|no matching entries)/;
const podmanWords = /^Error: .*exec failed: /;

/** A refused create or start of an exec: WRONG_STATE, INVALID_FIELD, COMMAND_NOT_FOUND; anything else unchanged. */
export function execRefusal(error: unknown, ref: InstanceRef, request: Command): unknown {
  if (saysThat(error, /is not running|is paused|state improper|is restarting|not running containers/i)) {
    return notRunning(ref, error);
  }
  if (hasStatus(error, 400, 500) && saysThat(error, /unable to find (user|group)|no matching entries/i)) {
    return invalidField('user', `the image has no user "${request.user ?? ''}"`);
  }
  if (hasStatus(error, 400, 500) && /exec failed|executable file not found/.test(error.message)) {
    return refusalFromWords(error.message, request, ref);
  }
  return error;
}

export function notRunning(ref: InstanceRef, cause: unknown): SandkeepError {
  return new SandkeepError('WRONG_STATE', `exec: container ${ref.name} is not running`, {
    metadata: { name: ref.name },
    cause,
  });
}

/** Whether the first output may be the engine's own words. */
export function looksRefused({ stream, bytes }: ExecOutput): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, maxWordsCharacters)).toString();
  return stream === 'stdout' ? dockerWords.test(text) : podmanWords.test(text);
}

/** The refusal that stands in the output of a command that never ran, or null when the command did run. */
export function refusalInOutput(
  inspection: unknown,
  stdout: Buffer,
  stderr: Buffer,
  request: Command,
  ref: InstanceRef,
): SandkeepError | null {
  // A command that ran has a process id on Docker; Podman never tells it.
  if (!refusedExitCodes.includes(numberAt(inspection, 'ExitCode')) || numberAt(inspection, 'Pid')) return null;
  const onStdout = stdout.toString('utf8', 0, maxWordsCharacters);
  if (stderr.length === 0 && dockerWords.test(onStdout)) return refusalFromWords(onStdout, request, ref);
  const onStderr = stderr.toString('utf8', 0, maxWordsCharacters);
  if (stdout.length === 0 && podmanWords.test(onStderr)) return refusalFromWords(onStderr, request, ref);
  return null;
}

function refusalFromWords(words: string, request: Command, ref: InstanceRef): SandkeepError {
  const firstLine = withoutValues(words.split(/\r?\n/)[0] ?? '', Object.values(request.environment));
  if (/unable to find (user|group)|no matching entries/.test(words)) {
    return invalidField('user', `the image has no user "${request.user ?? ''}"`);
  }
  if (/chdir to cwd/.test(words)) {
    return new SandkeepError('FILE_NOT_FOUND', 'workdir: the directory does not exist in the sandbox', {
      metadata: { name: ref.name },
    });
  }
  if (limitWords.test(words)) {
    return new SandkeepError(
      'TOO_MANY_REQUESTS',
      `no process can be started at the limits of the sandbox: ${firstLine}`,
      {
        retryAfterMs: limitRetryMs,
        metadata: { name: ref.name },
      },
    );
  }
  return new SandkeepError('COMMAND_NOT_FOUND', `${request.argv[0] ?? ''}: ${firstLine}`, {
    metadata: { command: request.argv[0] ?? '', name: ref.name },
  });
}
