import { expect, onTestFinished, test } from 'vitest';

import { createEventLoopMonitor } from '../../../src/observe/event-loop.ts';
import type { Metrics } from '../../../src/ports/observer.ts';

const reportIntervalMs = 300;
const blockMs = 120;
const blockIntervalMs = 170;

/** Metrics that say when the maximum was reported. */
function watchMaximum(): { metrics: Pick<Metrics, 'set'>; reported: Promise<number>; names: Set<string> } {
  const names = new Set<string>();
  let report: (seconds: number) => void = () => undefined;
  const reported = new Promise<number>((resolve) => {
    report = resolve;
  });
  const metrics = {
    set: (name: string, labels: Readonly<Record<string, string>>, value: number) => {
      names.add(`${name} ${labels['percentile']}`);
      if (labels['percentile'] === '100' && value > 0.05) report(value);
    },
  };
  return { metrics, reported, names };
}

function block(): void {
  const endMs = performance.now() + blockMs;
  while (performance.now() < endMs);
}

test('a blocked loop is reported as the time it came late, and nothing after the end', async () => {
  const { metrics, reported, names } = watchMaximum();
  const monitor = createEventLoopMonitor(metrics, reportIntervalMs);
  onTestFinished(() => monitor.stop());
  monitor.start();
  monitor.start();
  // The first sample after a report only begins the measuring, so it blocks again until a report shows it.
  const blocking = setInterval(block, blockIntervalMs);
  const seconds = await reported;
  clearInterval(blocking);
  monitor.stop();
  monitor.stop();
  expect(seconds).toBeGreaterThan(0.05);
  expect([...names]).toEqual([
    'sandkeep_event_loop_delay_seconds 50',
    'sandkeep_event_loop_delay_seconds 99',
    'sandkeep_event_loop_delay_seconds 100',
  ]);
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThanOrEqual(1);
});
