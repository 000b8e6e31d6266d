// Fetching an image on request, with its progress as it comes.

import type { RuntimeName } from '../../domain/template.ts';
import type { PullProgress } from '../../ports/runtime.ts';
import { anySignal, runtimeCall, type EngineContext } from '../context.ts';

/** Progress beyond this waits for nobody: the newest replaces the oldest. */
const maxPendingSteps = 256;

export type PullStep =
  | { readonly kind: 'progress'; readonly progress: PullProgress }
  | { readonly kind: 'done'; readonly digest: string; readonly pulled: boolean };

/** Pulls even when the image is there. IMAGE_NOT_FOUND, IMAGE_PULL_DENIED, IMAGE_PULL_FAILED, RUNTIME_UNAVAILABLE. */
export async function* pullImage(
  context: EngineContext,
  runtimeName: RuntimeName,
  image: string,
  signal: AbortSignal,
): AsyncGenerator<PullStep> {
  const { runtime } = context.runtimes.require(runtimeName);
  const pending: PullProgress[] = [];
  let wake: () => void = () => undefined;
  const onProgress = (progress: PullProgress): void => {
    if (pending.length >= maxPendingSteps) pending.shift();
    pending.push(progress);
    wake();
  };
  const call = runtimeCall(context, anySignal(signal, context.stopping), context.settings().engine.pullTimeoutMs);
  const ended = { value: false };
  const pull = runtime.ensureImage(image, 'always', onProgress, call).finally(() => {
    ended.value = true;
    wake();
  });
  // Its failure is thrown below; this only keeps it owned until then.
  pull.catch(() => undefined);
  while (!ended.value || pending.length > 0) {
    const progress = pending.shift();
    if (progress !== undefined) yield { kind: 'progress', progress };
    else if (!ended.value) await new Promise<void>((resolve) => (wake = resolve));
  }
  yield { kind: 'done', ...(await pull) };
}
