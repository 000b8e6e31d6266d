// Mutations with a request_id: the stored answer is the serialised response (R8).

import type { Store } from '../ports/store.ts';
import type { Requests } from '../engine/sandbox/requests.ts';
import { canonicalJson, requestIdOf } from './convert.ts';
import { sandkeepV1 } from './definitions.ts';

interface Codec {
  readonly responseSerialize: (value: never) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => unknown;
}

export interface CallName {
  readonly method: string;
  readonly requestId: string;
  readonly bodyHash: string;
}

const codecs: Readonly<Record<string, Codec>> = {
  ...sandkeepV1.SandboxService.service,
  ...sandkeepV1.SessionService.service,
  ...sandkeepV1.ExecService.service,
  ...sandkeepV1.FileService.service,
  ...sandkeepV1.ToolService.service,
  ...sandkeepV1.AdminService.service,
};

export class NamedCalls {
  readonly #store: Store;
  readonly #requests: Requests;

  constructor(store: Store, requests: Requests) {
    this.#store = store;
    this.#requests = requests;
  }

  /**
   * Runs fn, or answers from an earlier call of the same name and body. fn gets the sandbox that an interrupted
   * earlier call began, and the name of the call (null when it has none).
   */
  async once<Request extends { requestId: string }, Response extends object>(
    method: string,
    namespace: string,
    request: Request,
    fn: (begun: string | null, name: CallName | null) => Promise<Response>,
  ): Promise<Response> {
    const requestId = requestIdOf(request.requestId);
    if (requestId === '') return await fn(null, null);
    const codec = codecs[method];
    if (codec === undefined) throw new Error(`no codec for ${method}`);
    const bodyHash = this.#store.fingerprint(canonicalJson({ ...request, requestId: '' }));
    const name = { method, requestId, bodyHash };
    let fresh: Response | null = null;
    const bytes = await this.#requests.once({ namespace, ...name }, async (begun) => {
      fresh = await fn(begun, name);
      return codec.responseSerialize(fresh as never);
    });
    // What this call made itself needs no decoding.
    return fresh ?? (codec.responseDeserialize(Buffer.from(bytes)) as Response);
  }
}
