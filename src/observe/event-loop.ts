// How late the event loop is: the first number to look at when the daemon is slow.

import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Metrics } from '../ports/observer.ts';

const metricName = 'sandkeep_event_loop_delay_seconds';
const resolutionMs = 50;
const defaultIntervalMs = 10_000;
const nanosecondsPerSecond = 1e9;
const millisecondsPerSecond = 1000;

export interface EventLoopMonitor {
  start(): void;
  stop(): void;
}

/** Each report covers the time since the one before. */
export function createEventLoopMonitor(
  metrics: Pick<Metrics, 'set'>,
  intervalMs = defaultIntervalMs,
): EventLoopMonitor {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  let timer: NodeJS.Timeout | null = null;

  function report(): void {
    if (delays.count === 0) return;
    metrics.set(metricName, { percentile: '50' }, lateSeconds(delays.percentile(50)));
    metrics.set(metricName, { percentile: '99' }, lateSeconds(delays.percentile(99)));
    metrics.set(metricName, { percentile: '100' }, lateSeconds(delays.max));
    delays.reset();
  }

  return {
    start: () => {
      if (timer !== null) return;
      delays.enable();
      timer = setInterval(report, intervalMs);
      timer.unref();
    },
    stop: () => {
      if (timer === null) return;
      clearInterval(timer);
      timer = null;
      delays.disable();
      delays.reset();
    },
  };
}

/** What is measured is the time between two samples, so the time they are apart on purpose goes off. */
function lateSeconds(nanoseconds: number): number {
  return Math.max(0, nanoseconds / nanosecondsPerSecond - resolutionMs / millisecondsPerSecond);
}
