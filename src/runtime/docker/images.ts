// Images are made sure of before a create, so that a pull never hides inside it.

import { SandkeepError, type ErrorReason } from '../../domain/errors.ts';
import type { PullPolicy } from '../../domain/template.ts';
import type { PulledImage, PullProgress } from '../../ports/runtime.ts';
import type { Engine } from './connection.ts';
import { findCredentials } from './credentials.ts';
import { EngineFailure, hasStatus, saysThat } from './errors.ts';
import { numberAt, parseJson, textAt } from './json.ts';
import { splitLines } from './lines.ts';

const maxProgressCharacters = 64 * 1024;

type ProgressListener = (progress: PullProgress) => void;

/** One pull that any number of callers wait for. It ends early when the last of them has left. */
interface Pull {
  readonly outcome: Promise<PulledImage>;
  readonly listeners: Set<ProgressListener>;
  readonly abort: AbortController;
  /** For who comes later; Podman says little. */
  latest: PullProgress | null;
}

export class Images {
  readonly #dockerConfigDir: string;
  readonly #pulls = new Map<string, Pull>();

  constructor(dockerConfigDir: string) {
    this.#dockerConfigDir = dockerConfigDir;
  }

  /** IMAGE_NOT_FOUND, IMAGE_PULL_DENIED, IMAGE_PULL_FAILED; see the port. */
  async ensure(
    engine: Engine,
    image: string,
    policy: PullPolicy,
    onProgress: ProgressListener,
    signal: AbortSignal,
  ): Promise<PulledImage> {
    if (policy !== 'always') {
      const digest = await findImage(engine, image, signal);
      if (digest !== null) return { digest, pulled: false };
    }
    if (policy === 'never' || isImageId(image)) {
      throw new SandkeepError('IMAGE_NOT_FOUND', `image ${image} is not on the engine, and is not to be pulled`, {
        metadata: { image },
      });
    }
    return await this.#join(engine, image, onProgress, signal);
  }

  async #join(engine: Engine, image: string, onProgress: ProgressListener, signal: AbortSignal): Promise<PulledImage> {
    signal.throwIfAborted();
    const pull = this.#pulls.get(image) ?? this.#begin(engine, image);
    // Two callers may pass the same function; each is a listener of its own.
    const listener: ProgressListener = (progress) => onProgress(progress);
    pull.listeners.add(listener);
    if (pull.latest !== null) listener(pull.latest);
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([pull.outcome, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      pull.listeners.delete(listener);
      if (pull.listeners.size === 0) this.#end(image, pull);
    }
  }

  #begin(engine: Engine, image: string): Pull {
    const abort = new AbortController();
    const listeners = new Set<ProgressListener>();
    const pull: Pull = {
      listeners,
      abort,
      latest: null,
      outcome: pullImage(engine, image, this.#dockerConfigDir, (progress) => tell(pull, progress), abort.signal),
    };
    // Its waiters see a failure; when all have left there is nobody to tell.
    pull.outcome.catch(() => undefined);
    this.#pulls.set(image, pull);
    return pull;
  }

  #end(image: string, pull: Pull): void {
    pull.abort.abort();
    if (this.#pulls.get(image) === pull) this.#pulls.delete(image);
  }
}

function tell(pull: Pull, progress: PullProgress): void {
  pull.latest = progress;
  for (const listener of pull.listeners) listener(progress);
}

/** Repository and tag or digest, as a pull asks for them. No tag would mean all tags. */
export function splitImageName(image: string): { readonly repository: string; readonly tag: string } {
  const at = image.indexOf('@');
  if (at > 0) return { repository: withoutTag(image.slice(0, at)).repository, tag: image.slice(at + 1) };
  return withoutTag(image);
}

/** What a failed pull means, by the engine's words. */
export function pullFailureReason(words: string): ErrorReason {
  // Docker says "access denied, repository does not exist or may require docker login" for both.
  if (/unauthorized|denied|no basic auth|authentication required|forbidden/i.test(words)) return 'IMAGE_PULL_DENIED';
  if (/manifest unknown|name unknown|not found|no such image|does not exist|invalid reference format/i.test(words)) {
    return 'IMAGE_NOT_FOUND';
  }
  return 'IMAGE_PULL_FAILED';
}

function withoutTag(name: string): { readonly repository: string; readonly tag: string } {
  const colon = name.lastIndexOf(':');
  if (colon <= name.lastIndexOf('/')) return { repository: name, tag: 'latest' };
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

function isImageId(image: string): boolean {
  return /^(sha256:)?[0-9a-f]{64}$/.test(image);
}

/** Its id on the engine, or null. */
async function findImage(engine: Engine, image: string, signal: AbortSignal): Promise<string | null> {
  const path = `/images/${image.split('/').map(encodeURIComponent).join('/')}/json`;
  try {
    return textAt(await engine.client.json({ method: 'GET', path }, signal), 'Id') || null;
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    // A name that is no name is nowhere.
    if (saysThat(error, /invalid reference format|repository name must be/i)) {
      throw pullError(image, 'this is not an image name: invalid reference format', error);
    }
    throw error;
  }
}

async function pullImage(
  engine: Engine,
  image: string,
  dockerConfigDir: string,
  onProgress: ProgressListener,
  signal: AbortSignal,
): Promise<PulledImage> {
  const credentials = await findCredentials(image, dockerConfigDir, engine.logger, signal);
  const { repository, tag } = splitImageName(image);
  const before = await findImage(engine, image, signal);
  const request = {
    method: 'POST',
    path: '/images/create',
    query: { fromImage: repository, tag },
    ...(credentials === null ? {} : { registryCredentials: credentials }),
  } as const;
  try {
    const answer = await engine.client.stream(request, signal);
    for await (const line of splitLines(answer.body, maxProgressCharacters)) {
      readProgress(line, image, onProgress);
    }
  } catch (error) {
    if (error instanceof EngineFailure && error.status !== null) throw pullError(image, error.message, error);
    throw error;
  }
  const digest = await findImage(engine, image, signal);
  if (digest === null) throw pullError(image, 'the engine does not have it after the pull');
  return { digest, pulled: digest !== before };
}

/** A failure after the first progress comes as a line, with the status long sent. */
function readProgress(line: string, image: string, onProgress: ProgressListener): void {
  const progress = parseJson(line);
  const words = textAt(progress, 'errorDetail', 'message') || textAt(progress, 'error');
  if (words !== '') throw pullError(image, words);
  onProgress({
    layer: textAt(progress, 'id'),
    status: textAt(progress, 'status'),
    currentBytes: numberAt(progress, 'progressDetail', 'current') ?? 0,
    totalBytes: numberAt(progress, 'progressDetail', 'total') ?? 0,
  });
}

function pullError(image: string, words: string, cause?: unknown): SandkeepError {
  return new SandkeepError(pullFailureReason(words), `pull of ${image}: ${words}`, {
    metadata: { image },
    ...(cause === undefined ? {} : { cause }),
  });
}
