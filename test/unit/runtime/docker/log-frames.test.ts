import { describe, expect, test } from 'vitest';

import type { LogPiece } from '../../../../src/ports/logs.ts';
import { LogFrames, parseTimeNs } from '../../../../src/runtime/docker/log-stream.ts';

const fullPart = 'x'.repeat(16 * 1024);
const time = '2026-11-24T16:58:17.240406517Z';
const timeNs = parseTimeNs(time);

function frame(stream: 1 | 2, text: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(text.length, 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

function pieces(frames: LogFrames, bytes: Buffer, size: number): readonly LogPiece[] {
  const found: LogPiece[] = [];
  for (let start = 0; start < bytes.length; start += size)
    found.push(...frames.push(bytes.subarray(start, start + size)));
  return found;
}

function text(found: readonly LogPiece[], source: LogPiece['source']): string {
  return Buffer.concat(found.filter((piece) => piece.source === source).map(({ bytes }) => bytes)).toString();
}

describe('frames of a log', () => {
  const sent = Buffer.concat([frame(1, `${time} one\n`), frame(2, `${time} two words\n`), frame(1, `${time} \n`)]);

  test.each([1, 2, 7, 64, 10_000])('lose their times and nothing else, %i bytes at a time', (size) => {
    const frames = new LogFrames('taken', 'kept');
    const found = pieces(frames, sent, size);
    expect(text(found, 'stdout')).toBe('one\n\n');
    expect(text(found, 'stderr')).toBe('two words\n');
    expect(new Set(found.map((piece) => piece.timeNs))).toEqual(new Set([timeNs]));
    expect(frames.isComplete).toBe(true);
  });

  test('that begin with no time are kept whole', () => {
    const long = 'no-time-'.repeat(20);
    const found = pieces(new LogFrames('taken', 'kept'), Buffer.concat([frame(1, 'a b\n'), frame(1, long)]), 5);
    expect(text(found, 'stdout')).toBe(`a b\n${long}`);
    expect(found.every((piece) => piece.timeNs === null)).toBe(true);
  });

  test.each(['taken', 'none'] as const)(
    'get the end of a long line back that the engine forgets, times %s',
    (times) => {
      const head = times === 'taken' ? `${time} ` : '';
      const parts = [`${head}${fullPart}`, `${head}rest`, `${head}next\n`].map((part) => frame(1, part));
      const found = pieces(new LogFrames(times, 'restored'), Buffer.concat(parts), 1000);
      expect(text(found, 'stdout') === `${fullPart}rest\nnext\n`).toBe(true);
      const kept = pieces(new LogFrames(times, 'kept'), Buffer.concat(parts), 1000);
      expect(text(kept, 'stdout') === `${fullPart}restnext\n`).toBe(true);
    },
  );
});

test('times of engines are read to the nanosecond, with and without fraction and zone', () => {
  const secondNs = BigInt(Date.parse('2026-11-24T16:58:17Z')) * 1_000_000n;
  expect(timeNs).toBe(secondNs + 240_406_517n);
  expect(parseTimeNs('2026-11-24T16:58:17Z')).toBe(secondNs);
  expect(parseTimeNs('2026-11-24T17:58:17.5+01:00')).toBe(secondNs + 500_000_000n);
  expect(parseTimeNs('line')).toBeNull();
});
