// How much of each kind of work is done at once; the settings in force count, so that a reload changes them.

import type { Settings } from '../domain/settings.ts';
import type { EngineContext } from './context.ts';
import { Semaphore } from './semaphore.ts';

type Semaphores = Pick<
  EngineContext,
  | 'creates'
  | 'execs'
  | 'fileWatches'
  | 'logStreams'
  | 'statsStreams'
  | 'measurements'
  | 'diskMeasurements'
  | 'toolCalls'
>;

export function engineSemaphores(settings: () => Settings): Semaphores {
  const engine = (): Settings['engine'] => settings().engine;
  const nobodyWaits = (): number => 0;
  const manyWait = (): number => engine().statsMaxSandboxes;
  return {
    creates: new Semaphore(
      'max_concurrent_creates',
      () => engine().maxConcurrentCreates,
      () => engine().maxQueuedCreates,
    ),
    execs: new Semaphore(
      'limits.max_concurrent_execs',
      () => engine().maxConcurrentExecs,
      () => engine().maxConcurrentExecs,
    ),
    fileWatches: new Semaphore('limits.max_file_watches', () => engine().maxFileWatches, nobodyWaits),
    logStreams: new Semaphore('limits.max_log_streams', () => engine().maxLogStreams, nobodyWaits),
    statsStreams: new Semaphore('limits.max_stats_streams', () => engine().maxStatsStreams, nobodyWaits),
    measurements: new Semaphore('limits.max_concurrent_stats', () => engine().maxConcurrentStats, manyWait),
    toolCalls: new Semaphore(
      'limits.max_concurrent_tool_calls',
      () => engine().maxConcurrentToolCalls,
      () => engine().maxConcurrentToolCalls,
    ),
    diskMeasurements: new Semaphore(
      'limits.max_concurrent_disk_usage',
      () => engine().maxConcurrentDiskUsage,
      manyWait,
    ),
  };
}
