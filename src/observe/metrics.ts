// Numbers for Prometheus. A metric is made by its first use, and no use of it ever fails the caller.

import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { Metrics } from '../ports/observer.ts';

/** Label values can come from requests; above this many combinations of one metric the rest is counted together. */
const maxSeriesPerMetric = 200;
const overflowValue = 'other';
const maxLabelCharacters = 128;
const droppedName = 'sandkeep_metric_samples_dropped_total';
const millisecondsPerSecond = 1000;

/** From a call answered out of memory to an image pull. */
const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

type Labels = Readonly<Record<string, string>>;
type Kind = 'counter' | 'gauge' | 'histogram';
type Series = (value: number) => void;

interface Definition {
  readonly kind: Kind;
  readonly labelNames: readonly string[];
  /** What records a value, by the values of the labels; made once for each combination. */
  readonly series: Map<string, Series>;
  readonly seriesOf: (labels: Record<string, string>) => Series;
}

export interface ExportedMetrics extends Metrics {
  /** The Prometheus text format. */
  text(): Promise<string>;
}

export function createMetrics(): ExportedMetrics {
  const registry = new Registry();
  const definitions = new Map<string, Definition>();
  const dropped = new Counter({
    name: droppedName,
    help: 'samples that did not fit their metric',
    registers: [registry],
  });

  function record(kind: Kind, name: string, labels: Labels, value: number): void {
    try {
      if (!Number.isFinite(value)) throw new RangeError(`${name} is given ${value}`);
      let definition = definitions.get(name);
      if (definition === undefined) {
        definition = define(registry, kind, name, Object.keys(labels));
        definitions.set(name, definition);
      }
      if (definition.kind !== kind) throw new Error(`${name} is a ${definition.kind}`);
      findSeries(definition, labels)(value);
    } catch {
      dropped.inc();
    }
  }

  return {
    count: (name, labels = {}, by = 1) => record('counter', name, labels, by),
    time: (name, labels, durationMs) => record('histogram', name, labels, durationMs / millisecondsPerSecond),
    set: (name, labels, value) => record('gauge', name, labels, value),
    text: () => registry.metrics(),
  };
}

/** Prometheus wants base units, and the unit in the name. */
function secondsName(name: string): string {
  if (name.endsWith('_seconds')) return name;
  return `${name.endsWith('_ms') ? name.slice(0, -'_ms'.length) : name}_seconds`;
}

function define(registry: Registry, kind: Kind, name: string, labelNames: string[]): Definition {
  const shownName = kind === 'histogram' ? secondsName(name) : name;
  const options = { name: shownName, help: shownName.replaceAll('_', ' '), labelNames, registers: [registry] };
  const common = { kind, labelNames, series: new Map<string, Series>() };
  switch (kind) {
    case 'counter': {
      const counter = new Counter(options);
      return { ...common, seriesOf: (labels) => (value) => counter.inc(labels, value) };
    }
    case 'gauge': {
      const gauge = new Gauge(options);
      return { ...common, seriesOf: (labels) => (value) => gauge.set(labels, value) };
    }
    case 'histogram': {
      const histogram = new Histogram({ ...options, buckets: secondsBuckets });
      return {
        ...common,
        seriesOf: (labels) => {
          const child = histogram.labels(labels);
          return (value) => child.observe(value);
        },
      };
    }
  }
}

/** By the names of the first use, each with a value; a combination that is one too many becomes "other". */
function findSeries(definition: Definition, labels: Labels): Series {
  const { labelNames, series } = definition;
  let key = '';
  for (const name of labelNames) {
    const value = labelValue(labels, name);
    key += `${value.length}:${value}`;
  }
  const known = series.get(key);
  if (known !== undefined) return known;
  const hasRoom = series.size < maxSeriesPerMetric;
  const values = labelNames.map((name) => [name, hasRoom ? labelValue(labels, name) : overflowValue]);
  const fresh = definition.seriesOf(Object.fromEntries(values) as Record<string, string>);
  if (hasRoom) series.set(key, fresh);
  return fresh;
}

function labelValue(labels: Labels, name: string): string {
  const value = labels[name] ?? '';
  return value.length > maxLabelCharacters ? value.slice(0, maxLabelCharacters) : value;
}
