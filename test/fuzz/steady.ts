// A normal client that is served meanwhile, and the daemon's memory.

import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { connect, SandkeepRpcError } from '../../src/client/client.ts';
import type { Random } from '../crash/random.ts';
import type { Findings } from './findings.ts';
import type { Known } from './messages.ts';

const pauseMs = 100;
const answerTimeoutMs = 10_000;
const sampleMs = 250;
const session = 'steady';

/** What other clients may do to its sandbox by an honest call, such as a release of all. */
const disturbed = /^(SANDBOX_|CONFLICT|WRONG_STATE|DRAINING|GENERATION_MISMATCH|CONTAINER_EXITED|NOT_READY|SESSION_)/;

export interface SteadyOptions {
  readonly socketPath: string;
  readonly findings: Findings;
  readonly stopping: AbortSignal;
}

/** Reads must always be served; an acquire must succeed within the bound. */
export async function beServed({ socketPath, findings, stopping }: SteadyOptions): Promise<readonly number[]> {
  const client = connect({ socketPath });
  const latenciesMs: number[] = [];
  let acquiredAtMs = performance.now();
  try {
    while (!stopping.aborted) {
      const begunMs = performance.now();
      try {
        await client.getInfo({});
        await client.listSandboxes({ pageSize: 5 });
        latenciesMs.push(performance.now() - begunMs);
        findings.count('reads of the normal client served');
      } catch (error) {
        findings.violate(`the normal client was not served: ${String(error)}`);
      }
      try {
        await client.acquireSandbox({ session: { session } });
        acquiredAtMs = performance.now();
        findings.count('acquires of the normal client served');
      } catch (error) {
        const isDisturbed = error instanceof SandkeepRpcError && disturbed.test(error.reason);
        if (!isDisturbed) findings.violate(`an acquire of the normal client failed: ${String(error)}`);
        if (performance.now() - acquiredAtMs > answerTimeoutMs) {
          findings.violate(`the normal client got no sandbox for ${answerTimeoutMs} ms: ${String(error)}`);
          acquiredAtMs = performance.now();
        }
      }
      await delay(pauseMs);
    }
  } finally {
    client.close();
  }
  return latenciesMs;
}

/** Keeps what the fuzzers aim at up to date: a few sandboxes of a few sessions. */
export async function keepTargets(
  { socketPath, findings, stopping }: SteadyOptions,
  known: { sandboxIds: readonly string[] } & Known,
  random: Random,
): Promise<void> {
  const client = connect({ socketPath });
  try {
    while (!stopping.aborted) {
      try {
        const picked = random.pick(known.sessions);
        await client.acquireSandbox({ session: { session: picked }, template: random.pick(known.templates) });
        const { sandboxes } = await client.listSandboxes({ pageSize: 20 });
        known.sandboxIds = sandboxes.map(({ id }) => id);
      } catch {
        findings.count('targets that could not be had');
      }
      await delay(pauseMs);
    }
  } finally {
    client.close();
  }
}

/** Resident memory of a process over time, in bytes. */
export async function watchMemory(pid: number, stopping: AbortSignal): Promise<readonly number[]> {
  const samples: number[] = [];
  while (!stopping.aborted) {
    samples.push(residentBytes(pid));
    await delay(sampleMs);
  }
  return samples;
}

function residentBytes(pid: number): number {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
