// Whether the daemon counted what the clients counted, by method and code. A life ends between two scrapes, so its last
// scrape lacks what was answered after it, and may have what a broken connection kept from the client; both are known by
// their times. The last life ends quietly, and there the counts are the same.

import type { Attempt } from './wire.ts';
import { livesOf, type Scrape } from './scrapes.ts';

const histogramCount = 'sandkeep_rpc_duration_seconds_count';
const histogram = 'sandkeep_rpc_duration_seconds';

export interface Agreement {
  readonly lives: number;
  /** Tries that the daemon answered. */
  readonly answered: number;
  readonly scraped: number;
  /** Answered after the last scrape of a life. */
  readonly unseen: number;
  /** Tries whose connection broke, or which never found the daemon. */
  readonly broken: number;
  readonly disagreements: readonly string[];
}

type Counts = ReadonlyMap<string, number>;

export function compare(attempts: readonly Attempt[], scrapes: readonly Scrape[]): Agreement {
  const lives = livesOf(scrapes);
  const disagreements: string[] = [];
  let scraped = 0;
  let unseen = 0;
  for (const [index, life] of lives.entries()) {
    const last = life.at(-1);
    if (last === undefined) continue;
    const endsAtMs = lives[index + 1]?.at(0)?.lifeBeganAtMs ?? Number.POSITIVE_INFINITY;
    const own = attempts.filter(({ endedAtMs }) => endedAtMs !== null && endedAtMs >= last.lifeBeganAtMs);
    const within = own.filter(({ endedAtMs }) => (endedAtMs ?? 0) < endsAtMs);
    const answeredIn = within.filter(({ code }) => code !== null);
    const before = answeredIn.filter(({ endedAtMs }) => (endedAtMs ?? 0) < last.askedAtMs);
    const broken = countsOf(
      within.filter(({ code }) => code === null),
      ({ method }) => method,
    );
    const seen = rpcCounts(last);
    scraped += sum(seen);
    unseen += answeredIn.length - before.length;
    const name = `life ${index + 1}`;
    disagreements.push(...tooFew(name, seen, countsOf(before, keyOf)));
    disagreements.push(...tooMany(name, seen, countsOf(answeredIn, keyOf), broken));
    if (index === lives.length - 1) disagreements.push(...different(name, seen, countsOf(answeredIn, keyOf), broken));
  }
  const answered = attempts.filter(({ code }) => code !== null).length;
  return { lives: lives.length, answered, scraped, unseen, broken: attempts.length - answered, disagreements };
}

/** By "method code", of the methods that clients called. */
function rpcCounts({ families }: Scrape): Counts {
  const samples = families.get(histogram)?.samples.filter(({ name }) => name === histogramCount) ?? [];
  return new Map(samples.map(({ labels, value }) => [`${labels['method']} ${labels['code']}`, value]));
}

function keyOf({ method, code }: Attempt): string {
  return `${method} ${code}`;
}

function countsOf(attempts: readonly Attempt[], key: (attempt: Attempt) => string): Counts {
  return new Map([...Map.groupBy(attempts, key)].map(([name, group]) => [name, group.length]));
}

function tooFew(life: string, seen: Counts, answered: Counts): readonly string[] {
  return [...answered]
    .filter(([key, count]) => (seen.get(key) ?? 0) < count)
    .map(
      ([key, count]) => `${life}: ${key} was answered ${count} times before the scrape that has ${seen.get(key) ?? 0}`,
    );
}

function tooMany(life: string, seen: Counts, answered: Counts, broken: Counts): readonly string[] {
  return [...seen]
    .filter(([key, count]) => count > (answered.get(key) ?? 0) + (broken.get(key.split(' ')[0] ?? '') ?? 0))
    .map(([key, count]) => `${life}: ${key} was counted ${count} times, and answered ${answered.get(key) ?? 0} times`);
}

/** Nothing was under way at the last scrape of all. */
function different(life: string, seen: Counts, answered: Counts, broken: Counts): readonly string[] {
  return [...new Set([...seen.keys(), ...answered.keys()])]
    .filter((key) => (broken.get(key.split(' ')[0] ?? '') ?? 0) === 0)
    .filter((key) => seen.get(key) !== answered.get(key))
    .map(
      (key) => `${life}, quiet: ${key} was counted ${seen.get(key) ?? 0} times, and answered ${answered.get(key) ?? 0}`,
    );
}

function sum(counts: Counts): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
