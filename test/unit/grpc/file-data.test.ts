import { describe, expect, test } from 'vitest';

import { sandkeepV1 } from '../../../src/grpc/definitions.ts';
import { withDataFrames } from '../../../src/grpc/file-data.ts';

const { ReadFile, CopyOut } = withDataFrames(sandkeepV1.FileService.service);

describe('a data frame of a file', () => {
  test.each([0, 1, 127, 128, 65_536, 262_144])('of %d bytes is what the contract says', (length) => {
    const data = Buffer.alloc(length, 'ab');
    expect(ReadFile.responseDeserialize(ReadFile.responseSerialize({ data })).data.equals(data)).toBe(true);
    const copied = CopyOut.responseDeserialize(CopyOut.responseSerialize({ data }));
    expect([copied.frame, copied.data?.equals(data)]).toEqual(['data', true]);
  });

  test('goes beside the other messages of the stream', () => {
    const decoded = CopyOut.responseDeserialize(CopyOut.responseSerialize({ summary: { entryCount: 3 } }));
    expect(decoded.summary?.entryCount).toBe('3');
  });
});
