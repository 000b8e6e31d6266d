// Scrapes of the daemon's metrics, as Prometheus does them, over its lives: counters begin at zero with each.

import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { type Family, readMetrics, valueOf } from '../support/prometheus.ts';
import { now } from './wire.ts';

const scrapeTimeoutMs = 5000;

export interface Scrape {
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  /** When the daemon that answered was started, which names its life. */
  readonly lifeBeganAtMs: number;
  readonly families: ReadonlyMap<string, Family>;
}

/** One now; it fails while nobody answers. */
export async function scrape(socketPath: string): Promise<Scrape> {
  const askedAtMs = now();
  const families = readMetrics(await get(socketPath));
  const lifeBeganAtMs = valueOf(families, 'process_start_time_seconds') * 1000;
  return { askedAtMs, answeredAtMs: now(), lifeBeganAtMs, families };
}

/** Again and again until the signal. What the daemon does not answer is left out, as a scraper leaves it out. */
export async function keepScraping(
  socketPath: string,
  scrapes: Scrape[],
  pauseMs: () => number,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    const got = await scrape(socketPath).catch(() => null);
    if (got !== null) scrapes.push(got);
    await delay(pauseMs());
  }
}

/** The scrapes of each life, in order. */
export function livesOf(scrapes: readonly Scrape[]): readonly (readonly Scrape[])[] {
  const lives = Map.groupBy(scrapes, ({ lifeBeganAtMs }) => lifeBeganAtMs);
  return [...lives.entries()].toSorted(([left], [right]) => left - right).map(([, life]) => life);
}

async function get(socketPath: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest({ socketPath, path: '/metrics', timeout: scrapeTimeoutMs }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (text += piece));
      response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end();
  });
}
