// What is due when. Pure: the row and the time in, a decision out.

import type { RecordedPolicy, SandboxRecord, SandboxState } from './sandbox.ts';
import { canBeIdle } from './state.ts';

export type IdleDecision = 'recycle' | 'park' | 'release' | 'nothing';

/** When the idle policy acts on a sandbox that was last active then; null never. */
export function idleDueAtMs(
  state: SandboxState,
  policy: RecordedPolicy,
  idleTimeoutMs: number,
  lastActiveAtMs: number,
): number | null {
  if (idleTimeoutMs <= 0 || !canBeIdle(state) || idleDecision(state, policy) === 'nothing') return null;
  return lastActiveAtMs + idleTimeoutMs;
}

/** What idleness leads to. A parked sandbox that is idle again is not parked twice. */
export function idleDecision(state: SandboxState, policy: RecordedPolicy): IdleDecision {
  if (!canBeIdle(state) || policy.idleAction === 'none') return 'nothing';
  if (policy.idleAction === 'recycle') return 'recycle';
  if (policy.idleAction === 'release') return 'release';
  return state === 'RUNNING' ? 'park' : 'release';
}

/** Whether a sandbox read as due is still due now. */
export function isIdleNow(record: SandboxRecord, nowMs: number): boolean {
  return record.idleDueAtMs !== null && record.idleDueAtMs <= nowMs && !record.quarantined;
}

/** Delay before work left undone is tried again: doubles from one second to the bound. */
export function retryDelayMs(attempts: number, maxMs: number): number {
  const firstMs = 1000;
  return Math.min(maxMs, firstMs * 2 ** Math.min(attempts, 20));
}

/** Whether losing this many of the known at once needs a second look (the brake). */
export function isMassChange(changed: number, known: number, minimum: number, percent: number): boolean {
  return changed > Math.max(minimum, Math.ceil((known * percent) / 100));
}
