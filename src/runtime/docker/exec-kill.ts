// Ends everything that one exec started.

import type { Engine } from './connection.ts';
import { demux } from './demux.ts';
import { createdId } from './observe.ts';

/** Set in the environment of every exec; it names the exec and is no secret. */
export const markVariable = 'SANDKEEP_EXEC';

const killTimeoutMs = 5_000;
/** A process may be born between the look and the kill, so it is looked again. */
const maxRounds = 5;
const maxSaidBytes = 2_000;

// Only what a shell has built in: images without grep and ps are common.
const killScript = `
round=0
while [ $round -lt ${maxRounds} ]; do
  found=
  for directory in /proc/[0-9]*; do
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in *"$1"*) kill -KILL "\${directory#/proc/}" && found=yes; break ;; esac
    done < "$directory/environ"
  done 2>/dev/null
  [ -n "$found" ] || exit 0
  round=$((round + 1))
done
exit 1
`;

/**
 * Kills every process that carries the mark, as the user they run as: without CAP_KILL root may not kill others.
 * Never throws: what could not be killed is logged, and goes on until the container ends.
 */
export async function killMarked(
  engine: Engine,
  containerId: string,
  mark: string,
  user: string | null,
  signal: AbortSignal,
): Promise<void> {
  const bound = new AbortController();
  const bounded = AbortSignal.any([signal, bound.signal]);
  const timer = new AbortController();
  engine.clock.sleep(killTimeoutMs, timer.signal).then(
    () => bound.abort(new Error(`not killed within ${killTimeoutMs} ms`)),
    () => undefined,
  );
  try {
    const said = await runKillScript(engine, containerId, mark, user, bounded);
    if (said !== '') engine.logger.warn({ containerId, said }, 'an exec may not have been ended whole');
  } catch (error) {
    engine.logger.warn({ containerId, error: String(error) }, 'an exec could not be ended');
  } finally {
    timer.abort();
  }
}

/** What the script or the engine said; '' when all went well. */
async function runKillScript(
  engine: Engine,
  containerId: string,
  mark: string,
  user: string | null,
  signal: AbortSignal,
): Promise<string> {
  const body = {
    // The mark is an argument and not in its environment, or the script would end itself.
    Cmd: ['/bin/sh', '-c', killScript, 'sh', `${markVariable}=${mark}`],
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
