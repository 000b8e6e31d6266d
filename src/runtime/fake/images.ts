// Which images exist, which can be pulled, and how a container of each behaves.

import { createHash } from 'node:crypto';

import { Problem } from './problem.ts';
import type { PullLine } from './protocol.ts';
import type { StateFile } from './state-file.ts';

export const behaviours = ['base', 'exit', 'slow', 'never', 'deaf', 'oom', 'health', 'auth', 'talk', 'relay'] as const;
export type Behaviour = (typeof behaviours)[number];

const builtInPrefix = 'fake:';
const registryPrefix = 'fake-registry/';
const deniedPrefix = 'fake-denied/';
const pullLayers = ['layer-1', 'layer-2', 'layer-3'] as const;
const layerBytes = 1024 * 1024;

type PullAnswer = 'pulled' | 'denied' | 'missing';

export class ImageStore {
  readonly #state: StateFile;
  readonly #pullDelay: () => Promise<void>;
  readonly #pulls = new Map<string, Promise<void>>();

  constructor(state: StateFile, pullDelay: () => Promise<void>) {
    this.#state = state;
    this.#pullDelay = pullDelay;
  }

  /** Problem "no-such-image". */
  digest(image: string): string {
    if (isBuiltIn(image) || this.#state.images.has(image)) return digestOf(image);
    throw new Problem(404, 'no-such-image', `No such image: ${image}`);
  }

  /** Who asks for an image that is being pulled waits for that pull. */
  async *pull(image: string): AsyncGenerator<PullLine> {
    const answer = pullAnswer(image);
    if (answer !== 'pulled') {
      const kind = answer === 'denied' ? 'pull-denied' : 'no-such-image';
      yield { problem: { kind, message: `pull of ${image}: ${answer}` } };
      return;
    }
    const pulling = this.#pulls.get(image) ?? this.#begin(image);
    for (const layer of pullLayers) {
      yield { layer, status: 'Downloading', currentBytes: 0, totalBytes: layerBytes };
    }
    await pulling;
    for (const layer of pullLayers) {
      yield { layer, status: 'Pull complete', currentBytes: layerBytes, totalBytes: layerBytes };
    }
    yield { digest: digestOf(image) };
  }

  #begin(image: string): Promise<void> {
    const pulling = this.#fetch(image).finally(() => this.#pulls.delete(image));
    this.#pulls.set(image, pulling);
    return pulling;
  }

  async #fetch(image: string): Promise<void> {
    await this.#pullDelay();
    if (!isBuiltIn(image)) this.#state.saveImage(image);
  }
}

function isBuiltIn(image: string): boolean {
  return image.startsWith(builtInPrefix) && isBehaviour(image.slice(builtInPrefix.length));
}

function pullAnswer(image: string): PullAnswer {
  if (isBuiltIn(image) || image.startsWith(registryPrefix)) return 'pulled';
  return image.startsWith(deniedPrefix) ? 'denied' : 'missing';
}

/** The tag decides; any other tag of the registry behaves like base. */
export function behaviourOf(image: string): Behaviour {
  const tag = image.slice(image.lastIndexOf(':') + 1);
  return isBehaviour(tag) ? tag : 'base';
}

export function digestOf(image: string): string {
  return `sha256:${createHash('sha256').update(image).digest('hex')}`;
}

function isBehaviour(text: string): text is Behaviour {
  return (behaviours as readonly string[]).includes(text);
}
