// Clients that acquire, write and release at random, and repeat a call until it is answered.

import { randomUUID } from 'node:crypto';

import { connect, type SandkeepClient } from '../../src/client/client.ts';
import { SandkeepRpcError } from '../../src/client/errors.ts';
import { systemClock } from '../../src/host/system-clock.ts';
import type { History } from './history.ts';
import type { Random } from './random.ts';

const maxThinkMs = 30;
const retryPauseMs = 50;
/** A call that is not answered for this long is a finding of its own. */
const patienceMs = 90_000;
const callTimeoutMs = 60_000;
const parkShare = 0.2;

export interface CrashClientOptions {
  readonly name: string;
  readonly socketPath: string;
  readonly sessions: readonly string[];
  readonly random: Random;
  readonly history: History;
  readonly stopping: AbortSignal;
}

/** Works until told to stop, and always ends between two calls. Throws for an answer that is never right. */
export async function runClient(options: CrashClientOptions): Promise<void> {
  const client = connect({ socketPath: options.socketPath });
  const held = new Map<string, string>();
  try {
    for (let round = 1; !options.stopping.aborted; round += 1) {
      const session = options.random.pick(options.sessions);
      const sandboxId = held.get(session);
      if (sandboxId === undefined) held.set(session, await acquireAndWrite(client, options, session, round));
      else {
        await letGo(client, options, session, sandboxId);
        held.delete(session);
      }
      await systemClock.sleep(options.random.between(0, maxThinkMs), new AbortController().signal);
    }
  } finally {
    client.close();
  }
}

async function acquireAndWrite(
  client: SandkeepClient,
  { name, history }: CrashClientOptions,
  session: string,
  round: number,
): Promise<string> {
  const requestId = randomUUID();
  const request = { session: { namespace: '', user: '', session }, holder: name, requestId };
  const id = await untilAnswered(history, `acquire ${session}`, async () => {
    const { sandbox } = await client.acquireSandbox(request, { timeoutMs: callTimeoutMs });
    if (sandbox === null) throw new Error('acquire answered without a sandbox');
    return sandbox.id;
  });
  history.acquired(session, name, id);
  const file = `${name}.txt`;
  const content = `${session} ${name} ${round}`;
  history.writing(session, file, content);
  await untilAnswered(history, `write ${session}/${file}`, async () => {
    await client.writeFile({ sandboxId: id, path: `/workspace/${file}` }, once(Buffer.from(content)), {
      timeoutMs: callTimeoutMs,
    });
  });
  history.written(session, file, content);
  return id;
}

async function letGo(
  client: SandkeepClient,
  { name, history, random }: CrashClientOptions,
  session: string,
  sandboxId: string,
): Promise<void> {
  const parks = random.chance(parkShare);
  const mode = parks ? 'RELEASE_MODE_PARK' : 'RELEASE_MODE_DESTROY';
  const requestId = randomUUID();
  history.releasing(session, name);
  await untilAnswered(history, `release ${session}`, async () => {
    await client.releaseSandbox({ sandboxId, holder: name, mode, requestId }, { timeoutMs: callTimeoutMs });
  });
  history.counts[parks ? 'parked' : 'released'] += 1;
}

/** The daemon comes and goes; a call is repeated until it has its answer. */
async function untilAnswered<T>(history: History, what: string, call: () => Promise<T>): Promise<T> {
  const giveUpMs = systemClock.monotonicMs() + patienceMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error)) throw new Error(`${what}: ${describe(error)}`, { cause: error });
      if (systemClock.monotonicMs() > giveUpMs) throw new Error(`${what}: no answer in ${patienceMs} ms, last: ${describe(error)}`);
      history.counts.retries += 1;
      await systemClock.sleep(retryPauseMs, new AbortController().signal);
    }
  }
}

/** A daemon that is away, starting, or told the caller to come again. */
function isPassing(error: unknown): boolean {
  return error instanceof SandkeepRpcError && ['UNAVAILABLE', 'ABORTED', 'CANCELLED', 'DEADLINE_EXCEEDED'].includes(error.status);
}

function describe(error: unknown): string {
  if (error instanceof SandkeepRpcError) return `${error.status} ${error.reason} ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
