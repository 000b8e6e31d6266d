// What a step shows of an answer or an error.
import { SandkeepRpcError } from 'sandkeep/client';

import type { Sandbox__Output } from '../../../src/gen/sandkeep/v1/Sandbox.ts';
import type { Outcome } from './step.ts';

const newOutcomes = ['CREATED', 'CLAIMED', 'RESTORED'];

/** A sandbox under its name in the scenario, as an answer told of it. */
export interface Box {
  readonly sandbox: Sandbox__Output;
  /** Without prefix; empty unless it was acquired. */
  readonly outcome: string;
  readonly url: string;
}

export function outcomeOfBox({ sandbox, outcome, url }: Box, boxes: ReadonlyMap<string, Box>): Outcome {
  const same = [...boxes].map(([name, other]) => [`same_as_${name}`, other.sandbox.id === sandbox.id]);
  return {
    id: sandbox.id,
    outcome,
    state: shortEnum(sandbox.state, 'SANDBOX_STATE_'),
    generation: Number(sandbox.generation),
    has_url: url !== '',
    is_new: newOutcomes.includes(outcome),
    ...Object.fromEntries(same),
  };
}

export function outcomeOfFailure(error: unknown): Outcome {
  if (!(error instanceof SandkeepRpcError)) throw error;
  const metadata = Object.entries(error.metadata).map(([key, value]) => [`metadata_${key}`, value]);
  return {
    error: error.reason,
    status: error.status,
    domain: error.domain,
    has_hint: error.hint !== '',
    retryable: error.retryable,
    retry_after_s: error.retryAfterMs === undefined ? null : error.retryAfterMs / 1000,
    quota: error.quotaViolations[0]?.subject ?? null,
    fields: error.fieldViolations.map(({ field }) => field).join(','),
    ...Object.fromEntries(metadata),
  };
}

/** A value that the client does not know arrives as a number. */
export function shortEnum(value: string | number, prefix: string): string {
  return typeof value === 'string' ? value.replace(prefix, '') : 'UNSPECIFIED';
}
