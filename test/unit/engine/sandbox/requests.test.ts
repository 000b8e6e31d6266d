import { describe, expect, test } from 'vitest';

import { SandkeepError, type ErrorReason } from '../../../../src/domain/errors.ts';
import { Requests, type NamedRequest } from '../../../../src/engine/sandbox/requests.ts';
import { openTestStore } from '../../../support/store.ts';

const request: NamedRequest = { namespace: 'n', method: 'CreateSandbox', requestId: 'r1', bodyHash: 'body' };
const answer = (text: string) => async (): Promise<Uint8Array> => Buffer.from(text);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

async function opened() {
  const { store, stateDir } = await openTestStore();
  return { store, stateDir, requests: new Requests(store) };
}

describe('a named request (R8)', () => {
  test('is run once, and its answer given to every later one of the same body', async () => {
    const { requests } = await opened();
    expect(text(await requests.once(request, answer('first')))).toBe('first');
    expect(text(await requests.once(request, answer('second')))).toBe('first');
  });

  test('is answered the same after a restart', async () => {
    const { store, stateDir, requests } = await opened();
    await requests.once(request, answer('first'));
    store.close();
    const again = new Requests((await openTestStore({ stateDir })).store);
    expect(text(await again.once(request, answer('second')))).toBe('first');
  });

  test('with another body is refused, before and after the answer', async () => {
    const { requests } = await opened();
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    const running = requests.once(request, () => promise);
    const other = { ...request, bodyHash: 'other' };
    await expect(requests.once(other, answer('x'))).rejects.toMatchObject({ reason: 'REQUEST_ID_REUSED' });
    resolve(Buffer.from('first'));
    await running;
    await expect(requests.once(other, answer('x'))).rejects.toMatchObject({ reason: 'REQUEST_ID_REUSED' });
  });

  test('joins the one that runs', async () => {
    const { requests } = await opened();
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    const first = requests.once(request, () => promise);
    const second = requests.once(request, answer('second'));
    resolve(Buffer.from('first'));
    expect((await Promise.all([first, second])).map(text)).toEqual(['first', 'first']);
  });

  test.each<ErrorReason>(['CALL_CANCELLED', 'DEADLINE_PASSED'])(
    'is run by whoever waits with one that ended in %s',
    async (reason) => {
      const { requests } = await opened();
      const { promise, reject } = Promise.withResolvers<Uint8Array>();
      const first = requests.once(request, () => promise);
      const second = requests.once(request, answer('second'));
      reject(new SandkeepError(reason, 'the first one has left'));
      await expect(first).rejects.toMatchObject({ reason });
      expect(text(await second)).toBe('second');
    },
  );

  test('is never run beside itself, however many leave: the last of them is told so', async () => {
    const { requests } = await opened();
    const leaves = async (): Promise<Uint8Array> => {
      ran += 1;
      most = Math.max(most, ran);
      await Promise.resolve();
      ran -= 1;
      throw new SandkeepError('CALL_CANCELLED', 'left');
    };
    let ran = 0;
    let most = 0;
    const reasons = await Promise.all(
      Array.from({ length: 10 }, () =>
        requests.once(request, leaves).then(
          () => 'answered',
          (error: unknown) => (error instanceof SandkeepError ? error.reason : 'other'),
        ),
      ),
    );
    expect(most).toBe(1);
    expect(reasons).toEqual([...Array.from({ length: 8 }, () => 'CALL_CANCELLED'), 'CONFLICT', 'CONFLICT']);
  });

  test('is another one in another namespace or of another method', async () => {
    const { requests } = await opened();
    await requests.once(request, answer('first'));
    expect(text(await requests.once({ ...request, namespace: 'm' }, answer('second')))).toBe('second');
    expect(text(await requests.once({ ...request, method: 'AcquireSandbox' }, answer('third')))).toBe('third');
  });

  test('without a name is run each time', async () => {
    const { requests } = await opened();
    const unnamed = { ...request, requestId: '' };
    expect(text(await requests.once(unnamed, answer('first')))).toBe('first');
    expect(text(await requests.once(unnamed, answer('second')))).toBe('second');
  });

  test('that failed for certain may be tried again, also with another body', async () => {
    const { requests } = await opened();
    const failed = requests.once(request, () => Promise.reject(new SandkeepError('IMAGE_NOT_FOUND', 'no')));
    await expect(failed).rejects.toMatchObject({ reason: 'IMAGE_NOT_FOUND' });
    expect(text(await requests.once({ ...request, bodyHash: 'other' }, answer('second')))).toBe('second');
  });

  test.each<ErrorReason>(['CALL_CANCELLED', 'RUNTIME_TIMEOUT'])(
    'that ended in %s goes on with the sandbox it began',
    async (reason) => {
      const { store, requests } = await opened();
      const failed = requests.once(request, async () => {
        await store.write((tx) => tx.insertRequest('n', 'CreateSandbox', 'r1', 'body', 'begun-1'));
        throw new SandkeepError(reason, 'who knows');
      });
      await expect(failed).rejects.toMatchObject({ reason });
      const begun: (string | null)[] = [];
      await requests.once(request, async (id) => {
        begun.push(id);
        return Buffer.from('finished');
      });
      expect(begun).toEqual(['begun-1']);
      expect(text(await requests.once(request, answer('again')))).toBe('finished');
    },
  );
});
