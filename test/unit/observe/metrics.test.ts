import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { metricDefinitions } from '../../../src/observe/metric-definitions.ts';
import { createMetrics, type ExportedMetrics } from '../../../src/observe/metrics.ts';

const source = path.resolve(import.meta.dirname, '../../../src');

function sourceText(): string {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'metric-definitions.ts')
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

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
    expect((await linesOf(metrics, 'calls_total')).join('').length).toBeLessThan(200);
  });
});

describe('levels that are read when they are asked for', () => {
  test('replace those before, and above the limit the rest is added up', async () => {
    const metrics = createMetrics();
    metrics.replace('sandkeep_sandboxes', [{ labels: { state: 'LOST', template: 'a' }, value: 3 }]);
    const many = Array.from({ length: 250 }, (_, index) => ({
      labels: { state: 'RUNNING', template: `t${index}` },
      value: 2,
    }));
    metrics.onScrape(() => metrics.replace('sandkeep_sandboxes', many));
    await metrics.text();
    const lines = await linesOf(metrics, 'sandkeep_sandboxes');
    expect(lines).toHaveLength(201);
    expect(lines).toContain('sandkeep_sandboxes{state="other",template="other"} 100');
    expect(lines.join()).not.toContain('LOST');
  });

  test('of a counter that somebody else counts is the total', async () => {
    const metrics = createMetrics();
    metrics.reached('process_cpu_seconds_total', 1.5);
    metrics.reached('process_cpu_seconds_total', 2);
    expect(await linesOf(metrics, 'process_cpu_seconds_total')).toEqual(['process_cpu_seconds_total 2']);
  });

  test('that cannot be read cost their numbers, not the others', async () => {
    const metrics = createMetrics();
    metrics.onScrape(() => {
      throw new Error('no');
    });
    expect(await linesOf(metrics, 'sandkeep_metric_samples_dropped_total')).toEqual([
      'sandkeep_metric_samples_dropped_total 1',
    ]);
  });
});

describe('the names', () => {
  const names = Object.entries(metricDefinitions);

  test('keep the conventions of Prometheus', () => {
    const suffixes = {
      counter: /^[a-z0-9_]+_total$/,
      histogram: /(_seconds|_writes)$/,
      gauge: /(?<!_total|_count|_sum|_bucket)$/,
    };
    const wrong = names.filter(
      ([name, { kind, labels }]) =>
        !/^(sandkeep|process|nodejs)_[a-z0-9_]+$/.test(name) ||
        !suffixes[kind].test(name) ||
        /_(ms|milliseconds|minutes|kb|mb|percent)(_|$)/.test(name) ||
        labels.some((label) => !/^[a-z_]+$/.test(label) || label === 'le'),
    );
    expect(wrong).toEqual([]);
    expect(names.filter(([, { help }]) => !help.endsWith('.'))).toEqual([]);
  });

  test('are those that the source counts, each with the labels that it gives', () => {
    const used = new Set(
      [...sourceText().matchAll(/'((?:sandkeep|process|nodejs)_[a-z_]+)'/g)].map(([, name = '']) => name),
    );
    const exported = [...used].map((name) => name.replace(/_ms$/, '_seconds'));
    expect(exported.filter((name) => !(name in metricDefinitions)).sort()).toEqual([]);
    const unused = names.filter(
      ([name]) => !exported.includes(name) && name !== 'sandkeep_metric_samples_dropped_total',
    );
    expect(unused).toEqual([]);
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
