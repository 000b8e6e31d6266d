// Numbers for Prometheus. No use of them ever fails the caller.

import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { Level, Metrics } from '../ports/observer.ts';
import { droppedSamplesName, metricDefinitions, type MetricDefinition, type MetricKind } from './metric-definitions.ts';

/** Label values can come from requests; above this many combinations of one metric the rest is counted together. */
const maxSeriesPerMetric = 200;
const overflowValue = 'other';
const maxLabelCharacters = 128;
const millisecondsPerSecond = 1000;

/** From a call answered out of memory to an image pull. */
const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

type Labels = Readonly<Record<string, string>>;
type Series = (value: number) => void;

interface Metric {
  readonly kind: MetricKind;
  readonly labelNames: readonly string[];
  /** What records a value, by the values of the labels; made once for each combination. */
  readonly series: Map<string, Series>;
  readonly seriesOf: (labels: Record<string, string>) => Series;
  readonly clear: () => void;
}

export interface ExportedMetrics extends Metrics {
  /** The Prometheus text format, after everybody who asked for it has said how things are now. */
  text(): Promise<string>;
  /** Called before each text, to set the levels that nobody follows. */
  onScrape(collect: () => void): void;
}

/** What `text` is, for HTTP. */
export const metricsContentType = Registry.PROMETHEUS_CONTENT_TYPE;

export function createMetrics(): ExportedMetrics {
  const registry = new Registry();
  const metrics = new Map<string, Metric>();
  const collectors: (() => void)[] = [];
  /** Every call of a client measures: its names are made once. */
  const secondsNames = new Map<string, string>();
  // All of them from the start, so that a rate has a beginning and a query of what never happened has an answer.
  for (const [name, definition] of Object.entries(metricDefinitions))
    metrics.set(name, define(registry, name, definition));

  function find(kind: MetricKind, name: string, labels: Labels): Metric {
    let metric = metrics.get(name);
    if (metric === undefined) {
      metric = define(registry, name, metricDefinitions[name] ?? { kind, help: '', labels: Object.keys(labels) });
      metrics.set(name, metric);
    }
    if (metric.kind !== kind) throw new Error(`${name} is a ${metric.kind}`);
    return metric;
  }

  /** Whatever is wrong with a sample is counted, and nobody else's problem. */
  function guarded(record: () => void): void {
    try {
      record();
    } catch {
      findSeries(find('counter', droppedSamplesName, {}), {})(1);
    }
  }

  function record(kind: MetricKind, name: string, labels: Labels, value: number): void {
    guarded(() => findSeries(find(kind, name, labels), labels)(finite(name, value)));
  }

  return {
    count: (name, labels = {}, by = 1) => record('counter', name, labels, by),
    time: (name, labels, durationMs) => {
      let shown = secondsNames.get(name);
      if (shown === undefined) {
        shown = secondsName(name);
        secondsNames.set(name, shown);
      }
      record('histogram', shown, labels, durationMs / millisecondsPerSecond);
    },
    observe: (name, labels, value) => record('histogram', name, labels, value),
    set: (name, labels, value) => record('gauge', name, labels, value),
    replace: (name, levels) => {
      const [first] = levels;
      guarded(() => replaceLevels(find('gauge', name, first?.labels ?? {}), levels));
    },
    reached: (name, total) => {
      guarded(() => {
        const metric = find('counter', name, {});
        metric.clear();
        findSeries(metric, {})(finite(name, total));
      });
    },
    onScrape: (collect) => collectors.push(collect),
    text: () => {
      for (const collect of collectors) guarded(collect);
      return registry.metrics();
    },
  };
}

function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is given ${value}`);
  return value;
}

/** A series that is not given any more is gone; those that are too many are added up under "other". */
function replaceLevels(metric: Metric, levels: readonly Level[]): void {
  metric.clear();
  const kept = levels.slice(0, maxSeriesPerMetric);
  const rest = levels.slice(maxSeriesPerMetric);
  for (const { labels, value } of kept) findSeries(metric, labels)(value);
  if (rest.length === 0) return;
  findSeries(metric, {})(rest.reduce((sum, { value }) => sum + value, 0));
}

/** Prometheus wants base units, and the unit in the name. */
function secondsName(name: string): string {
  if (name.endsWith('_seconds')) return name;
  return `${name.endsWith('_ms') ? name.slice(0, -'_ms'.length) : name}_seconds`;
}

function define(registry: Registry, name: string, definition: MetricDefinition): Metric {
  const { kind, labels: labelNames, help } = definition;
  const options = { name, help: help || name.replaceAll('_', ' '), labelNames, registers: [registry] };
  const series = new Map<string, Series>();
  const common = { kind, labelNames, series };
  switch (kind) {
    case 'counter': {
      const counter = new Counter(options);
      const clear = (): void => counter.reset();
      return { ...common, clear, seriesOf: (labels) => (value) => counter.inc(labels, value) };
    }
    case 'gauge': {
      const gauge = new Gauge(options);
      const clear = (): void => {
        gauge.reset();
        series.clear();
      };
      return { ...common, clear, seriesOf: (labels) => (value) => gauge.set(labels, value) };
    }
    case 'histogram': {
      const histogram = new Histogram({ ...options, buckets: [...(definition.buckets ?? secondsBuckets)] });
      return {
        ...common,
        clear: () => histogram.reset(),
        seriesOf: (labels) => {
          const child = histogram.labels(labels);
          return (value) => child.observe(value);
        },
      };
    }
  }
}

/** By the names that the metric has, each with a value; a combination that is one too many becomes "other". */
function findSeries(metric: Metric, labels: Labels): Series {
  const { labelNames, series } = metric;
  let key = '';
  for (const name of labelNames) {
    const value = labelValue(labels, name);
    key += `${value.length}:${value}`;
  }
  const known = series.get(key);
  if (known !== undefined) return known;
  const hasRoom = series.size < maxSeriesPerMetric;
  const values = labelNames.map((name) => [name, hasRoom ? labelValue(labels, name) : overflowValue]);
  const fresh = metric.seriesOf(Object.fromEntries(values) as Record<string, string>);
  if (hasRoom) series.set(key, fresh);
  return fresh;
}

function labelValue(labels: Labels, name: string): string {
  const value = labels[name] ?? '';
  return value.length > maxLabelCharacters ? value.slice(0, maxLabelCharacters) : value;
}
