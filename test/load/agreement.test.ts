import { expect, test } from 'vitest';

import { readMetrics } from '../support/prometheus.ts';
import { compare } from './agreement.ts';
import type { Scrape } from './scrapes.ts';
import type { Attempt } from './wire.ts';

/** A scrape at a time in milliseconds, with what it counted by "method code". */
function scrapeAt(atMs: number, lifeBeganAtMs: number, counts: Readonly<Record<string, number>>): Scrape {
  const samples = Object.entries(counts).map(([key, count]) => {
    const [method, code] = key.split(' ');
    return `sandkeep_rpc_duration_seconds_count{method="${method}",code="${code}"} ${count}`;
  });
  const text = ['# HELP sandkeep_rpc_duration_seconds x', '# TYPE sandkeep_rpc_duration_seconds histogram', ...samples];
  return { askedAtMs: atMs, answeredAtMs: atMs, lifeBeganAtMs, families: readMetrics(text.join('\n')) };
}

function attempt(endedAtMs: number, code: string | null = 'OK'): Attempt {
  return { method: 'GetInfo', beganAtMs: endedAtMs - 1, endedAtMs, code };
}

test('a count of each life that has what was answered in it agrees', () => {
  const attempts = [attempt(10), attempt(20), attempt(110), attempt(120, 'NOT_FOUND')];
  const scrapes = [
    scrapeAt(50, 0, { 'GetInfo OK': 2 }),
    scrapeAt(150, 100, { 'GetInfo OK': 1, 'GetInfo NOT_FOUND': 1 }),
  ];
  expect(compare(attempts, scrapes)).toEqual({
    lives: 2,
    answered: 4,
    scraped: 4,
    unseen: 0,
    broken: 0,
    disagreements: [],
  });
});

test('what was answered after the last scrape of a life may be missing there, but not in the last one', () => {
  const early = compare(
    [attempt(10), attempt(60), attempt(110)],
    [scrapeAt(50, 0, { 'GetInfo OK': 1 }), scrapeAt(150, 100, { 'GetInfo OK': 1 })],
  );
  expect(early).toMatchObject({ unseen: 1, disagreements: [] });
  const late = compare([attempt(10), attempt(60)], [scrapeAt(50, 0, { 'GetInfo OK': 1 })]);
  expect(late.disagreements).toEqual(['life 1, quiet: GetInfo OK was counted 1 times, and answered 2']);
});

test('a broken connection may hide an answer that was counted', () => {
  const scrapes = [scrapeAt(50, 0, { 'GetInfo OK': 2 }), scrapeAt(150, 100, {})];
  expect(compare([attempt(10), attempt(20, null)], scrapes)).toMatchObject({ broken: 1, disagreements: [] });
  expect(compare([attempt(10)], scrapes).disagreements).toEqual([
    'life 1: GetInfo OK was counted 2 times, and answered 1 times',
  ]);
});

test('an answer that was not counted, or by another code, is told', () => {
  const { disagreements } = compare(
    [attempt(10)],
    [scrapeAt(50, 0, { 'GetInfo INTERNAL': 1 }), scrapeAt(150, 100, {})],
  );
  expect(disagreements).toEqual([
    'life 1: GetInfo OK was answered 1 times before the scrape that has 0',
    'life 1: GetInfo INTERNAL was counted 1 times, and answered 0 times',
  ]);
});
