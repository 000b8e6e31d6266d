// Measures every call to a runtime: how long it took and how it ended.

import { SandkeepError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/observer.ts';
import type { Runtime } from '../ports/runtime.ts';

/** The same runtime, with `sandkeep_runtime_call_duration_ms` by runtime, call and outcome. Streams are not measured. */
export function measured(runtime: Runtime, clock: Clock, metrics: Metrics): Runtime {
  const files = timed(runtime.files, runtime.name, 'files.', clock, metrics);
  return new Proxy(timed(runtime, runtime.name, '', clock, metrics), {
    get: (target, name) => (name === 'files' ? files : Reflect.get(target, name, target)),
  });
}

function timed<Subject extends object>(
  subject: Subject,
  runtimeName: string,
  prefix: string,
  clock: Clock,
  metrics: Metrics,
): Subject {
  return new Proxy(subject, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function' || typeof name !== 'string') return member;
      return (...args: readonly unknown[]): unknown => {
        const begunMs = clock.monotonicMs();
        const result: unknown = Reflect.apply(member, target, args);
        if (!(result instanceof Promise)) return result;
        const record = (outcome: string): void =>
          metrics.time(
            'sandkeep_runtime_call_duration_ms',
            { runtime: runtimeName, call: `${prefix}${name}`, outcome },
            clock.monotonicMs() - begunMs,
          );
        return result.then(
          (value: unknown) => {
            record('ok');
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
