import { describe, expect, test } from 'vitest';

import { sandkeepV1 } from '../../../src/grpc/definitions.ts';
import { OutputEncoder, withOutputPieces } from '../../../src/grpc/exec-output.ts';

const { responseDeserialize } = sandkeepV1.ExecService.service.StreamExec;

describe('an output frame', () => {
  test.each([
    ['stdout', 0, 1],
    ['stderr', 127, 128],
    ['stdout', 2 ** 31 + 5, 65_536],
    ['stderr', Number.MAX_SAFE_INTEGER, 200_000],
  ] as const)('is what the contract says: %s at %d, %d bytes', (stream, offset, length) => {
    const bytes = Buffer.alloc(length, 'ab');
    const decoded = responseDeserialize(new OutputEncoder().encode({ stream, offset, bytes }));
    expect(decoded.message).toBe(stream);
    expect(decoded[stream]?.offset).toBe(String(offset));
    expect(decoded[stream]?.data.equals(bytes)).toBe(true);
  });

  test('goes beside the other messages of the stream', () => {
    const { responseSerialize } = withOutputPieces(sandkeepV1.ExecService.service).StreamExec;
    const decoded = responseDeserialize(responseSerialize({ started: { execId: 'e' } }));
    expect(decoded.started?.execId).toBe('e');
  });
});
