import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, SandkeepRpcError } from '../../../src/client/client.ts';
import { serviceNames, findService } from '../../../src/client/contract.ts';
import {
  errorInfo,
  startTinyServer,
  temporarySocket,
  TinyFailure,
  type TinyHandlers,
} from '../../support/tiny-server.ts';

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function serve(handlers: TinyHandlers) {
  const server = await startTinyServer(handlers);
  const client = connect({ socketPath: server.socketPath, timeoutMs: 5000 });
  cleanups.push(server.stop, client.close);
  return { server, client };
}

async function failureOf(promise: Promise<unknown>): Promise<SandkeepRpcError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(SandkeepRpcError);
  return outcome as SandkeepRpcError;
}

async function* pieces(...lengths: number[]): AsyncGenerator<Uint8Array> {
  for (const length of lengths) yield Buffer.alloc(length, 'a');
}

async function* endless() {
  yield Buffer.from('a');
  await never();
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a');
  throw new Error('disk gone');
}

const never = () => new Promise<never>(() => {});

describe('methods', () => {
  test('every method of the contract is a method of the client', async () => {
    const { client } = await serve({});
    const names = serviceNames.flatMap((service) => Object.keys(findService(service)));
    // A command has a shape of its own.
    const bound = (name: string): string =>
      name === 'StreamExec' ? 'exec' : name.charAt(0).toLowerCase() + name.slice(1);
    const missing = names.filter((name) => !(bound(name) in client));
    expect(missing).toEqual([]);
  });

  test('only the methods typed as streams stream', async () => {
    const methods = serviceNames.flatMap((service) => Object.entries(findService(service)));
    const streaming = methods.filter(([, method]) => method.requestStream || method.responseStream);
    expect(streaming.map(([name]) => name).sort()).toEqual([
      'CopyIn',
      'CopyOut',
      'PullImage',
      'ReadFile',
      'StreamExec',
      'StreamLogs',
      'StreamStats',
      'WatchEvents',
      'WatchFiles',
      'WriteFile',
    ]);
  });

  test('a unary call resolves with the answer', async () => {
    const { client, server } = await serve({
      unary: { GetSandbox: ({ sandboxId }) => ({ sandbox: { id: sandboxId, generation: '3' } }) },
    });
    const { sandbox } = await client.getSandbox({ sandboxId: 'abc' });
    expect(sandbox).toMatchObject({ id: 'abc', generation: '3', session: null });
    expect(server.calls).toMatchObject([{ name: 'GetSandbox', request: { sandboxId: 'abc' } }]);
  });
});

describe('deadlines and cancellation', () => {
  test('a call that takes too long rejects with DEADLINE_EXCEEDED', async () => {
    const { client } = await serve({ unary: { GetInfo: never } });
    expect(await failureOf(client.getInfo({}, { timeoutMs: 50 }))).toMatchObject({ status: 'DEADLINE_EXCEEDED' });
  });

  test('aborting the signal cancels the call on both sides', async () => {
    const aborter = new AbortController();
    const { promise: seenByServer, resolve } = Promise.withResolvers<void>();
    const { client } = await serve({
      unary: {
        GetInfo: (_request, call) => {
          call.once('cancelled', () => resolve());
          aborter.abort();
          return never();
        },
      },
    });
    expect(await failureOf(client.getInfo({}, { signal: aborter.signal }))).toMatchObject({ status: 'CANCELLED' });
    await seenByServer;
  });

  test('a call with an aborted signal is not sent', async () => {
    const { client, server } = await serve({ unary: { GetInfo: () => ({}) } });
    const failure = await failureOf(client.getInfo({}, { signal: AbortSignal.abort() }));
    expect(failure.status).toBe('CANCELLED');
    expect(server.calls).toEqual([]);
  });
});

