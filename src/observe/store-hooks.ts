// What the store's work leaves for operators: numbers of its commits, and a line for each operation that has ended.

import type { OperationRecord } from '../domain/sandbox.ts';
import type { Logger, Metrics } from '../ports/observer.ts';

export interface StoreHooks {
  readonly onCommit: (writes: number, durationMs: number) => void;
  readonly onOperationEnd: (operation: OperationRecord) => void;
}

export function storeHooks(logger: Logger, metrics: Metrics): StoreHooks {
  return {
    onCommit: (writes, durationMs) => {
      metrics.count('sandkeep_commits_total');
      metrics.observe('sandkeep_commit_writes', {}, writes);
      metrics.time('sandkeep_commit_duration_ms', {}, durationMs);
    },
    onOperationEnd: (operation) => logOperation(logger, operation),
  };
}

/** The one line of an operation on a sandbox; also of those that a daemon before this one began. */
function logOperation(logger: Logger, operation: OperationRecord): void {
  const { id, kind, phase, sandboxId, generation, attempts, startedAtMs, endedAtMs, error, traceId } = operation;
  const fields = {
    event: 'operation',
    kind,
    outcome: phase,
    durationMs: Math.max(0, (endedAtMs ?? startedAtMs) - startedAtMs),
    sandbox: sandboxId,
    generation,
    operation: id,
    attempts,
    ...(traceId === '' ? {} : { traceId }),
  };
  if (phase === 'failed') logger.warn({ ...fields, error }, `${kind} failed`);
  else logger.info(fields, `${kind} done`);
}
