// The dashboard for Grafana asks for metrics that exist, by labels that they have, and its panels have their places.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { metricDefinitions } from '../../src/observe/metric-definitions.ts';

const root = path.resolve(import.meta.dirname, '../..');
const gridWidth = 24;

const place = z.object({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1), h: z.int().min(1) });
const target = z.object({ refId: z.string().regex(/^[A-Z]$/), expr: z.string().min(1), legendFormat: z.string() });
const panel = z.object({
  id: z.int().min(1),
  type: z.enum(['row', 'timeseries']),
  title: z.string().min(1),
  gridPos: place,
  targets: z.array(target).default([]),
});
/** What Grafana needs to load a dashboard. */
const dashboardSchema = z.object({
  uid: z.string().max(40),
  title: z.string().min(1),
  schemaVersion: z.int().min(36),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.enum(['datasource', 'query']) })) }),
  panels: z.array(panel),
});

const dashboard = dashboardSchema.parse(
  JSON.parse(readFileSync(path.join(root, 'docs/grafana-dashboard.json'), 'utf8')),
);
const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

/** A histogram is read by its three series. */
function metricOf(series: string): string {
  const family = series.replace(/_(bucket|sum|count)$/, '');
  return metricDefinitions[family]?.kind === 'histogram' ? family : series;
}

function seriesOf(expression: string): string[] {
  return [...expression.matchAll(/\b(?:sandkeep|process|nodejs)_[a-z_]+/g)].map(([name]) => name);
}

test('is what its script writes', () => {
  const run = spawnSync(process.execPath, [path.join(root, 'scripts/dashboard.ts'), '--check'], { encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stderr: '' });
});

test('every expression names a metric that exists, and a counter or histogram only in a rate', () => {
  for (const expression of expressions) {
    const series = seriesOf(expression);
    expect(series, expression).not.toEqual([]);
    for (const name of series) {
      const definition = metricDefinitions[metricOf(name)];
      expect(definition, name).toBeDefined();
      if (definition?.kind === 'gauge') continue;
      if (definition?.kind === 'histogram') expect(name).toMatch(/_(bucket|sum|count)$/);
      expect(expression).toMatch(new RegExp(`rate\\(${name}\\{[^}]*\\}\\[\\$__rate_interval\\]\\)`));
    }
  }
});

test('every expression groups and filters by labels that its metrics have', () => {
  for (const expression of expressions) {
    const labels = seriesOf(expression).flatMap((name) => metricDefinitions[metricOf(name)]?.labels ?? []);
    const known = new Set([...labels, 'instance', 'le']);
    const grouped = [...expression.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, */));
    const filtered = [...expression.matchAll(/([a-z_]+)(?:=~|!~|!=|=)"/g)].map(([, label = '']) => label);
    expect(
      [...grouped, ...filtered].filter((label) => !known.has(label)),
      expression,
    ).toEqual([]);
    expect(count(expression, '('), expression).toBe(count(expression, ')'));
  }
});

test('shows every metric that something can be seen from', () => {
  const shown = new Set(expressions.flatMap(seriesOf).map(metricOf));
  const left = Object.keys(metricDefinitions).filter((name) => !shown.has(name));
  expect(left.sort()).toEqual([
    'nodejs_external_memory_bytes',
    'process_start_time_seconds',
    'sandkeep_build_info',
    'sandkeep_pool_claim_duration_seconds',
  ]);
});

test('its panels lie side by side, each with an id of its own', () => {
  const taken = new Map<string, number>();
  for (const { id, gridPos } of dashboard.panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(gridWidth);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        expect(taken.get(`${x} ${y}`), `panels at ${x}, ${y}`).toBeUndefined();
        taken.set(`${x} ${y}`, id);
      }
    }
  }
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
