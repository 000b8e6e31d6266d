// What a step shows of a sandbox or an error.
import { type Sandbox, SandkeepRpcError } from 'sandkeep/client';

import type { Outcome } from './step.ts';

const newOutcomes = ['CREATED', 'CLAIMED', 'RESTORED'];

export function outcomeOfSandbox(box: Sandbox, boxes: ReadonlyMap<string, Sandbox>): Outcome {
  const same = [...boxes].map(([name, other]) => [`same_as_${name}`, other.id === box.id]);
  return {
    id: box.id,
    outcome: box.outcome,
    state: box.state,
    generation: Number(box.info.generation),
    has_url: box.url !== '',
    is_new: newOutcomes.includes(box.outcome),
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
