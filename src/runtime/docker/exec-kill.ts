// Signals to everything that one exec started. The engine has no call for it, so a second exec does it from inside.

import { SandkeepError } from '../../domain/errors.ts';
import { type ExecHandle, type ExecSignal, execSignals } from '../../ports/runtime.ts';
import type { Engine } from './connection.ts';
import { demux } from './demux.ts';
import { hasStatus } from './errors.ts';
import { createdId } from './observe.ts';

/** Set in the environment of every exec; it names the exec and is no secret. */
export const markVariable = 'SANDKEEP_EXEC';

/** A process may be born between the look and the kill, so it is looked again. */
const killRounds = 5;
const maxSaidBytes = 2_000;
const missingShell = /exec failed|no such file or directory|executable file not found/i;

// Only what a shell has built in: images without grep and ps are common. A process belongs to the exec when it carries
// the mark, is in a session with one that does, or is a child of one that belongs: a child may clear its environment.
const signalScript = `
mark=$1 signal=$2 rounds=$3
own=" 0 1 "
read -r stat < /proc/$$/stat && set -- \${stat##*) } && own="$own$4 "
round=0
while [ $round -lt $rounds ]; do
  pids=" " sessions=" "
  for directory in /proc/[0-9]*; do
    pid=\${directory#/proc/}
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in *"$mark"*) ;; *) continue ;; esac
      pids="$pids$pid "
      read -r stat < "$directory/stat" && set -- \${stat##*) } || break
      case $own in *" $4 "*) ;; *) sessions="$sessions$4 " ;; esac
      break
    done < "$directory/environ"
  done 2>/dev/null
  known=
  while [ "$known" != "$pids" ]; do
    known=$pids
    for directory in /proc/[0-9]*; do
      pid=\${directory#/proc/}
      case $pids in *" $pid "*) continue ;; esac
      read -r stat < "$directory/stat" && set -- \${stat##*) } || continue
      [ "$1" != Z ] || continue
      case $sessions in *" $4 "*) pids="$pids$pid "; continue ;; esac
      case $pids in *" $2 "*) pids="$pids$pid " ;; esac
    done 2>/dev/null
  done
  [ "$pids" != " " ] || exit 0
  for pid in $pids; do kill -"$signal" "$pid"; done 2>/dev/null
  round=$((round + 1))
done
`;

/**
 * Sends the signal to the whole tree, as the user it runs as: without CAP_KILL root may not signal others.
 * EXEC_KILL_UNSUPPORTED for an image without /bin/sh.
 */
export async function signalTree(
  engine: Engine,
  containerId: string,
  handle: ExecHandle,
  execSignal: ExecSignal,
  signal: AbortSignal,
): Promise<void> {
  const rounds = execSignal === 'SIGKILL' ? killRounds : 1;
  const scriptArguments = [`${markVariable}=${handle.mark}`, String(execSignals[execSignal]), String(rounds)];
  let said: string;
  try {
    said = await runScript(engine, containerId, scriptArguments, handle.user, signal);
  } catch (error) {
    if (hasStatus(error, 400, 500) && missingShell.test(error.message)) throw unsupported(error);
    throw error;
  }
  if (missingShell.test(said)) throw unsupported(said);
  if (said !== '') engine.logger.warn({ containerId, said }, 'an exec may not have been signalled whole');
}

function unsupported(cause: unknown): SandkeepError {
  return new SandkeepError('EXEC_KILL_UNSUPPORTED', 'the image has no /bin/sh to signal a command with; it goes on', {
    cause,
  });
}

/** What the script or the engine said; '' when all went well. */
async function runScript(
  engine: Engine,
  containerId: string,
  scriptArguments: readonly string[],
  user: string | null,
  signal: AbortSignal,
): Promise<string> {
  const body = {
    // The mark is an argument and not in its environment, or the script would end itself.
    Cmd: ['/bin/sh', '-c', signalScript, 'sh', ...scriptArguments],
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    ...(user === null ? {} : { User: user }),
  };
  const created = await engine.client.json({ method: 'POST', path: `/containers/${containerId}/exec`, body }, signal);
  const path = `/exec/${createdId(created)}/start`;
  const socket = await engine.client.hijack({ method: 'POST', path, body: { Detach: false, Tty: false } }, signal);
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  let said = '';
  try {
    for await (const { bytes } of demux(socket as AsyncIterable<Buffer>)) {
      said = (said + bytes.toString('utf8')).slice(0, maxSaidBytes);
    }
    return said.trim();
  } finally {
    socket.destroy();
  }
}
