import { describe, expect, test } from 'vitest';

import { invalidField, SandkeepError } from '../../../src/domain/errors.ts';
import type { CallScope } from '../../../src/grpc/handler.ts';
import { callWithoutDeadline } from '../../support/raw-calls.ts';
import { waitUntil } from '../../support/wait.ts';
import { failureOf, serve } from './serve.ts';

const secretText = 'password=hunter2';
const admin = 'sandkeep.v1.AdminService';

/** Ends only with its signal, and tells its reason. */
function untilAborted(reasons: unknown[]): (request: object, scope: CallScope) => Promise<never> {
  return (_request, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason);
        reject(signal.reason);
      });
    });
}

describe('an error of the table', () => {
  test('travels with its reason, hint and every detail', async () => {
    const { client } = await serve((handlers) => ({
      GetInfo: handlers.unary('GetInfo', () => {
        const violation = { field: 'session.user', description: 'is too long' };
        throw new SandkeepError('CAPACITY_EXHAUSTED', 'no room for one more', {
          metadata: { limit: '4' },
          fieldViolations: [violation],
          retryAfterMs: 1250,
          quota: { subject: 'max_sandboxes', description: 'at most 4' },
        });
      }),
    }));
    expect(await failureOf(client.getInfo({}))).toMatchObject({
      status: 'RESOURCE_EXHAUSTED',
      message: 'no room for one more',
      reason: 'CAPACITY_EXHAUSTED',
      domain: 'sandkeep',
      hint: 'Release sandboxes or raise max_sandboxes.',
      retryable: true,
      metadata: { limit: '4' },
      fieldViolations: [{ field: 'session.user', description: 'is too long' }],
      retryAfterMs: 1250,
      quotaViolations: [{ subject: 'max_sandboxes', description: 'at most 4' }],
    });
  });

  test('is one line in the log and one measurement', async () => {
    const { client, logger, metrics } = await serve((handlers) => ({
      GetInfo: handlers.unary('GetInfo', () => Promise.reject(invalidField('a', 'is bad'))),
    }));
    await failureOf(client.getInfo({}));
    expect(logger.lines).toMatchObject([
      {
        level: 'info',
        fields: { method: 'GetInfo', code: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD', error: 'a: is bad' },
      },
    ]);
    expect(metrics.samples).toMatchObject([
      { name: 'sandkeep_rpc_duration_ms', labels: { method: 'GetInfo', code: 'INVALID_ARGUMENT' } },
    ]);
  });

  test('is cut to what fits into metadata, so that it arrives at all', async () => {
    const { client } = await serve((handlers) => ({
      GetInfo: handlers.unary('GetInfo', () =>
        Promise.reject(
          new SandkeepError('CONTAINER_EXITED', 'm'.repeat(50_000), { metadata: { log: 'l'.repeat(50_000) } }),
        ),
      ),
    }));
    const failure = await failureOf(client.getInfo({}));
    expect(failure.reason).toBe('CONTAINER_EXITED');
    expect(failure.message).toHaveLength(2000);
    expect(failure.metadata['log']).toHaveLength(1500);
  });
});

describe('an unexpected error', () => {
  const throwing: [string, () => Promise<never>][] = [
    ['thrown before the first wait', () => throwNow()],
    ['rejected later', () => Promise.reject(new TypeError(secretText))],
  ];

  test.each(throwing)('%s is INTERNAL at once, without its text, and whole in the log', async (_when, fail) => {
    const { client, logger } = await serve((handlers) => ({ GetInfo: handlers.unary('GetInfo', fail) }));
    const failure = await failureOf(client.getInfo({}));
    expect(failure).toMatchObject({ status: 'INTERNAL', reason: 'INTERNAL', domain: 'sandkeep' });
    expect([failure.message, String(failure.cause), JSON.stringify(failure)].join()).not.toContain(secretText);
    expect(logger.lines).toMatchObject([
      { level: 'error', fields: { err: expect.objectContaining({ message: secretText }) } },
    ]);
  });

  test.each(throwing)('%s ends a stream with INTERNAL after what was sent', async (_when, fail) => {
    const { client } = await serve((handlers) => ({
      WatchEvents: handlers.serverStream('WatchEvents', async function* () {
        yield { keepAlive: { seq: 1 } };
        await fail();
      }),
    }));
    const seen: unknown[] = [];
    const failure = await failureOf(
      (async () => {
        for await (const frame of client.watchEvents({})) seen.push(frame.keepAlive?.seq);
      })(),
    );
    expect(seen).toEqual(['1']);
    expect(failure).toMatchObject({ status: 'INTERNAL', reason: 'INTERNAL' });
    expect(failure.message).not.toContain(secretText);
  });

  test('thrown by a stream before it is one is answered too', async () => {
    const { client } = await serve((handlers) => ({
      WatchEvents: handlers.serverStream('WatchEvents', () => throwSync()),
    }));
    expect(await failureOf(client.watchEvents({}).next())).toMatchObject({ status: 'INTERNAL' });
  });

  test('in an upload is answered although the client has not finished', async () => {
    const { client } = await serve((handlers) => ({
      WriteFile: handlers.clientStream('WriteFile', () => Promise.reject(invalidField('header', 'is required'))),
    }));
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.alloc(1024);
    }
    expect(await failureOf(client.writeFile({}, endless()))).toMatchObject({ reason: 'INVALID_FIELD' });
  });
});

