// Same request, same answer (R8): the answer of a mutation is kept under its request_id.

import { hasReason, isUnknownOutcome, SandkeepError } from '../../domain/errors.ts';
import type { Store } from '../../ports/store.ts';

export interface NamedRequest {
  readonly namespace: string;
  readonly method: string;
  /** "" for a request without a name: it is run and not kept. */
  readonly requestId: string;
  /** Hash over the whole request but its id. */
  readonly bodyHash: string;
}

interface Running {
  readonly bodyHash: string;
  readonly promise: Promise<Uint8Array>;
}

/** Callers of one request that somebody who waits with them may outlive. */
const maxJoins = 8;

export class Requests {
  readonly #store: Store;
  readonly #running = new Map<string, Running>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Runs fn once for a request_id and gives every later call of the same body the stored bytes. `begun` is the
   * sandbox that an interrupted earlier call began, if any. Failures are not kept: the same call may succeed
   * later. REQUEST_ID_REUSED for another body, CONFLICT when too many who ran it left.
   */
  async once(request: NamedRequest, fn: (begun: string | null) => Promise<Uint8Array>): Promise<Uint8Array> {
    if (request.requestId === '') return await fn(null);
    const key = JSON.stringify([request.namespace, request.method, request.requestId]);
    for (let join = 0; join < maxJoins; join += 1) {
      const running = this.#running.get(key);
      if (running === undefined) return await this.#lead(key, request, fn);
      if (running.bodyHash !== request.bodyHash) throw reused(request);
      const joined = await outcomeOf(running.promise);
      if (joined !== 'left') return joined;
    }
    // Never beside the one that runs now.
    throw new SandkeepError(
      'CONFLICT',
      `${maxJoins} callers of request_id "${request.requestId}" left before its end`,
      {
        metadata: { request_id: request.requestId, method: request.method },
      },
    );
  }

  async #lead(
    key: string,
    request: NamedRequest,
    fn: (begun: string | null) => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const stored = this.#store.findRequest(request.namespace, request.method, request.requestId);
    if (stored !== null && stored.bodyHash !== request.bodyHash) throw reused(request);
    if (stored !== null && stored.response !== null) return stored.response;
    const promise = this.#runAndKeep(request, stored?.sandboxId ?? null, fn);
    this.#running.set(key, { bodyHash: request.bodyHash, promise });
    try {
      return await promise;
    } finally {
      this.#running.delete(key);
    }
  }

  async #runAndKeep(
    request: NamedRequest,
    begun: string | null,
    fn: (begun: string | null) => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const { namespace, method, requestId, bodyHash } = request;
    try {
      const response = await fn(begun);
      await this.#store.write((tx) => tx.finishRequest(namespace, method, requestId, bodyHash, response));
      return response;
    } catch (error) {
      // A definite failure frees the id; after an unknown one the row still leads to what was begun.
      if (!isUnknownOutcome(error)) await this.#store.write((tx) => tx.deleteRequest(namespace, method, requestId));
      throw error;
    }
  }
}

/** That the one who ran it has left, or was made to, says nothing to another caller of the same request. */
async function outcomeOf(running: Promise<Uint8Array>): Promise<Uint8Array | 'left'> {
  try {
    return await running;
  } catch (error) {
    if (hasReason(error, 'CALL_CANCELLED', 'DEADLINE_PASSED')) return 'left';
    throw error;
  }
}

function reused(request: NamedRequest): SandkeepError {
  return new SandkeepError(
    'REQUEST_ID_REUSED',
    `request_id "${request.requestId}" was used for another ${request.method}`,
    {
      metadata: { request_id: request.requestId, method: request.method },
    },
  );
}
