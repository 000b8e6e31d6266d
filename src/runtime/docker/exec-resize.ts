// The size of an exec's terminal.

import type { TerminalSize } from '../../ports/runtime.ts';
import type { Engine } from './connection.ts';
import { EngineFailure } from './errors.ts';

/** Between the start and the first process there is nothing yet to resize. */
const attempts = 10;
const pauseMs = 20;

/** Throws EngineFailure when the engine refuses. */
export async function resizeExec(
  engine: Engine,
  execId: string,
  { columns, rows }: TerminalSize,
  signal: AbortSignal,
): Promise<void> {
  const query = { h: rows, w: columns };
  await engine.client.json({ method: 'POST', path: `/exec/${execId}/resize`, query }, signal);
}

/** The first size. A command that has ended already, or never started, has none. */
export async function resizeNew(
  engine: Engine,
  execId: string,
  size: TerminalSize,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await resizeExec(engine, execId, size, signal);
    } catch (error) {
      if (!(error instanceof EngineFailure) || error.status === null) throw error;
    }
    await engine.clock.sleep(pauseMs, signal);
  }
}