describe('the end of a call', () => {
  test('by the deadline of the client reaches the signal as DEADLINE_PASSED', async () => {
    const reasons: unknown[] = [];
    const { client } = await serve((handlers) => ({ GetInfo: handlers.unary('GetInfo', untilAborted(reasons)) }));
    expect(await failureOf(client.getInfo({}, { timeoutMs: 100 }))).toMatchObject({ status: 'DEADLINE_EXCEEDED' });
    await waitUntil(() => reasons.length === 1, { timeoutMs: 5000, what: 'the signal fires' });
    expect(reasons[0]).toMatchObject({ reason: 'DEADLINE_PASSED' });
  });

  test('by the client reaches the signal as CALL_CANCELLED', async () => {
    const reasons: unknown[] = [];
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { client, metrics } = await serve((handlers) => ({
      GetInfo: handlers.unary('GetInfo', (request: object, scope) => {
        begin();
        return untilAborted(reasons)(request, scope);
      }),
    }));
    const controller = new AbortController();
    const failed = failureOf(client.getInfo({}, { signal: controller.signal }));
    await begun;
    controller.abort();
    expect(await failed).toMatchObject({ status: 'CANCELLED' });
    await waitUntil(() => metrics.samples.length === 1, { timeoutMs: 5000, what: 'the call is over' });
    expect(reasons).toMatchObject([{ reason: 'CALL_CANCELLED' }]);
  });

  test('comes from the daemon when the client sets no deadline', async () => {
    const reasons: unknown[] = [];
    const { socketPath } = await serve((handlers) => ({ GetInfo: handlers.unary('GetInfo', untilAborted(reasons)) }), {
      unaryTimeoutMs: () => 50,
    });
    await expect(callWithoutDeadline(socketPath, admin, 'GetInfo', {})).rejects.toMatchObject({
      code: 4,
      details: 'the call took longer than the daemon allows',
    });
    expect(reasons).toMatchObject([{ reason: 'DEADLINE_PASSED' }]);
  });

  test('of a stream comes with the stop of the daemon, as DRAINING', async () => {
    const stopping = new AbortController();
    const { client } = await serve(
      (handlers) => ({
        WatchEvents: handlers.serverStream('WatchEvents', async function* (request: object, scope) {
          yield { ready: {} };
          await untilAborted([])(request, scope);
        }),
      }),
      { stopping: stopping.signal },
    );
    const frames = client.watchEvents({});
    expect((await frames.next()).value).toMatchObject({ frame: 'ready' });
    stopping.abort(new SandkeepError('DRAINING', 'the daemon is stopping', { retryAfterMs: 500 }));
    expect(await failureOf(frames.next())).toMatchObject({
      status: 'UNAVAILABLE',
      reason: 'DRAINING',
      retryAfterMs: 500,
    });
  });

  test('lets the generator of a stream clean up when the client leaves', async () => {
    const cleaned: string[] = [];
    const { client } = await serve((handlers) => ({
      WatchEvents: handlers.serverStream('WatchEvents', async function* (request: object, scope) {
        try {
          yield { ready: {} };
          await untilAborted([])(request, scope);
        } finally {
          cleaned.push('cleaned');
        }
      }),
    }));
    for await (const frame of client.watchEvents({})) {
      expect(frame).toMatchObject({ frame: 'ready' });
      break;
    }
    await waitUntil(() => cleaned.length === 1, { timeoutMs: 5000, what: 'the generator ends' });
  });
});

describe('a client that does not read', () => {
  test('is ended with SLOW_CONSUMER, and little is held for it meanwhile', async () => {
    const block = Buffer.alloc(64 * 1024);
    let made = 0;
    const { client, logger } = await serve(
      (handlers) => ({
        ReadFile: handlers.serverStream('ReadFile', async function* () {
          for (;;) {
            made += 1;
            yield { data: block };
          }
        }),
      }),
      { slowReaderTimeoutMs: () => 100 },
    );
    const frames = client.readFile({});
    await frames.next();
    await waitUntil(() => logger.lines.length === 1, { timeoutMs: 10_000, what: 'the daemon ends the stream' });
    expect(logger.lines).toMatchObject([{ fields: { reason: 'SLOW_CONSUMER' } }]);
    // Whatever fits into windows and buffers on both sides: a few megabytes, whatever was still to come.
    expect(made * block.length).toBeLessThan(16 * 1024 * 1024);
    const failure = await failureOf(
      (async () => {
        for await (const frame of frames) expect(frame.data.length).toBe(block.length);
      })(),
    );
    expect(failure).toMatchObject({ status: 'RESOURCE_EXHAUSTED', reason: 'SLOW_CONSUMER', retryable: true });
  });

  test('that goes on reading in time gets everything', async () => {
    const count = 500;
    const { client } = await serve((handlers) => ({
      ReadFile: handlers.serverStream('ReadFile', async function* () {
        for (let index = 0; index < count; index += 1) yield { data: Buffer.alloc(64 * 1024, index) };
      }),
    }));
    let index = 0;
    for await (const { data } of client.readFile({})) {
      expect(data[0]).toBe(index % 256);
      index += 1;
    }
    expect(index).toBe(count);
  });
});

describe('a message', () => {
  test('over the limit is RESOURCE_EXHAUSTED, and the next call is served', async () => {
    const { client } = await serve(
      (handlers) => ({ RunSweep: handlers.unary('RunSweep', async () => ({ counters: { ok: 1 } })) }),
      {},
      { 'grpc.max_receive_message_length': 64 * 1024 },
    );
    expect(await failureOf(client.runSweep({ loop: 'x'.repeat(100_000) }))).toMatchObject({
      status: 'RESOURCE_EXHAUSTED',
    });
    expect(await client.runSweep({ loop: 'x' })).toMatchObject({ counters: { ok: expect.anything() } });
  });
});

function throwNow(): Promise<never> {
  throw new TypeError(secretText);
}

function throwSync(): AsyncGenerator<object> {
  throw new TypeError(secretText);
}
