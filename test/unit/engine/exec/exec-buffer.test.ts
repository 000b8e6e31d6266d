import { array, assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { SandkeepError } from '../../../../src/domain/errors.ts';
import { chunkBytes, ExecBuffer } from '../../../../src/engine/exec/exec-buffer.ts';

function readFrom(buffer: ExecBuffer, offset: number): Uint8Array {
  const target = Buffer.alloc(chunkBytes);
  return target.subarray(0, buffer.readInto(target, offset));
}

describe('the output buffer of an exec', () => {
  test('keeps the newest bytes under its bound, at their offsets (R9)', () => {
    const sizes = array(integer({ min: 0, max: 150_000 }), { maxLength: 12 });
    assert(
      property(sizes, integer({ min: 1, max: 300_000 }), (pieces, limit) => {
        const buffer = new ExecBuffer(limit);
        const all = Buffer.concat(pieces.map((size, index) => Buffer.alloc(size, index + 1)));
        let at = 0;
        for (const size of pieces) {
          buffer.add(all.subarray(at, at + size));
          at += size;
        }
        expect([buffer.start, buffer.end]).toEqual([Math.max(0, all.length - limit), all.length]);
        const read: Uint8Array[] = [];
        for (let offset = buffer.start; offset < buffer.end; offset += read.at(-1)?.length ?? 0) {
          read.push(readFrom(buffer, offset));
        }
        expect(Buffer.concat(read).equals(all.subarray(buffer.start))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('gives at most what fits, and nothing where nothing is yet', () => {
    const buffer = new ExecBuffer(1_000_000);
    buffer.add(Buffer.alloc(200_000));
    expect(readFrom(buffer, 10)).toHaveLength(chunkBytes);
    expect(readFrom(buffer, 200_000)).toHaveLength(0);
  });

  test('refuses what is trimmed, and what is not there yet, and says what is kept', () => {
    const buffer = new ExecBuffer(100);
    buffer.add(Buffer.alloc(150));
    for (const offset of [49, 151]) {
      let refusal: unknown;
      try {
        readFrom(buffer, offset);
      } catch (error) {
        refusal = error;
      }
      expect(refusal).toBeInstanceOf(SandkeepError);
      expect(refusal).toMatchObject({ reason: 'EXEC_OUTPUT_TRIMMED', status: 'OUT_OF_RANGE' });
      expect(refusal).toMatchObject({ details: { metadata: { oldest_offset: '50', end_offset: '150' } } });
    }
  });
});
