// Calls that are aborted, run out of time, or meet no engine: what they leave can always be decided afterwards (R4).

import { describe, expect, test } from 'vitest';

import { isUnknownOutcome } from '../../../src/domain/errors.ts';
import type { Runtime } from '../../../src/ports/runtime.ts';
import { call, targetOf } from '../../support/spec.ts';
import { waitUntil } from '../../support/wait.ts';
import { execute, expectReason, type Instances, needs, phaseOf, readBytes } from './fixture.ts';

const settleTimeoutMs = 30_000;

export function failureClauses(current: () => Instances): void {
  describe('aborted calls', () => abortClauses(current));
  describe('an engine that does not answer', () => unreachableClauses(current));
}

function abortClauses(current: () => Instances): void {
  test('a call with an aborted signal rejects and does nothing', async () => {
    const spec = current().spec();
    current().willCreate(spec);
    await expectReason(current().runtime.create(spec, call(undefined, AbortSignal.abort())), 'CALL_CANCELLED');
    expect(await phaseOf(current().runtime, spec.ref)).toBe('absent');
  });

  test('an aborted create is an unknown outcome, and the same create settles it', async () => {
    const spec = current().spec();
    const controller = new AbortController();
    current().willCreate(spec);
    const creating = current().runtime.create(spec, call(undefined, controller.signal));
    const outcome = creating.then(
      () => undefined,
      (error: unknown) => error,
    );
    controller.abort();
    const error = await outcome;
    if (error !== undefined) expect(isUnknownOutcome(error)).toBe(true);
    await settledCreate(current(), async (runtime) => void (await runtime.create(spec, call())));
    expect(await phaseOf(current().runtime, spec.ref)).toBe('created');
  });

  test('an aborted start leaves an instance that inspect can decide about', async () => {
    const { ref } = await current().create();
    const controller = new AbortController();
    const starting = current().runtime.start(ref, call(undefined, controller.signal));
    const outcome = Promise.allSettled([starting]);
    controller.abort();
    await outcome;
    expect(['created', 'running']).toContain(await phaseOf(current().runtime, ref));
    expect((await current().runtime.start(ref, call())).phase).toBe('running');
  });

  test('an aborted wait rejects although the instance goes on', async () => {
    const { ref } = await current().run();
    const controller = new AbortController();
    const waiting = expectReason(current().runtime.waitExit(ref, call(undefined, controller.signal)), 'CALL_CANCELLED');
    controller.abort();
    await waiting;
    expect(await phaseOf(current().runtime, ref)).toBe('running');
  });

  test('an aborted exec rejects although the command goes on', async (context) => {
    needs(context, current(), 'exec');
    const { target } = await current().runMounted();
    const controller = new AbortController();
    const running = expectReason(
      current().runtime.exec(
        target,
        {
          argv: ['sleep', '300'],
          environment: {},
          workdir: null,
          user: null,
          stdin: null,
          maxOutputBytes: 100,
          timeoutMs: 300_000,
        },
        call(undefined, controller.signal),
      ),
      'CALL_CANCELLED',
    );
    controller.abort();
    await running;
    expect((await execute(current().runtime, target, ['echo', 'alive'])).exitCode).toBe(0);
  });
}

function unreachableClauses(current: () => Instances): void {
  test('every call is RUNTIME_UNAVAILABLE, which says nothing about the sandbox (R4)', async (context) => {
    const runtime = await current().unreachable(context);
    const spec = current().spec();
    const target = targetOf(spec);
    await expectReason(runtime.connect(call()), 'RUNTIME_UNAVAILABLE');
    await expectReason(runtime.inspect(spec.ref, call()), 'RUNTIME_UNAVAILABLE');
    await expectReason(runtime.list(call()), 'RUNTIME_UNAVAILABLE');
    await expectReason(runtime.create(spec, call()), 'RUNTIME_UNAVAILABLE');
    await expectReason(runtime.start(spec.ref, call()), 'RUNTIME_UNAVAILABLE');
    await expectReason(runtime.stop(spec.ref, 0, call()), 'RUNTIME_UNAVAILABLE');
    await expectReason(runtime.remove(spec.ref, call()), 'RUNTIME_UNAVAILABLE');
    await expectReason(runtime.waitExit(spec.ref, call()), 'RUNTIME_UNAVAILABLE');
    await expectReason(execute(runtime, target, ['echo']), 'RUNTIME_UNAVAILABLE');
    await expectReason(readBytes(runtime, target, '/file'), 'RUNTIME_UNAVAILABLE');
  });

  test('the event stream ends with RUNTIME_UNAVAILABLE', async (context) => {
    const runtime = await current().unreachable(context);
    const reading = async (): Promise<void> => {
      for await (const event of runtime.events(new AbortController().signal)) {
        throw new Error(`an event came from nowhere: ${event.kind}`);
      }
    };
    await expectReason(reading(), 'RUNTIME_UNAVAILABLE');
  });
}

/** The effect of an aborted call may arrive late, so an unknown outcome is asked again. */
async function settledCreate(instances: Instances, attempt: (runtime: Runtime) => Promise<void>): Promise<void> {
  await waitUntil(
    async () => {
      try {
        await attempt(instances.runtime);
        return true;
      } catch (error) {
        if (isUnknownOutcome(error)) return false;
        throw error;
      }
    },
    { timeoutMs: settleTimeoutMs, what: 'the aborted create is settled' },
  );
}
