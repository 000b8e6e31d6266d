// Measures every call to a runtime: how long it took and how it ended. Tests stop, fail or kill the daemon at each.

import { failpoint } from '#failpoint';
import { SandkeepError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics, Tracer } from '../ports/observer.ts';
import type { Runtime } from '../ports/runtime.ts';

export interface Measuring {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

/**
 * The same runtime, with `sandkeep_runtime_call_duration_ms` by runtime, call and outcome, and a span for each call.
 * Streams are not measured.
 */
export function measured(runtime: Runtime, measuring: Measuring): Runtime {
  const files = timed(runtime.files, runtime.name, 'files.', measuring);
  return new Proxy(timed(runtime, runtime.name, '', measuring), {
    get: (target, name) => (name === 'files' ? files : Reflect.get(target, name, target)),
  });
}

function timed<Subject extends object>(
  subject: Subject,
  runtime: string,
  prefix: string,
  { clock, metrics, tracer }: Measuring,
): Subject {
  return new Proxy(subject, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function' || typeof name !== 'string') return member;
      const call = `${prefix}${name}`;
      return (...args: readonly unknown[]): unknown => {
        failpoint(`runtime.before_${call}`);
        const begunMs = clock.monotonicMs();
        const span = tracer.step(`${runtime} ${call}`);
        const apply = (): unknown => Reflect.apply(member, target, args);
        const result: unknown = span === null ? apply() : span.run(apply);
        if (!(result instanceof Promise)) {
          span?.end(null);
          return result;
        }
        const record = (failure: string | null): void => {
          const labels = { runtime, call, outcome: failure ?? 'ok' };
          metrics.time('sandkeep_runtime_call_duration_ms', labels, clock.monotonicMs() - begunMs);
          span?.end(failure);
        };
        return result.then(
          (value: unknown) => {
            record(null);
            failpoint(`runtime.after_${call}`);
            return value;
          },
          (error: unknown) => {
            record(error instanceof SandkeepError ? error.reason : 'INTERNAL');
            throw error;
          },
        );
      };
    },
  });
}
