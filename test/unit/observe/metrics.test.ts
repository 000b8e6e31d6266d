import { describe, expect, test } from 'vitest';

import { createMetrics, type ExportedMetrics } from '../../../src/observe/metrics.ts';

async function linesOf(metrics: ExportedMetrics, prefix: string): Promise<string[]> {
  const text = await metrics.text();
  return text.split('\n').filter((line) => line.startsWith(prefix));
}

describe('kinds', () => {
  test('a counter adds up for each combination of labels', async () => {
    const metrics = createMetrics();
    metrics.count('calls_total', { outcome: 'ok' });
    metrics.count('calls_total', { outcome: 'ok' }, 2);
    metrics.count('calls_total', { outcome: 'failed' });
    expect(await linesOf(metrics, 'calls_total')).toEqual([
      'calls_total{outcome="ok"} 3',
      'calls_total{outcome="failed"} 1',
    ]);
  });

  test('a level is what it was set to last', async () => {
    const metrics = createMetrics();
    metrics.set('sandboxes', { state: 'RUNNING' }, 5);
    metrics.set('sandboxes', { state: 'RUNNING' }, 2);
    expect(await linesOf(metrics, 'sandboxes')).toEqual(['sandboxes{state="RUNNING"} 2']);
  });

  test('durations are a histogram in seconds, with the unit in the name', async () => {
    const metrics = createMetrics();
    metrics.time('run_duration_ms', { loop: 'idle' }, 1500);
    metrics.time('run_duration_ms', { loop: 'idle' }, 3);
    expect(await linesOf(metrics, 'run_duration_seconds_sum')).toEqual(['run_duration_seconds_sum{loop="idle"} 1.503']);
    expect(await linesOf(metrics, 'run_duration_seconds_bucket{le="0.005"')).toEqual([
      'run_duration_seconds_bucket{le="0.005",loop="idle"} 1',
    ]);
    expect(await linesOf(metrics, 'run_duration_ms')).toEqual([]);
  });

  test('two of them share nothing', async () => {
    createMetrics().count('calls_total');
    expect(await linesOf(createMetrics(), 'calls_total')).toEqual([]);
  });
});

describe('labels', () => {
  test('their names are those of the first use', async () => {
    const metrics = createMetrics();
    metrics.count('calls_total', { method: 'Get' });
    metrics.count('calls_total', { other: 'x' });
    expect(await linesOf(metrics, 'calls_total')).toEqual(['calls_total{method="Get"} 1', 'calls_total{method=""} 1']);
  });

  test('above the limit of combinations everything else is counted as "other" (R9)', async () => {
    const metrics = createMetrics();
    for (let index = 0; index < 1000; index += 1) metrics.count('calls_total', { who: `w${index}`, how: 'x' });
    metrics.count('calls_total', { who: 'w0', how: 'x' });
    const lines = await linesOf(metrics, 'calls_total');
    expect(lines).toHaveLength(201);
    expect(lines).toContain('calls_total{who="other",how="other"} 800');
    expect(lines).toContain('calls_total{who="w0",how="x"} 2');
  });

  test('long values are cut', async () => {
    const metrics = createMetrics();
    metrics.count('calls_total', { who: 'x'.repeat(10_000) });
    expect((await metrics.text()).length).toBeLessThan(1000);
  });
});

describe('wrong use', () => {
  test('never throws; what does not fit is counted', async () => {
    const metrics = createMetrics();
    metrics.count('calls_total', {}, -1);
    metrics.count('calls_total', {}, Number.NaN);
    metrics.set('calls_total', {}, 1);
    metrics.count('not a name');
    metrics.count('fine_total', { 'not a label': 'x' });
    expect(await linesOf(metrics, 'sandkeep_metric_samples_dropped_total')).toEqual([
      'sandkeep_metric_samples_dropped_total 5',
    ]);
    expect(await linesOf(metrics, 'calls_total')).not.toContain('NaN');
  });
});