describe('errors', () => {
  test('the details of an error are decoded', async () => {
    const { client } = await serve({
      unary: {
        AcquireSandbox: () => {
          throw new TinyFailure(status.RESOURCE_EXHAUSTED, 'no room', [
            errorInfo('CAPACITY_EXHAUSTED', { hint: 'Release some.', retryable: 'true', limit: '4' }),
            { type: 'google.rpc.RetryInfo', fields: { retryDelay: { seconds: '1', nanos: 500_000_000 } } },
            { type: 'google.rpc.BadRequest', fields: { fieldViolations: [{ field: 'a', description: 'b' }] } },
            { type: 'google.rpc.QuotaFailure', fields: { violations: [{ subject: 's', description: 'd' }] } },
          ]);
        },
      },
    });
    const failure = await failureOf(client.acquireSandbox({}));
    expect(failure).toMatchObject({
      code: 8,
      status: 'RESOURCE_EXHAUSTED',
      message: 'no room',
      reason: 'CAPACITY_EXHAUSTED',
      domain: 'sandkeep',
      hint: 'Release some.',
      retryable: true,
      retryAfterMs: 1500,
      fieldViolations: [{ field: 'a', description: 'b' }],
      quotaViolations: [{ subject: 's', description: 'd' }],
    });
    expect(failure.metadata).toEqual({ limit: '4' });
  });

  test('an error without details still has its status', async () => {
    const { client } = await serve({});
    expect(await failureOf(client.getInfo({}))).toMatchObject({ status: 'UNIMPLEMENTED', reason: '', hint: '' });
  });

  test('a missing socket is UNAVAILABLE and retryable', async () => {
    const socket = temporarySocket();
    const client = connect({ socketPath: socket.path });
    cleanups.push(socket.remove, client.close);
    const failure = await failureOf(client.getInfo({}));
    expect(failure).toMatchObject({ status: 'UNAVAILABLE', reason: '', retryable: true });
    expect(failure.message).toContain('ENOENT');
  });

  test('a socket path that the kernel would cut is refused', () => {
    expect(() => connect({ socketPath: `/tmp/${'x'.repeat(100)}` })).toThrow(RangeError);
  });
});

describe('retries', () => {
  test('a call with a request_id is sent again while the daemon is draining', async () => {
    let calls = 0;
    const { client, server } = await serve({
      unary: {
        StopSandbox: () => {
          calls += 1;
          if (calls < 3) throw new TinyFailure(status.UNAVAILABLE, 'stopping', [errorInfo('DRAINING')]);
          return {};
        },
      },
    });
    await client.stopSandbox({ sandboxId: 'a', requestId: 'r1' }, { retry: true });
    expect(server.calls.map(({ request }) => request['requestId'])).toEqual(['r1', 'r1', 'r1']);
  });

  test('a mutation without a request_id is sent once', async () => {
    const { client, server } = await serve({
      unary: {
        StopSandbox: () => {
          throw new TinyFailure(status.UNAVAILABLE, 'stopping', [errorInfo('DRAINING')]);
        },
      },
    });
    expect(await failureOf(client.stopSandbox({}, { retry: true }))).toMatchObject({ reason: 'DRAINING' });
    expect(server.calls).toHaveLength(1);
  });

  test('a heartbeat is sent again without a request_id', async () => {
    let calls = 0;
    const { client } = await serve({
      unary: {
        Heartbeat: () => {
          calls += 1;
          if (calls === 1) throw new TinyFailure(status.UNAVAILABLE, 'stopping', [errorInfo('DRAINING')]);
          return { state: 'SESSION_STATE_ACTIVE', generation: '1' };
        },
      },
    });
    const beat = await client.heartbeat({ session: { session: 's1' } }, { retry: true });
    expect(beat).toMatchObject({ state: 'SESSION_STATE_ACTIVE', generation: '1', recycleTime: null });
    expect(calls).toBe(2);
  });

  test.each(['ReleaseSession', 'ReapSession', 'RestoreSession'] as const)(
    '%s needs a request_id for that',
    async (name) => {
      let calls = 0;
      const { client, server } = await serve({
        unary: {
          [name]: () => {
            calls += 1;
            if (calls < 3) throw new TinyFailure(status.UNAVAILABLE, 'stopping', [errorInfo('DRAINING')]);
            return {};
          },
        },
      });
      const call = {
        ReleaseSession: client.releaseSession,
        ReapSession: client.reapSession,
        RestoreSession: client.restoreSession,
      }[name];
      await failureOf(call({ session: { session: 's1' } }, { retry: true }));
      expect(server.calls).toHaveLength(1);
      await call({ session: { session: 's1' }, requestId: 'r1' }, { retry: true });
      expect(server.calls).toHaveLength(3);
    },
  );

  test('an absent engine is not waited for', async () => {
    const { client, server } = await serve({
      unary: {
        GetSandbox: () => {
          throw new TinyFailure(status.UNAVAILABLE, 'no engine', [errorInfo('RUNTIME_UNAVAILABLE')]);
        },
      },
    });
    await failureOf(client.getSandbox({}, { retry: true }));
    expect(server.calls).toHaveLength(1);
  });

  test('a read survives a restart of the daemon', async () => {
    const socket = temporarySocket();
    const client = connect({ socketPath: socket.path });
    cleanups.push(socket.remove, client.close);
    const first = await startTinyServer({ unary: { GetInfo: () => ({ epoch: '1' }) } }, socket.path);
    expect(await client.getInfo({})).toMatchObject({ epoch: '1' });
    first.stop();
    const answer = client.getInfo({}, { retry: true });
    const second = await startTinyServer({ unary: { GetInfo: () => ({ epoch: '2' }) } }, socket.path);
    cleanups.push(second.stop);
    expect(await answer).toMatchObject({ epoch: '2' });
  });
});

