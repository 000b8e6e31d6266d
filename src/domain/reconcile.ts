// What to do about one sandbox or one container when records and reality are compared. Pure; the table covers
// every state and everything an engine can show.

import type { SandboxRecord } from './sandbox.ts';
import { hasContainer } from './state.ts';

export type ObservedPhase = 'none' | 'created' | 'running' | 'paused' | 'exited' | 'dead' | 'unknown';

export type RecordStep =
  /** They agree, or nothing may be concluded. */
  | { readonly kind: 'keep' }
  /** It runs as recorded: a proof of life. */
  | { readonly kind: 'prove' }
  /** Ask the engine by id and by name before anything is booked (R4). */
  | { readonly kind: 'confirm' }
  /** Book what was seen. */
  | { readonly kind: 'book' }
  /** Go on with a create or restore that was interrupted. */
  | { readonly kind: 'resume' }
  /** Go on with a release or recycle. */
  | { readonly kind: 'end' }
  /** Remove a container that the record says is gone. */
  | { readonly kind: 'remove' };

/** What a record and the present generation's container lead to. */
export function recordStep(record: Pick<SandboxRecord, 'state'>, phase: ObservedPhase): RecordStep {
  if (phase === 'unknown') return { kind: 'keep' };
  switch (record.state) {
    case 'CREATING':
    case 'RESTORING':
      return { kind: 'resume' };
    case 'RELEASING':
    case 'RECYCLING':
      return { kind: 'end' };
    case 'RELEASED':
    case 'RECYCLED':
    case 'FAILED':
    case 'LOST':
      return phase === 'none' ? { kind: 'keep' } : { kind: 'remove' };
    case 'RUNNING':
    case 'WARM':
    case 'PARKED':
      if (phase === 'none') return { kind: 'confirm' };
      if (phase === 'running') return { kind: 'prove' };
      return { kind: 'book' };
    case 'PAUSED':
      if (phase === 'none') return { kind: 'confirm' };
      return phase === 'paused' ? { kind: 'keep' } : { kind: 'book' };
    case 'STOPPED':
      if (phase === 'none') return { kind: 'confirm' };
      return phase === 'running' || phase === 'paused' ? { kind: 'book' } : { kind: 'keep' };
    default:
      return unreachable(record.state);
  }
}

export type ContainerStep =
  /** The present container of a record; the record's own step decides. */
  | { readonly kind: 'known' }
  /** Left over from an earlier generation or a condemned one: remove on sight. */
  | { readonly kind: 'remove' }
  /** Ours by label and explained by nothing. */
  | { readonly kind: 'orphan' }
  /** Made after anything this database remembers: the database is older than reality. */
  | { readonly kind: 'database_restored' };

export interface ContainerView {
  readonly record: Pick<SandboxRecord, 'generation' | 'state'> | null;
  readonly generation: number;
  /** Whether a row says this very container is condemned or gone. */
  readonly condemned: boolean;
  readonly containerEpoch: number;
  readonly epoch: number;
}

/** What a container with our label leads to. */
export function containerStep(view: ContainerView): ContainerStep {
  if (view.record !== null && view.record.generation === view.generation) return { kind: 'known' };
  if (view.condemned) return { kind: 'remove' };
  if (view.containerEpoch > view.epoch) return { kind: 'database_restored' };
  if (view.record !== null && view.generation < view.record.generation) return { kind: 'remove' };
  return { kind: 'orphan' };
}

/** Whether a missing container would cost a sandbox; such findings count for the brake. */
export function wouldBeLost(record: Pick<SandboxRecord, 'state'>, phase: ObservedPhase): boolean {
  return phase === 'none' && hasContainer(record.state);
}

function unreachable(state: never): never {
  throw new Error(`no row of the table for ${String(state)}`);
}
