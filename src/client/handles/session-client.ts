// What is asked of the daemon by name: sandboxes, heartbeats, events.
import { randomUUID } from 'node:crypto';
import type { AcquireSandboxRequest } from '../../gen/sandkeep/v1/AcquireSandboxRequest.ts';
import type { CreateSandboxRequest } from '../../gen/sandkeep/v1/CreateSandboxRequest.ts';
import type { HeartbeatRequest } from '../../gen/sandkeep/v1/HeartbeatRequest.ts';
import type { HeartbeatResponse__Output } from '../../gen/sandkeep/v1/HeartbeatResponse.ts';
import type { SessionKey } from '../../gen/sandkeep/v1/SessionKey.ts';
import type { CallOptions } from '../calls.ts';
import { connect, type ConnectOptions, type SandkeepClient } from '../client.ts';
import { EventWatch, type WatchOptions } from './event-watch.ts';
import { Keeper } from './keeper.ts';
import { type HeartbeatOptions, Sandbox } from './sandbox.ts';

/** A session by its name, with user and namespace "default", or by its whole key. */
export type SessionName = string | SessionKey;

type CallLimits = Pick<CallOptions, 'signal' | 'timeoutMs'>;

export interface AcquireOptions extends Omit<AcquireSandboxRequest, 'session' | 'create'>, CallLimits {
  /** Fails with REUSE_NOT_FOUND where something would have to be created. */
  readonly reuseOnly?: boolean;
}

export type CreateOptions = Omit<CreateSandboxRequest, 'session'> & CallLimits;

/** A connection to sandkeepd, made with the first call, and again when the daemon comes back. The same names as in Python. */
export class Client implements Disposable {
  /** Every method of the contract, as it is. */
  readonly calls: SandkeepClient;
  readonly #keepers = new Set<Keeper>();

  constructor(options: ConnectOptions = {}) {
    this.calls = connect(options);
  }

  /** The sandbox of a session: reuses, resumes, starts, restores, claims or creates it. */
  async acquire(session: SessionName, options: AcquireOptions = {}): Promise<Sandbox> {
    const { signal, timeoutMs, reuseOnly = false, requestId, ...rest } = options;
    const request: AcquireSandboxRequest = {
      ...rest,
      session: keyOf(session),
      create: reuseOnly ? 'CREATE_POLICY_NEVER' : 'CREATE_POLICY_IF_NEEDED',
      requestId: requestId || randomUUID(),
    };
    const answer = await this.calls.acquireSandbox(request, limitsOf({ signal, timeoutMs }));
    return new Sandbox(this.calls, answer, rest.holder);
  }

  /** A further sandbox of a session, or without one an anonymous sandbox. */
  async create(session: SessionName | null, options: CreateOptions = {}): Promise<Sandbox> {
    const { signal, timeoutMs, requestId, ...rest } = options;
    const request: CreateSandboxRequest = {
      ...rest,
      ...(session === null ? {} : { session: keyOf(session) }),
      requestId: requestId || randomUUID(),
    };
    const answer = await this.calls.createSandbox(request, limitsOf({ signal, timeoutMs }));
    return new Sandbox(this.calls, answer, rest.holder);
  }

  /** One sandbox by id, unique id prefix or container name. */
  async get(sandboxId: string): Promise<Sandbox> {
    return new Sandbox(this.calls, await this.calls.getSandbox({ sandboxId }, { retry: true }));
  }

  /** The sandbox of a session as it is, null when there is none; changes nothing. */
  async discover(session: SessionName, options: { readonly template?: string } = {}): Promise<Sandbox | null> {
    const answer = await this.calls.discoverSandbox({ ...options, session: keyOf(session) }, { retry: true });
    return answer.sandbox === null ? null : new Sandbox(this.calls, answer);
  }

  async heartbeat(
    session: SessionName,
    options: Omit<HeartbeatRequest, 'session'> = {},
  ): Promise<HeartbeatResponse__Output> {
    return await this.calls.heartbeat({ ...options, session: keyOf(session) }, { retry: true });
  }

  /** Keeps a session alive in the background, until it is stopped or this client is closed. */
  async heartbeats(session: SessionName, { everyMs, ...options }: HeartbeatOptions = {}): Promise<Keeper> {
    const keeper = await Keeper.start(this.calls, { ...options, session: keyOf(session) }, everyMs);
    this.#keepers.add(keeper);
    return keeper;
  }

  /** Follows the event log; resolves when the watch is set up. */
  async watchEvents(options: WatchOptions = {}): Promise<EventWatch> {
    return await EventWatch.open(this.calls, options);
  }

  async waitForReady(timeoutMs: number): Promise<void> {
    await this.calls.waitForReady(timeoutMs);
  }

  /** Ends heartbeats, the connection, and every call on it. Sandboxes stay. */
  close(): void {
    for (const keeper of this.#keepers) keeper.stop();
    this.calls.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function keyOf(session: SessionName): SessionKey {
  return typeof session === 'string' ? { session } : session;
}

function limitsOf({
  signal,
  timeoutMs,
}: {
  signal: AbortSignal | undefined;
  timeoutMs: number | undefined;
}): CallOptions {
  return { retry: true, ...(signal ? { signal } : {}), ...(timeoutMs === undefined ? {} : { timeoutMs }) };
}
