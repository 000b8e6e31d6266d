// Connections to tool servers, kept apart by container: one of a generation that is gone serves no other, even when the
// next container has its port. Proxy variables mean nothing to these agents.

import { Agent } from 'node:http';

import { SandkeepError } from '../domain/errors.ts';
import type { ToolTarget } from '../ports/tools.ts';

/** Containers whose connections are remembered while nothing is under way. */
const maxIdlePools = 64;
const maxIdlePerSandbox = 2;
/** Shorter than servers keep theirs, so that a call rarely meets a connection that is being closed. */
const idleTimeoutMs = 2000;

interface Pool {
  readonly agent: Agent;
  readonly sandboxId: string;
  readonly generation: number;
  inFlight: number;
}

export class Connections {
  readonly #maxPerSandbox: () => number;
  /** By container and address; the longest unused first. */
  readonly #pools = new Map<string, Pool>();

  constructor(maxPerSandbox: () => number) {
    this.#maxPerSandbox = maxPerSandbox;
  }

  /** Runs fn with the connections of a container. TOO_MANY_REQUESTS. */
  async use<T>(target: ToolTarget, fn: (agent: Agent) => Promise<T>): Promise<T> {
    const pool = this.#take(target);
    const limit = this.#maxPerSandbox();
    if (pool.inFlight >= limit) {
      throw new SandkeepError('TOO_MANY_REQUESTS', `${limit} calls to the tools of ${target.sandboxId} are under way`, {
        metadata: { sandbox_id: target.sandboxId },
        retryAfterMs: 1000,
        quota: { subject: 'limits.max_tool_calls_per_sandbox', description: `at most ${limit} at once` },
      });
    }
    pool.inFlight += 1;
    try {
      return await fn(pool.agent);
    } finally {
      pool.inFlight -= 1;
      this.#prune();
    }
  }

  close(): void {
    for (const { agent } of this.#pools.values()) agent.destroy();
    this.#pools.clear();
  }

  #take(target: ToolTarget): Pool {
    const key = JSON.stringify([target.sandboxId, target.generation, target.host, target.port]);
    const found = this.#pools.get(key);
    if (found === undefined) this.#dropEarlier(target);
    const { sandboxId, generation } = target;
    const pool = found ?? { agent: newAgent(), sandboxId, generation, inFlight: 0 };
    this.#pools.delete(key);
    this.#pools.set(key, pool);
    return pool;
  }

  /** The containers before this one are gone, and whoever still waits for one is better told. */
  #dropEarlier({ sandboxId, generation }: ToolTarget): void {
    for (const [key, pool] of this.#pools) {
      if (pool.sandboxId !== sandboxId || pool.generation > generation) continue;
      if (pool.generation === generation && pool.inFlight > 0) continue;
      pool.agent.destroy();
      this.#pools.delete(key);
    }
  }

  #prune(): void {
    let excess = this.#pools.size - maxIdlePools;
    for (const [key, pool] of this.#pools) {
      if (excess <= 0) return;
      if (pool.inFlight > 0) continue;
      pool.agent.destroy();
      this.#pools.delete(key);
      excess -= 1;
    }
  }
}

function newAgent(): Agent {
  return new Agent({ keepAlive: true, maxFreeSockets: maxIdlePerSandbox, timeout: idleTimeoutMs, scheduling: 'lifo' });
}
