// Room for one more: what nobody uses is evicted, one sandbox at a time.

import { hasReason, SandkeepError } from '../../domain/errors.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import type { LimitScope } from '../../ports/store.ts';
import type { EngineContext } from '../context.ts';
import { beginRelease } from '../sandbox/release.ts';
import { teardown, teardownKey } from '../sandbox/teardown.ts';

/** Evictions for one place; when more resist, the engine is in trouble, and the loops go on with them. */
const maxEvictionTries = 4;
/** Sandboxes looked at for one that can go. */
const maxLooks = 32;

/** 'coming': something is on its way out. 'changed': what was found has moved on. 'none': nothing can go. */
export type Outlook = 'coming' | 'changed' | 'none';

/** Of one caller that is first in line. What it began goes on without it. */
export class RoomMaker {
  readonly #context: EngineContext;
  readonly #scope: LimitScope;
  #evicting: Promise<void> | null = null;
  #ending: Promise<void> | null = null;
  #resisted = 0;

  constructor(context: EngineContext, scope: LimitScope) {
    this.#context = context;
    this.#scope = scope;
  }

  /** Each resolves when a sandbox on its way out is gone, or has resisted. */
  get coming(): readonly Promise<void>[] {
    return [this.#evicting, this.#ending].filter((way) => way !== null);
  }

  /** Evicts the next one, unless one is being evicted; else what is ending anyway may leave room. */
  async make(): Promise<Outlook> {
    if (this.#evicting !== null) return 'coming';
    const outlook = this.#resisted < maxEvictionTries ? await this.#evictNext() : 'none';
    if (outlook !== 'none') return outlook;
    this.#ending ??= this.#followEnding();
    return this.#ending === null ? 'none' : 'coming';
  }

  async #evictNext(): Promise<Outlook> {
    const { activity, slots, pools, store } = this.#context;
    // Use that is only in memory decides too who is the longest unused.
    await activity.flush();
    const candidate = store
      .evictable(this.#scope, maxLooks)
      .find(({ id }) => activity.inFlight(id) === 0 && !slots.isBusy(id) && !pools.isReserved(id));
    if (candidate === undefined) return 'none';
    try {
      await evict(this.#context, candidate);
    } catch (error) {
      // Somebody moved or used it meanwhile, which may have freed the place.
      if (!hasReason(error, 'CONFLICT')) throw error;
      return 'changed';
    }
    this.#evicting = this.#follow(candidate.id).finally(() => {
      this.#evicting = null;
    });
    return 'coming';
  }

  /** One that waits for its next try is left to the loops: its place is free when it is. */
  #followEnding(): Promise<void> | null {
    const { tasks, store, clock } = this.#context;
    const id = store.ending(this.#scope, maxLooks).find((candidate) => {
      if (tasks.find(teardownKey(candidate)) !== null) return true;
      const retryAtMs = store.getSandbox(candidate)?.retryAtMs ?? null;
      return retryAtMs === null || retryAtMs <= clock.wallMs();
    });
    if (id === undefined) return null;
    return this.#follow(id).finally(() => {
      this.#ending = null;
    });
  }

  /** One whose container cannot be removed keeps its place (B3-17), and the next one is tried. */
  async #follow(sandboxId: string): Promise<void> {
    try {
      await teardown(this.#context, sandboxId);
      this.#resisted = 0;
    } catch (error) {
      this.#resisted += 1;
      this.#context.logger.warn({ err: error, sandbox: sandboxId }, 'a place could not be freed yet');
    }
  }
}

/** CONFLICT when it is not what was found any more, or in use. */
async function evict(context: EngineContext, record: SandboxRecord): Promise<void> {
  const message = `${record.state.toLowerCase()} and evicted to make room`;
  const why = { reason: 'EVICTED', message, actor: 'client', deleteWorkspace: record.pooled } as const;
  await beginRelease(context, record.id, why, record, () => {
    if (context.activity.inFlight(record.id) === 0) return;
    throw new SandkeepError('CONFLICT', `sandbox ${record.id} is in use since`);
  });
  context.pools.forget(record.id);
  context.metrics.count('sandkeep_evictions_total', { state: record.state.toLowerCase() });
}
