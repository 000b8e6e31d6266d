// Matching in threads that are ended when a pattern takes too long: a regular expression cannot be interrupted.

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type ErrorDetails, type ErrorReason, invalidField, SandkeepError } from '../domain/errors.ts';
import type { LineMatch, LineQuery, Replacement, TextMatcher } from '../ports/text-matcher.ts';

export type MatcherQuestion =
  | {
      readonly kind: 'glob';
      readonly patterns: readonly string[];
      readonly names: readonly string[];
      readonly options: { readonly hidden: boolean };
    }
  | {
      readonly kind: 'grep';
      readonly query: LineQuery;
      readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
    }
  | { readonly kind: 'replace'; readonly replacement: Replacement; readonly content: Uint8Array };

export type MatcherAnswer =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly reason: ErrorReason; readonly message: string; readonly details: ErrorDetails }
  | { readonly kind: 'failed'; readonly message: string };

const maxThreads = 2;
const maxWaiting = 256;
const heapMegabytes = 512;
/** The same name beside this file, as source and as built. */
const threadFile = new URL(`./text-matcher-thread${extname(import.meta.url)}`, import.meta.url);

/** Threads start with the first question and stay; they never keep the process alive. timeoutMs bounds one question. */
export function createTextMatcher(timeoutMs: () => number): TextMatcher {
  const threads = new Threads(timeoutMs);
  return {
    glob: async (patterns, names, options, signal) =>
      (await threads.ask({ kind: 'glob', patterns, names, options }, signal)) as readonly string[],
    grep: async (query, files, signal) =>
      (await threads.ask({ kind: 'grep', query, files }, signal)) as readonly LineMatch[],
    replace: async (replacement, content, signal) =>
      (await threads.ask({ kind: 'replace', replacement, content }, signal)) as {
        readonly content: Uint8Array;
        readonly count: number;
      },
  };
}

class Threads {
  readonly #timeoutMs: () => number;
  readonly #idle: Worker[] = [];
  #count = 0;
  #waiting: (() => void)[] = [];

  constructor(timeoutMs: () => number) {
    this.#timeoutMs = timeoutMs;
  }

  async ask(question: MatcherQuestion, signal: AbortSignal): Promise<unknown> {
    const worker = await this.#take(signal);
    let isUsable = false;
    try {
      const answer = await this.#answer(worker, question, signal);
      isUsable = true;
      if (answer.kind === 'result') return answer.result;
      if (answer.kind === 'failed') throw new Error(answer.message);
      throw new SandkeepError(answer.reason, answer.message, answer.details);
    } finally {
      if (isUsable) this.#idle.push(worker);
      else await this.#end(worker);
      this.#waiting.shift()?.();
    }
  }

  async #take(signal: AbortSignal): Promise<Worker> {
    for (;;) {
      signal.throwIfAborted();
      const worker = this.#idle.pop();
      if (worker !== undefined) return worker;
      if (this.#count < maxThreads) {
        this.#count += 1;
        return await this.#start();
      }
      if (this.#waiting.length >= maxWaiting) {
        throw new SandkeepError('TOO_MANY_REQUESTS', `${maxWaiting} searches wait already`, { retryAfterMs: 1000 });
      }
      await this.#turn(signal);
    }
  }

  /** Resolves once it listens: its start is not held against the first pattern. */
  async #start(): Promise<Worker> {
    const worker = new Worker(threadFile, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    worker.once('message', () => resolve());
    worker.once('error', reject);
    try {
      await promise;
      worker.off('error', reject);
      return worker;
    } catch (error) {
      await this.#end(worker);
      throw error;
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const leave = (): void => {
      this.#waiting = this.#waiting.filter((waiter) => waiter !== resolve);
      resolve();
    };
    signal.addEventListener('abort', leave, { once: true });
    this.#waiting.push(resolve);
    await promise;
    signal.removeEventListener('abort', leave);
  }

  async #answer(worker: Worker, question: MatcherQuestion, signal: AbortSignal): Promise<MatcherAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<MatcherAnswer>();
    const timeoutMs = this.#timeoutMs();
    const timer = setTimeout(
      () => reject(invalidField('pattern', `takes longer than ${timeoutMs} ms on these files`)),
      timeoutMs,
    );
    const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    const onExit = (): void => reject(new Error('the thread that matches ended'));
    signal.addEventListener('abort', onAbort, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', onExit);
    worker.ref();
    try {
      // It may have fired while a thread was waited for.
      signal.throwIfAborted();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(question);
      return await promise;
    } finally {
      worker.unref();
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      worker.off('message', resolve);
      worker.off('error', reject);
      worker.off('exit', onExit);
    }
  }

  async #end(worker: Worker): Promise<void> {
    this.#count -= 1;
    // What a thread says on its way out has no reader.
    worker.on('error', () => undefined);
    await worker.terminate();
  }
}
