// One call while it lasts: its signal, its caller, and what ends it.

import type { Metadata } from '@grpc/grpc-js';
import { anyone, type Caller } from '../domain/access.ts';
import { SandkeepError } from '../domain/errors.ts';

export interface CallScope {
  /** Fires at the deadline, when the client goes away, and when the daemon ends its streams. */
  readonly signal: AbortSignal;
  readonly caller: Caller;
}

export interface ScopeOptions {
  readonly unaryTimeoutMs: () => number;
  readonly stopping: AbortSignal;
  readonly monotonicMs: () => number;
}

export interface AnyCall {
  readonly metadata: Metadata;
  /** Of calls that have one. */
  readonly request?: unknown;
  getDeadline(): Date | number;
  on(event: 'cancelled', listener: () => void): unknown;
  readonly cancelled: boolean;
}

/** As the wrapper has it. */
export interface Scope extends CallScope {
  caller: Caller;
  readonly abortReason: unknown;
  abort(reason: SandkeepError): void;
  end(): void;
  /** Of a stream of requests. */
  first: unknown;
}

/** Its signal is made when it is first asked for: what is answered at once needs none. */
export class UnaryScope implements Scope {
  caller = anyone;
  first: unknown;
  readonly #call: AnyCall;
  readonly #options: ScopeOptions;
  readonly #begunMs: number;
  #controller: AbortController | null = null;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(call: AnyCall, options: ScopeOptions, begunMs: number) {
    this.#call = call;
    this.#options = options;
    this.#begunMs = begunMs;
  }

  get signal(): AbortSignal {
    this.#controller ??= this.#begin();
    return this.#controller.signal;
  }

  get abortReason(): unknown {
    return this.#controller?.signal.reason;
  }

  abort(reason: SandkeepError): void {
    this.#controller ??= this.#begin();
    this.#controller.abort(reason);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #begin(): AbortController {
    const controller = new AbortController();
    abortOnCancel(this.#call, controller, () => this.#ended);
    if (this.#ended) return controller;
    const leftMs = this.#begunMs + this.#options.unaryTimeoutMs() - this.#options.monotonicMs();
    this.#timer = setTimeout(() => {
      controller.abort(new SandkeepError('DEADLINE_PASSED', 'the call took longer than the daemon allows'));
    }, leftMs);
    return controller;
  }
}

export class StreamScope implements Scope {
  caller = anyone;
  first: unknown;
  readonly signal: AbortSignal;
  readonly #controller: AbortController;
  readonly #stopping: AbortSignal;
  readonly #onStopping: () => void;
  #ended = false;

  constructor(call: AnyCall, { stopping }: ScopeOptions) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.#controller = controller;
    this.#stopping = stopping;
    this.#onStopping = () => controller.abort(stopping.reason);
    abortOnCancel(call, controller, () => this.#ended);
    // Not AbortSignal.any: waits come and go on this signal with every message, which costs that one more.
    if (stopping.aborted) this.#onStopping();
    else stopping.addEventListener('abort', this.#onStopping, { once: true });
  }

  get abortReason(): unknown {
    return this.signal.reason;
  }

  abort(reason: SandkeepError): void {
    this.#controller.abort(reason);
  }

  end(): void {
    this.#ended = true;
    this.#stopping.removeEventListener('abort', this.#onStopping);
  }
}

/** A call that has its answer is reported as cancelled too, when its connection ends. */
function abortOnCancel(call: AnyCall, controller: AbortController, hasEnded: () => boolean): void {
  const abort = (): void => {
    if (hasEnded()) return;
    const deadline = Number(call.getDeadline());
    const late = Number.isFinite(deadline) && Date.now() >= deadline;
    controller.abort(
      late
        ? new SandkeepError('DEADLINE_PASSED', 'the deadline of the call has passed')
        : new SandkeepError('CALL_CANCELLED', 'the caller cancelled the call'),
    );
  };
  if (call.cancelled) abort();
  else call.on('cancelled', abort);
}
