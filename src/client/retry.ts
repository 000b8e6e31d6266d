// Bounded retries for calls that may safely be sent twice, for the seconds in which the daemon restarts.
import { setTimeout as sleep } from 'node:timers/promises';
import type { StartExecRequest } from '../gen/sandkeep/v1/StartExecRequest.ts';
import type { SandkeepRpcError } from './errors.ts';

export const RETRY_ATTEMPTS = 30;
export const RETRY_FIRST_DELAY_MS = 100;
/** Often enough that a restart costs little more than it lasts; the socket is of this host. */
export const RETRY_MAX_DELAY_MS = 250;

/** Reasons with which the daemon itself is away, as opposed to an engine or a registry behind it. */
const awayReasons = new Set(['', 'DRAINING', 'STARTING', 'STORE_FAILED']);

/** Methods without effect, or with one that a second call does not repeat. */
const safeMethods = new Set([
  'Backup',
  'CheckHealth',
  'DiscoverSandbox',
  'Doctor',
  'DrainPool',
  'ExplainSandbox',
  'GetExec',
  'GetInfo',
  'GetMetrics',
  'GetPool',
  'GetSandbox',
  'GetSandboxCredentials',
  'GetSession',
  'GetStats',
  'GetTemplate',
  'GlobFiles',
  'GrepFiles',
  'Heartbeat',
  'KeepAliveSandbox',
  'ListEvents',
  'ListExecs',
  'ListFiles',
  'ListOrphans',
  'ListPools',
  'ListSandboxes',
  'ListSessions',
  'ListTemplates',
  'ListTokens',
  'ListTools',
  'PauseLoop',
  'PausePool',
  'Reconcile',
  'ResumeLoop',
  'ResumePool',
  'RevokeToken',
  'RunSweep',
  'StatFile',
  'WaitExec',
]);

export function isSafeToRepeat(methodName: string, request: object): boolean {
  if (methodName === 'StartExec') return Boolean((request as StartExecRequest).spec?.execId);
  return safeMethods.has(methodName) || ('requestId' in request && Boolean(request.requestId));
}

export function isDaemonAway(error: SandkeepRpcError): boolean {
  return error.status === 'UNAVAILABLE' && awayReasons.has(error.reason);
}

/** Waits before try number `attempt` + 1. */
export async function waitBeforeRetry(attempt: number, error: SandkeepRpcError, signal?: AbortSignal): Promise<void> {
  const backoffMs = Math.min(RETRY_FIRST_DELAY_MS * 2 ** (attempt - 1), RETRY_MAX_DELAY_MS);
  const delayMs = Math.max(backoffMs, Math.min(error.retryAfterMs ?? 0, RETRY_MAX_DELAY_MS));
  await sleep(delayMs, undefined, signal ? { signal } : {});
}
