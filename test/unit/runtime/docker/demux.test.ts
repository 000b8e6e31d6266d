import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { demux } from '../../../../src/runtime/docker/demux.ts';
import { EngineFailure } from '../../../../src/runtime/docker/errors.ts';
import { splitLines } from '../../../../src/runtime/docker/lines.ts';

interface Frame {
  readonly type: number;
  readonly payload: Uint8Array;
}

function framed(frames: readonly Frame[]): Buffer {
  return Buffer.concat(
    frames.map(({ type, payload }) => {
      const header = Buffer.alloc(8);
      header.writeUInt8(type, 0);
      header.writeUInt32BE(payload.length, 4);
      return Buffer.concat([header, payload]);
    }),
  );
}

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncIterable<Uint8Array> {
  const sorted = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((left, right) => left - right);
  let from = 0;
  for (const to of sorted) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

async function collect(bytes: Uint8Array, cuts: readonly number[]): Promise<{ stdout: Buffer; stderr: Buffer }> {
  const kept = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for await (const { stream, bytes: chunk } of demux(pieces(bytes, cuts))) kept[stream].push(Buffer.from(chunk));
  return { stdout: Buffer.concat(kept.stdout), stderr: Buffer.concat(kept.stderr) };
}

describe('demux', () => {
  test('gives both streams whole, however the frames were split or glued', async () => {
    const frame = fc.record({ type: fc.integer({ min: 0, max: 3 }), payload: fc.uint8Array({ maxLength: 50 }) });
    const property = fc.asyncProperty(fc.array(frame), fc.array(fc.nat()), async (frames, cuts) => {
      const found = await collect(framed(frames), cuts);
      const expected = (types: readonly number[]): Buffer =>
        Buffer.concat(frames.filter(({ type }) => types.includes(type)).map(({ payload }) => payload));
      expect(found.stdout.equals(expected([0, 1]))).toBe(true);
      expect(found.stderr.equals(expected([2, 3]))).toBe(true);
    });
    await fc.assert(property);
  });

  test('passes payload on before its frame has ended', async () => {
    const whole = framed([{ type: 1, payload: Buffer.from('begin and end') }]);
    async function* slowly(): AsyncIterable<Uint8Array> {
      yield whole.subarray(0, 13);
      throw new Error('the rest never comes');
    }
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { bytes } of demux(slowly())) seen.push(bytes.toString());
    })();
    await expect(reading).rejects.toThrow('the rest never comes');
    expect(seen).toEqual(['begin']);
  });

  test('an end inside a frame is a failure of the connection', async () => {
    const whole = framed([{ type: 1, payload: Buffer.from('begin and end') }]);
    await expect(collect(whole.subarray(0, whole.length - 1), [])).rejects.toThrow(EngineFailure);
    await expect(collect(whole.subarray(0, 5), [])).rejects.toThrow(EngineFailure);
  });

  test('bytes that are no frames are refused', async () => {
    await expect(collect(Buffer.from('plain text of a terminal'), [])).rejects.toThrow('not in frames');
  });
});

describe('splitLines', () => {
  test('gives every line, however the bytes were cut, also inside a character', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll(/[\r\n]/g, ''))),
      fc.array(fc.nat()),
      async (lines, cuts) => {
        const found: string[] = [];
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        for await (const line of splitLines(pieces(bytes, cuts), 1_000)) found.push(line);
        expect(found).toEqual(lines);
      },
    );
    await fc.assert(property);
  });

  test('the last line needs no end, and a carriage return is part of the end', async () => {
    const found: string[] = [];
    for await (const line of splitLines(pieces(Buffer.from('one\r\ntwo'), []), 10)) found.push(line);
    expect(found).toEqual(['one', 'two']);
  });

  test('a line above the bound is a failure, also while it has no end yet (R9)', async () => {
    const read = async (content: string): Promise<void> => {
      for await (const line of splitLines(pieces(Buffer.from(content), [3]), 5)) expect(line.length).toBeLessThan(6);
    };
    await read('12345\n');
    await expect(read('123456\n')).rejects.toThrow('more than 5');
    await expect(read('123456')).rejects.toThrow('more than 5');
  });
});
