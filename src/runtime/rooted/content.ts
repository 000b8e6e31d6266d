// Reading the caller's bytes: a stalled sender never outlives the call's signal.

import { cancellation, ContentFailure } from './file-errors.ts';

/**
 * The content's chunks, ended by the signal even while the sender is silent.
 * Throws ContentFailure around what the content threw, and CALL_CANCELLED or the signal's reason on abort.
 */
export async function* chunksOf(content: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const iterator = content[Symbol.asyncIterator]();
  // A promise for each chunk: a race with one that lasts would keep every chunk in memory until it is settled.
  let waiting: PromiseWithResolvers<IteratorResult<Uint8Array>> | null = null;
  const onAbort = (): void => waiting?.reject(cancellation(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  let finished = false;
  try {
    for (;;) {
      if (signal.aborted) throw cancellation(signal);
      waiting = Promise.withResolvers();
      nextOf(iterator).then(waiting.resolve, waiting.reject);
      const result = await waiting.promise;
      if (result.done === true) {
        finished = true;
        return;
      }
      yield result.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
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
