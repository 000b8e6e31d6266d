// Traces of callers without an SDK: what is a trace, and how far it is carried. With one: test/integration/traces.test.ts.

import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { createTracer } from '../../../src/observe/tracing.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

function traceOf(traceparent: string): string | null {
  const tracer = createTracer();
  const span = tracer.call('GetInfo', { traceparent, tracestate: undefined });
  return span === null ? null : span.run(() => tracer.traceId());
}

describe('a traceparent', () => {
  test.each([
    `00-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-00`,
    `cc-${traceId}-${spanId}-01-what-comes-later`,
  ])('is taken as %s', (text) => {
    expect(traceOf(text)).toBe(traceId);
  });

  test.each([
    '',
    traceId,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-1`,
    `00-${traceId}-${spanId}-01\n`,
  ])('is no trace as %j, and the call goes on without one', (text) => {
    expect(traceOf(text)).toBeNull();
  });
});

describe('work without an SDK', () => {
  test('belongs to the trace of its caller across what it waits for, and to no other', async () => {
    const tracer = createTracer();
    const within = async (id: string): Promise<string> => {
      const span = tracer.call('GetInfo', { traceparent: `00-${id}-${spanId}-01`, tracestate: undefined });
      if (span === null) throw new Error('no trace');
      return await span.run(async () => {
        await delay(1);
        return tracer.traceId();
      });
    };
    const other = '1'.repeat(32);
    expect(await Promise.all([within(traceId), within(other)])).toEqual([traceId, other]);
    expect(tracer.traceId()).toBe('');
  });

  test('has no spans', () => {
    const tracer = createTracer();
    expect(tracer.call('GetInfo', { traceparent: undefined, tracestate: undefined })).toBeNull();
    expect(tracer.step('docker create')).toBeNull();
  });
});
