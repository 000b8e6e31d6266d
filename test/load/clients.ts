// Clients that acquire, run a command and release, with the retries of the client library, and what they were told.

import { setTimeout as delay } from 'node:timers/promises';

import { connect, type SandkeepClient } from '../../src/client/client.ts';
import { now } from './wire.ts';

/** One in so many sandboxes is kept to the end, up to a number for each client. */
const keptShare = 8;
const maxKept = 4;

export interface KnownSandbox {
  readonly id: string;
  readonly session: string;
  /** The answer to its release arrived. */
  isReleased: boolean;
}

/** What all clients together know. */
export class Told {
  readonly sandboxes: KnownSandbox[] = [];
  readonly failures: string[] = [];
  readonly wrongAnswers: string[] = [];
  readonly durationsMs: number[] = [];
  longest = '';
  #longestMs = 0;

  /** A call with all its tries; null when it failed. */
  async timed<Answer>(name: string, call: () => Promise<Answer>): Promise<Answer | null> {
    const begunMs = now();
    try {
      const answer = await call();
      this.#note(name, now() - begunMs);
      return answer;
    } catch (error) {
      this.#note(name, now() - begunMs);
      this.failures.push(`${name} after ${Math.round(now() - begunMs)} ms: ${String(error)}`);
      return null;
    }
  }

  #note(name: string, durationMs: number): void {
    this.durationsMs.push(durationMs);
    if (durationMs <= this.#longestMs) return;
    this.#longestMs = durationMs;
    this.longest = `${name} ${Math.round(durationMs)} ms`;
  }

  longerThan(boundMs: number): number {
    return this.durationsMs.filter((durationMs) => durationMs > boundMs).length;
  }

  quantileMs(share: number): number {
    const sorted = this.durationsMs.toSorted((left, right) => left - right);
    return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  }
}

export interface LoadClient {
  /** From 0 below 1: where in the pause it begins, so that not all come at once. */
  readonly phase: number;
  readonly number: number;
  readonly client: SandkeepClient;
}

export function connectClients(count: number, socketPath: string): readonly LoadClient[] {
  return Array.from({ length: count }, (_unused, number) => ({
    number,
    phase: number / count,
    client: connect({ socketPath }),
  }));
}

/** One session after another with a pause between them, until the signal; what is under way then is finished. */
export async function work(
  { number, phase, client }: LoadClient,
  told: Told,
  { pauseMs, ended }: { readonly pauseMs: number; readonly ended: AbortSignal },
): Promise<void> {
  let kept = 0;
  await delay(pauseMs * phase);
  for (let round = 0; !ended.aborted; round += 1) {
    if (round > 0) await delay(pauseMs);
    const session = `client-${number}-${round}`;
    const acquired = await told.timed('AcquireSandbox', async () =>
      client.acquireSandbox({ session: { session }, requestId: `acquire-${session}` }, { retry: true }),
    );
    const id = acquired?.sandbox?.id;
    if (id === undefined) continue;
    const known = { id, session, isReleased: false };
    told.sandboxes.push(known);

    const request = { sandboxId: id, argv: ['echo', session], requestId: `exec-${session}` };
    const ran = await told.timed('RunExec', async () => client.runExec(request, { retry: true }));
    if (ran !== null && ran.stdout.toString() !== `${session}\n`) {
      told.wrongAnswers.push(`${session}: its command said ${JSON.stringify(ran.stdout.toString())}`);
    }
    if ((round + number) % keptShare === 0 && kept < maxKept) {
      kept += 1;
      continue;
    }
    const release = { sandboxId: id, requestId: `release-${session}` };
    const released = await told.timed('ReleaseSandbox', async () => client.releaseSandbox(release, { retry: true }));
    known.isReleased = released !== null;
  }
}
