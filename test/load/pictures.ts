// What the scrapes of a load show, as pictures for the docs.

import { valueOf } from '../support/prometheus.ts';
import { drawChart, type Point, type Series } from './chart.ts';
import type { Scrape } from './scrapes.ts';

const histogram = 'sandkeep_rpc_duration_seconds';
/** A rate over less is mostly chance. */
const shortestWindowMs = 1900;
const quantiles = [0.5, 0.9, 0.99] as const;
const shownMethods = ['AcquireSandbox', 'RunExec', 'ReleaseSandbox'];

export interface Times {
  readonly begunMs: number;
  readonly restartedAtMs: readonly number[];
}

/** File names and their text. */
export function drawPictures(scrapes: readonly Scrape[], times: Times): ReadonlyMap<string, string> {
  const marks = { name: 'restart', at: times.restartedAtMs.map((at) => secondsOf(at, times)) };
  const windows = windowsOf(scrapes);
  return new Map([
    [
      'load-rpc-rate.svg',
      drawChart({ title: 'Calls per second by method and code', unit: '/s', series: rates(windows, times), marks }),
    ],
    [
      'load-latency.svg',
      drawChart({
        title: 'Time of an Acquire that made a sandbox',
        unit: 'ms',
        series: latencies(windows, times),
        marks,
      }),
    ],
    ['load-sandboxes.svg', drawChart({ title: 'Sandboxes by state', unit: '', series: states(scrapes, times), marks })],
    [
      'load-event-loop.svg',
      drawChart({ title: 'Delay of the event loop', unit: 'ms', series: delays(scrapes, times), marks }),
    ],
  ]);
}

/** Two scrapes of one life between which counters grew; null where a daemon ended. */
interface Window {
  readonly from: Scrape;
  readonly to: Scrape;
  readonly isOfOneLife: boolean;
}

function windowsOf(scrapes: readonly Scrape[]): readonly Window[] {
  const windows: Window[] = [];
  let [from] = scrapes;
  for (const to of scrapes) {
    if (from === undefined) break;
    const isOfOneLife = to.lifeBeganAtMs === from.lifeBeganAtMs;
    if (isOfOneLife && to.askedAtMs - from.askedAtMs < shortestWindowMs) continue;
    windows.push({ from, to, isOfOneLife });
    from = to;
  }
  return windows;
}

function rates(windows: readonly Window[], times: Times): readonly Series[] {
  const keys = new Set(
    windows.flatMap(({ to }) => rpcSamples(to).map(({ labels }) => `${labels['method']} ${labels['code']}`)),
  );
  return [...keys].toSorted().map((key) => {
    const [method = '', code = ''] = key.split(' ');
    const count = (of: Scrape): number => valueOf(of.families, `${histogram}_count`, { method, code });
    return { name: key, points: windows.map((window) => pointOf(window, times, () => perSecond(window, count))) };
  });
}

function latencies(windows: readonly Window[], times: Times): readonly Series[] {
  return quantiles.map((share) => ({
    name: `p${share * 100}`,
    points: windows.map((window) => pointOf(window, times, () => quantileMs(window, share))),
  }));
}

function states(scrapes: readonly Scrape[], times: Times): readonly Series[] {
  const names = new Set(scrapes.flatMap(({ families }) => levels(families, 'sandkeep_sandboxes', 'state')));
  return [...names].toSorted().map((state) => ({
    name: state,
    points: scrapes.map((at) => ({
      x: secondsOf(at.askedAtMs, times),
      y: valueOf(at.families, 'sandkeep_sandboxes', { state }),
    })),
  }));
}

function delays(scrapes: readonly Scrape[], times: Times): readonly Series[] {
  return ['50', '99', '100'].map((percentile) => ({
    name: percentile === '100' ? 'longest' : `p${percentile}`,
    points: scrapes.map(({ families, askedAtMs }) => {
      const isThere = levels(families, 'sandkeep_event_loop_delay_seconds', 'percentile').includes(percentile);
      const seconds = isThere ? valueOf(families, 'sandkeep_event_loop_delay_seconds', { percentile }) : null;
      return { x: secondsOf(askedAtMs, times), y: seconds === null ? null : seconds * 1000 };
    }),
  }));
}

function pointOf({ to, isOfOneLife }: Window, times: Times, value: () => number | null): Point {
  return { x: secondsOf(to.askedAtMs, times), y: isOfOneLife ? value() : null };
}

function perSecond({ from, to }: Window, count: (of: Scrape) => number): number {
  return ((count(to) - count(from)) * 1000) / (to.askedAtMs - from.askedAtMs);
}

/** As Prometheus's histogram_quantile: even within a bucket. Null where nothing happened. */
function quantileMs({ from, to }: Window, share: number): number | null {
  const grown = bucketsOf(to).map(({ bound, count }, index) => ({
    bound,
    count: count - (bucketsOf(from)[index]?.count ?? 0),
  }));
  const wanted = (grown.at(-1)?.count ?? 0) * share;
  if (wanted === 0) return null;
  let below = { bound: 0, count: 0 };
  for (const bucket of grown) {
    if (bucket.count >= wanted && bucket.count > below.count) {
      if (bucket.bound === Number.POSITIVE_INFINITY) return below.bound * 1000;
      const within = (wanted - below.count) / (bucket.count - below.count);
      return (below.bound + within * (bucket.bound - below.bound)) * 1000;
    }
    below = bucket;
  }
  return null;
}

function bucketsOf({ families }: Scrape): readonly { bound: number; count: number }[] {
  const family = families.get('sandkeep_acquire_duration_seconds');
  return (family?.samples ?? [])
    .filter(({ name, labels }) => name.endsWith('_bucket') && labels['outcome'] === 'created')
    .map(({ labels, value }) => ({ bound: Number((labels['le'] ?? '').replace('+Inf', 'Infinity')), count: value }));
}

function rpcSamples({ families }: Scrape) {
  const samples = families.get(histogram)?.samples.filter(({ name }) => name === `${histogram}_count`) ?? [];
  return samples.filter(({ labels }) => shownMethods.includes(labels['method'] ?? ''));
}

function levels(families: Scrape['families'], name: string, label: string): readonly string[] {
  return (families.get(name)?.samples ?? []).map(({ labels }) => labels[label] ?? '');
}

function secondsOf(atMs: number, { begunMs }: Times): number {
  return (atMs - begunMs) / 1000;
}
