// How an exec ended, from what the engine says of it and of its container.

import type { ExecEnding, InstanceTarget } from '../../ports/runtime.ts';
import type { Engine } from './connection.ts';
import { inspectContainer } from './containers.ts';
import { hasStatus, saysThat } from './errors.ts';
import { numberAt, parseJson, textAt } from './json.ts';
import { splitLines } from './lines.ts';

const killedExitCode = 137;
/** The engine books the end of the container, and of its memory, a moment after that of the exec. */
const settleMs = 100;
const maxEventCharacters = 1024 * 1024;

/** null when the engine has forgotten it, or its container is gone. */
export async function inspectExec(engine: Engine, execId: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await engine.client.json({ method: 'GET', path: `/exec/${execId}/json` }, signal);
  } catch (error) {
    if (hasStatus(error, 404) || saysThat(error, /no such exec|no exec session|is not running|no such container/i)) {
      return null;
    }
    throw error;
  }
}

/** Of an exec that does not run any more. startedMs null: nothing is known of its memory. */
export async function endingOf(
  engine: Engine,
  target: InstanceTarget,
  inspection: unknown,
  startedMs: number | null,
  signal: AbortSignal,
): Promise<ExecEnding> {
  const exitCode = inspection === null ? null : numberAt(inspection, 'ExitCode');
  if (exitCode !== null && exitCode !== killedExitCode) return { exitCode, signal: null, cause: 'exited' };
  if (exitCode !== null) await engine.clock.sleep(settleMs, signal);
  const found = await inspectContainer(engine, target.ref, signal);
  const isThere = found.kind === 'present' && /^(running|paused)$/.test(found.instance.phase);
  if (!isThere) return { exitCode, signal: null, cause: 'sandbox_gone' };
  if (exitCode === null) return { exitCode, signal: null, cause: 'unknown' };
  const id = found.instance.ref.containerId ?? '';
  const isOutOfMemory = startedMs !== null && (await ranOutOfMemory(engine, id, startedMs, signal));
  return isOutOfMemory ? { exitCode, signal: 'SIGKILL', cause: 'oom' } : { exitCode, signal: null, cause: 'exited' };
}

/** The kernel's kill is an event of the container; Podman has none. */
async function ranOutOfMemory(
  engine: Engine,
  containerId: string,
  sinceMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (engine.capabilities.engine === 'podman') return false;
  const query = {
    since: (sinceMs / 1000).toFixed(3),
    until: (engine.clock.wallMs() / 1000).toFixed(3),
    filters: { type: ['container'], container: [containerId], event: ['oom'] },
  };
  const answer = await engine.client.stream({ method: 'GET', path: '/events', query }, signal);
  try {
    for await (const line of splitLines(answer.body, maxEventCharacters)) {
      if (textAt(parseJson(line), 'Action') === 'oom') return true;
    }
    return false;
  } finally {
    answer.destroy();
  }
}
