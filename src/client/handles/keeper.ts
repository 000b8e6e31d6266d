// Heartbeats in the background.
import type { HeartbeatRequest } from '../../gen/sandkeep/v1/HeartbeatRequest.ts';
import type { HeartbeatResponse__Output } from '../../gen/sandkeep/v1/HeartbeatResponse.ts';
import type { SandkeepClient } from '../client.ts';
import { timestampToDate } from '../convert.ts';
import type { SandkeepRpcError } from '../errors.ts';
import { toRpcError } from '../status-details.ts';

/** Without anything to go by. */
const DEFAULT_EVERY_MS = 20_000;
const SHORTEST_EVERY_MS = 200;
/** So many beats may be lost before the session is taken for silent. */
const BEATS_IN_TIMEOUT = 3;
/** A beat that takes longer is worth less than the next one. */
const BEAT_TIMEOUT_MS = 10_000;

/** Sends heartbeats until it is stopped or the session is gone. A daemon that is away is waited for. Keeps no process alive. */
export class Keeper implements Disposable {
  readonly #calls: SandkeepClient;
  readonly #request: HeartbeatRequest;
  readonly #everyMs: number | undefined;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #last: HeartbeatResponse__Output;
  #failure: SandkeepRpcError | undefined;
  #beats = 1;

  /** Sends the first heartbeat, whose failure is thrown, and goes on in the background. */
  static async start(calls: SandkeepClient, request: HeartbeatRequest, everyMs: number | undefined): Promise<Keeper> {
    return new Keeper(calls, request, everyMs, await calls.heartbeat(request, { retry: true }));
  }

  private constructor(
    calls: SandkeepClient,
    request: HeartbeatRequest,
    everyMs: number | undefined,
    first: HeartbeatResponse__Output,
  ) {
    this.#calls = calls;
    this.#request = request;
    this.#everyMs = everyMs;
    this.#last = first;
    this.#schedule();
  }

  /** The last answer of the daemon. */
  get last(): HeartbeatResponse__Output {
    return this.#last;
  }

  /** Answered heartbeats. */
  get beats(): number {
    return this.#beats;
  }

  /** Whether heartbeats go on. */
  get isRunning(): boolean {
    return !this.#stopping.signal.aborted;
  }

  /** Throws what ended the heartbeats, if something did. */
  check(): void {
    if (this.#failure !== undefined && !this.isRunning) throw this.#failure;
  }

  /** Ends it, and a heartbeat under way. */
  stop(): void {
    this.#stopping.abort();
    clearTimeout(this.#timer);
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => void this.#beat(), this.#delayMs()).unref();
  }

  async #beat(): Promise<void> {
    try {
      const options = { timeoutMs: BEAT_TIMEOUT_MS, retry: true, signal: this.#stopping.signal };
      this.#last = await this.#calls.heartbeat(this.#request, options);
      this.#beats += 1;
      this.#failure = undefined;
    } catch (error) {
      if (!this.isRunning) return;
      this.#failure = toRpcError(error);
      if (!this.#failure.retryable && this.#failure.status !== 'DEADLINE_EXCEEDED') return this.stop();
    }
    if (this.isRunning) this.#schedule();
  }

  /** As asked, or a third of the time that the session has. */
  #delayMs(): number {
    if (this.#everyMs !== undefined) return Math.max(this.#everyMs, SHORTEST_EVERY_MS);
    const { recycleTime } = this.#last;
    if (!recycleTime) return DEFAULT_EVERY_MS;
    const leftMs = timestampToDate(recycleTime).getTime() - Date.now();
    return Math.min(Math.max(leftMs / BEATS_IN_TIMEOUT, SHORTEST_EVERY_MS), DEFAULT_EVERY_MS);
  }
}
