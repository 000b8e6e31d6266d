// What the process itself takes of its host.

import type { Metrics } from '../ports/observer.ts';

const microsecondsPerSecond = 1e6;
const millisecondsPerSecond = 1000;

/** `startedAtMs` is wall time. */
export function recordProcess(metrics: Metrics, startedAtMs: number): void {
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  metrics.set('process_resident_memory_bytes', {}, rss);
  metrics.set('nodejs_heap_size_used_bytes', {}, heapUsed);
  metrics.set('nodejs_external_memory_bytes', {}, external);
  metrics.reached('process_cpu_seconds_total', (user + system) / microsecondsPerSecond);
  metrics.set('process_start_time_seconds', {}, startedAtMs / millisecondsPerSecond);
}
