// Every legal move of a sandbox, in one table. An illegal move is a bug and throws.

import type { SandboxState } from './sandbox.ts';

const moves: Readonly<Record<SandboxState, readonly SandboxState[]>> = {
  // STOPPED: a template with auto_start: false leaves its container made and not started.
  CREATING: ['WARM', 'RUNNING', 'STOPPED', 'FAILED', 'RELEASING'],
  // PAUSED: a frozen one was claimed and is thawed next.
  WARM: ['RUNNING', 'PAUSED', 'STOPPED', 'LOST', 'FAILED', 'RELEASING'],
  RUNNING: ['PAUSED', 'PARKED', 'STOPPED', 'LOST', 'RECYCLING', 'FAILED', 'RELEASING'],
  PAUSED: ['RUNNING', 'STOPPED', 'LOST', 'RECYCLING', 'FAILED', 'RELEASING'],
  PARKED: ['RUNNING', 'STOPPED', 'LOST', 'RECYCLING', 'FAILED', 'RELEASING'],
  STOPPED: ['RUNNING', 'LOST', 'RECYCLING', 'RESTORING', 'FAILED', 'RELEASING'],
  LOST: ['RECYCLING', 'RESTORING', 'FAILED', 'RELEASING'],
  RECYCLING: ['RECYCLED', 'FAILED', 'RELEASING'],
  RECYCLED: ['RESTORING', 'FAILED', 'RELEASING'],
  RESTORING: ['RUNNING', 'STOPPED', 'LOST', 'RECYCLED', 'RELEASED', 'FAILED', 'RELEASING'],
  RELEASING: ['RELEASED', 'FAILED'],
  RELEASED: ['RESTORING'],
  FAILED: ['RESTORING', 'RELEASING'],
};

export function isLegalMove(from: SandboxState, to: SandboxState): boolean {
  return moves[from].includes(to);
}

export function assertLegalMove(from: SandboxState, to: SandboxState): void {
  if (!isLegalMove(from, to)) throw new Error(`illegal move of a sandbox: ${from} to ${to}`);
}

/** States in which a container of the present generation should exist. */
const statesWithContainer: ReadonlySet<SandboxState> = new Set(['WARM', 'RUNNING', 'PAUSED', 'PARKED', 'STOPPED']);

export function hasContainer(state: SandboxState): boolean {
  return statesWithContainer.has(state);
}

/** Whether its container has processes: running, or frozen. */
export function isUp(state: SandboxState): boolean {
  return hasContainer(state) && state !== 'STOPPED';
}

const restorable: ReadonlySet<SandboxState> = new Set(['STOPPED', 'FAILED', 'LOST', 'RECYCLED', 'RELEASED']);

export function isRestorable(state: SandboxState): boolean {
  return restorable.has(state);
}

/** States in which idleness leads to something. */
const idleStates: ReadonlySet<SandboxState> = new Set(['RUNNING', 'PAUSED', 'PARKED', 'STOPPED']);

export function canBeIdle(state: SandboxState): boolean {
  return idleStates.has(state);
}

/** A container exists or is being made. */
export function countsAsLive(state: SandboxState): boolean {
  return hasContainer(state) || state === 'CREATING' || state === 'RESTORING';
}

/** States that count against limits: also what is on its way out has its container until that is confirmed gone. */
export function occupies(state: SandboxState): boolean {
  return countsAsLive(state) || state === 'RECYCLING' || state === 'RELEASING';
}

/** What a reaped session loses; the workspace of each stays. */
const recyclable: ReadonlySet<SandboxState> = new Set(['RUNNING', 'PAUSED', 'PARKED', 'STOPPED', 'LOST']);

export function isRecyclable(state: SandboxState): boolean {
  return recyclable.has(state);
}
