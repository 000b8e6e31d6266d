// The last words of a container, for people who ask why it died.

import type { InstanceRef } from '../../domain/runtime-spec.ts';
import type { Engine } from './connection.ts';
import { withContainerId } from './containers.ts';
import { demux } from './demux.ts';
import { saysThat } from './errors.ts';
import { isWithoutLog } from './log-stream.ts';

/** More lines than this are not asked for. */
const maxLines = 1000;
/** What is kept of one line. */
const maxLineCharacters = 4096;
const maxAttempts = 3;
const retryPauseMs = 20;

/** Last lines of both streams in the order they were written; [] when the engine keeps no log. SANDBOX_LOST. */
export async function readLogTail(
  engine: Engine,
  ref: InstanceRef,
  lines: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const tail = Math.min(Math.max(Math.floor(lines), 0), maxLines);
  if (tail === 0) return [];
  return await withContainerId(engine, ref, signal, async (id) => {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      try {
        const query = { stdout: true, stderr: true, tail };
        const answer = await engine.client.stream({ method: 'GET', path: `/containers/${id}/logs`, query }, signal);
        return await lastLines(answer.body, tail);
      } catch (error) {
        if (isWithoutLog(error)) return [];
        // Podman stumbles over a line that is being written or was cut by a rotation.
        if (!saysThat(error, /not a valid container log line/i)) throw error;
        await engine.clock.sleep(retryPauseMs, signal);
      }
    }
    engine.logger.warn({ containerId: id }, 'the engine cannot read the log of a container');
    return [];
  });
}

async function lastLines(source: AsyncIterable<Buffer>, count: number): Promise<readonly string[]> {
  const kept: string[] = [];
  const pending = { stdout: '', stderr: '' };
  const keep = (line: string): void => {
    kept.push(line.replace(/\r$/, ''));
    if (kept.length > count) kept.shift();
  };
  for await (const { stream, bytes } of demux(source)) {
    const parts = (pending[stream] + bytes.toString('utf8')).split('\n');
    pending[stream] = (parts.pop() ?? '').slice(0, maxLineCharacters);
    for (const part of parts) keep(part.slice(0, maxLineCharacters));
  }
  for (const rest of [pending.stdout, pending.stderr]) if (rest !== '') keep(rest);
  return kept;
}
