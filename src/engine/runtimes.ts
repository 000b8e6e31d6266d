// The runtimes of this daemon and how each is: up, down, or held back because another engine answers.

import { hasReason, SandkeepError } from '../domain/errors.ts';
import type { RuntimeName } from '../domain/template.ts';
import type { CallOptions, Runtime, RuntimeInfo } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

export type RuntimeHealth =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'up'; readonly info: RuntimeInfo }
  | { readonly kind: 'down'; readonly message: string };

export class Runtimes {
  readonly #runtimes: ReadonlyMap<RuntimeName, Runtime>;
  readonly #store: Store;
  readonly #health = new Map<RuntimeName, RuntimeHealth>();
  readonly #doubts = new Map<RuntimeName, PromiseWithResolvers<void>>();

  constructor(runtimes: ReadonlyMap<RuntimeName, Runtime>, store: Store) {
    this.#runtimes = runtimes;
    this.#store = store;
  }

  names(): readonly RuntimeName[] {
    return [...this.#runtimes.keys()];
  }

  health(name: RuntimeName): RuntimeHealth {
    return this.#health.get(name) ?? { kind: 'unknown' };
  }

  /** The adapter, whatever its health; for reads and clean-up. RUNTIME_DISABLED. */
  get(name: RuntimeName): Runtime {
    const runtime = this.#runtimes.get(name);
    if (runtime === undefined) {
      throw new SandkeepError('RUNTIME_DISABLED', `runtime ${name} is not enabled`, { metadata: { runtime: name } });
    }
    return runtime;
  }

  /** The adapter for new work. RUNTIME_DISABLED, RUNTIME_UNAVAILABLE, ENGINE_CHANGED. */
  require(name: RuntimeName): { readonly runtime: Runtime; readonly info: RuntimeInfo } {
    const runtime = this.get(name);
    const held = this.#store.recoveryModes()[engineChangedMode(name)];
    if (held !== undefined)
      throw new SandkeepError('ENGINE_CHANGED', `runtime ${name}: ${held}`, { metadata: { runtime: name } });
    const health = this.health(name);
    if (health.kind === 'up') return { runtime, info: health.info };
    const why = health.kind === 'down' ? health.message : 'it has not answered yet';
    throw new SandkeepError('RUNTIME_UNAVAILABLE', `runtime ${name} does not answer: ${why}`, {
      metadata: { runtime: name },
      retryAfterMs: 1000,
    });
  }

  /**
   * Asks the engine who it is and books its health. Another engine than the one before holds the runtime back:
   * nothing of the old engine's sandboxes may be called lost because a stranger does not know them.
   */
  async connect(name: RuntimeName, call: CallOptions): Promise<RuntimeInfo> {
    const runtime = this.get(name);
    try {
      const info = await runtime.connect(call);
      await this.#checkIdentity(name, info);
      this.#health.set(name, { kind: 'up', info });
      return info;
    } catch (error) {
      // Who asked has gone before the engine could answer: that says nothing about the engine (R4).
      if (call.signal.aborted) throw error;
      const message = error instanceof Error ? error.message : String(error);
      this.#health.set(name, { kind: 'down', message });
      throw error;
    }
  }

  /** One call without an answer, or without one in time, is no verdict on the engine, and a reason to ask it. */
  noteFailure(name: RuntimeName, error: unknown): void {
    if (!hasReason(error, 'RUNTIME_UNAVAILABLE', 'RUNTIME_TIMEOUT')) return;
    this.#doubts.get(name)?.resolve();
    this.#doubts.delete(name);
  }

  /** Resolves at the next failure that may mean that the engine is away. */
  async doubted(name: RuntimeName): Promise<void> {
    const doubt = this.#doubts.get(name) ?? Promise.withResolvers<void>();
    this.#doubts.set(name, doubt);
    await doubt.promise;
  }

  /** Nothing can be learnt of the engine any more; the next connect says when it is back. */
  noteDown(name: RuntimeName, error: unknown): void {
    if (hasReason(error, 'RUNTIME_UNAVAILABLE')) this.#health.set(name, { kind: 'down', message: error.message });
  }

  async #checkIdentity(name: RuntimeName, info: RuntimeInfo): Promise<void> {
    if (info.engineId === null) return;
    const engineId = info.engineId;
    const known = this.#store.engineIdentity(name);
    const mode = engineChangedMode(name);
    const held = this.#store.recoveryModes()[mode] !== undefined;
    if (known === null) await this.#store.write((tx) => tx.setEngineIdentity(name, engineId));
    else if (known !== engineId && !held) {
      const message = `engine ${engineId.slice(0, 12)} answers where ${known.slice(0, 12)} did`;
      await this.#store.write((tx) => {
        tx.setRecoveryMode(mode, message);
        tx.appendEvent({ type: 'recovery', sandboxId: '', reason: 'ENGINE_CHANGED', message, actor: 'reconcile' });
      });
    } else if (known === engineId && held) await this.#store.write((tx) => tx.setRecoveryMode(mode, null));
  }
}

export function engineChangedMode(name: string): string {
  return `engine_changed:${name}`;
}

export function massChangeMode(name: string): string {
  return `mass_change:${name}`;
}
