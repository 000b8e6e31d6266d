// Reading the caller's bytes: a stalled sender never outlives the call's signal.

import { cancellation, ContentFailure } from './file-errors.ts';

/**
 * The content's chunks, ended by the signal even while the sender is silent.
 * Throws ContentFailure around what the content threw, and CALL_CANCELLED or the signal's reason on abort.
 */
export async function* chunksOf(content: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const iterator = content[Symbol.asyncIterator]();
  const aborted = onceAborted(signal);
  let finished = false;
  try {
    for (;;) {
      if (signal.aborted) throw cancellation(signal);
      const result = await Promise.race([nextOf(iterator), aborted.promise]);
      if (result.done === true) {
        finished = true;
        return;
      }
      yield result.value;
    }
  } finally {
    aborted.forget();
    // Not awaited: a sender that is stuck would hold the file's handles. Its failure has no reader any more.
    if (!finished) iterator.return?.().catch(() => undefined);
  }
}

async function nextOf(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  try {
    return await iterator.next();
  } catch (error) {
    throw new ContentFailure(error);
  }
}

function onceAborted(signal: AbortSignal): { readonly promise: Promise<never>; forget(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  // It loses most races; that is no unhandled rejection.
  promise.catch(() => undefined);
  const onAbort = (): void => reject(cancellation(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}