describe('streams', () => {
  test('a server stream yields every message and ends', async () => {
    const { client } = await serve({
      stream: {
        ReadFile: async function* () {
          yield { data: Buffer.from('a') };
          yield { data: Buffer.from('b') };
        },
      },
    });
    const read: string[] = [];
    for await (const { data } of client.readFile({ path: '/a' })) read.push(data.toString());
    expect(read).toEqual(['a', 'b']);
  });

  test('a server stream that fails throws the typed error after its messages', async () => {
    const { client } = await serve({
      stream: {
        WatchEvents: async function* () {
          yield { event: { seq: '7' } };
          throw new TinyFailure(status.OUT_OF_RANGE, 'gone', [errorInfo('EVENTS_COMPACTED')]);
        },
      },
    });
    const watch = client.watchEvents({});
    expect((await watch.next()).value).toMatchObject({ frame: 'event', event: { seq: '7' } });
    expect(await failureOf(watch.next())).toMatchObject({ reason: 'EVENTS_COMPACTED' });
  });

  test('leaving the loop cancels the stream', async () => {
    const { promise: seenByServer, resolve } = Promise.withResolvers<void>();
    const { client } = await serve({
      stream: {
        WatchEvents: async function* (_request, call) {
          call.once('cancelled', () => resolve());
          yield { ready: { currentSeq: '1' } };
          await never();
        },
      },
    });
    for await (const _frame of client.watchEvents({})) break;
    await seenByServer;
  });
});

describe('writing a file', () => {
  test('the header goes first and large pieces are cut to 256 KiB', async () => {
    const frames: { header: unknown; bytes: number }[] = [];
    const { client } = await serve({
      upload: {
        WriteFile: async (incoming) => {
          for await (const frame of incoming) {
            frames.push({ header: frame['header'], bytes: (frame['data'] as Buffer | undefined)?.length ?? 0 });
          }
          return { entry: { path: '/a', sizeBytes: '1' } };
        },
      },
    });
    const { entry } = await client.writeFile({ sandboxId: 's', path: '/a' }, pieces(600 * 1024, 10));
    expect(entry).toMatchObject({ path: '/a' });
    expect(frames.map(({ bytes }) => bytes)).toEqual([0, 262_144, 262_144, 90_112, 10]);
    expect(frames[0]?.header).toMatchObject({ path: '/a' });
  });

  test('an answer that comes early ends a source that waits', async () => {
    const { client } = await serve({
      upload: {
        WriteFile: async () => {
          throw new TinyFailure(status.RESOURCE_EXHAUSTED, 'full', [errorInfo('NO_SPACE')]);
        },
      },
    });
    expect(await failureOf(client.writeFile({}, endless()))).toMatchObject({ reason: 'NO_SPACE' });
  });

  test('a source that fails cancels the write and is thrown as it is', async () => {
    const { client } = await serve({ upload: { WriteFile: never } });
    await expect(client.writeFile({}, broken())).rejects.toThrow('disk gone');
  });
});

describe('waiting for the daemon', () => {
  test('a daemon that starts later and says SERVING is ready', async () => {
    const socket = temporarySocket();
    const client = connect({ socketPath: socket.path });
    cleanups.push(socket.remove, client.close);
    const ready = client.waitForReady(5000);
    const server = await startTinyServer({ unary: { Check: () => ({ status: 'SERVING' }) } }, socket.path);
    cleanups.push(server.stop);
    await ready;
  });

  test('a daemon that does not serve is reported with its last answer', async () => {
    const { client } = await serve({ unary: { Check: () => ({ status: 'NOT_SERVING' }) } });
    const failure = await failureOf(client.waitForReady(150));
    expect(failure.message).toMatch(/not ready after 150 ms: NOT_SERVING/);
  });
});
