// How an instance ends, what it leaves to read, and what the event stream says about it.

import { describe, expect, test } from 'vitest';

import { call } from '../../support/spec.ts';
import { waitUntil } from '../../support/wait.ts';
import type { RuntimeEvent } from '../../../src/ports/runtime.ts';
import { expectReason, type Instances, needs, needsImage } from './fixture.ts';

const eventTimeoutMs = 20_000;
const healthTimeoutMs = 30_000;
const shortDeadlineMs = 200;

export function endingClauses(current: () => Instances): void {
  describe('exit', () => exitClauses(current));
  describe('events', () => eventClauses(current));
}

function exitClauses(current: () => Instances): void {
  test('waitExit resolves with the exit code of an instance that ends by itself', async (context) => {
    const { ref } = await current().run({ image: needsImage(context, current(), 'exit') });
    const evidence = await current().runtime.waitExit(ref, call());
    expect(evidence).toMatchObject({ exitCode: 3, oomKilled: false });
  });

  test('inspect of an instance that ended shows the same evidence', async (context) => {
    const { ref } = await current().run({ image: needsImage(context, current(), 'exit') });
    await current().runtime.waitExit(ref, call());
    const inspection = await current().runtime.inspect(ref, call());
    expect(inspection).toMatchObject({
      kind: 'present',
      instance: { phase: 'exited', exit: { exitCode: 3, oomKilled: false } },
    });
  });

  test('logTail of an instance that ended has its last words', async (context) => {
    const { ref } = await current().run({ image: needsImage(context, current(), 'exit') });
    await current().runtime.waitExit(ref, call());
    await waitUntil(async () => (await current().runtime.logTail(ref, 10, call())).includes('boom: cannot start'), {
      timeoutMs: eventTimeoutMs,
      what: 'the last words are in the log',
    });
  });

  test('logTail gives at most the lines asked for', async (context) => {
    const { ref } = await current().run({ image: needsImage(context, current(), 'exit') });
    await current().runtime.waitExit(ref, call());
    expect((await current().runtime.logTail(ref, 1, call())).length).toBeLessThanOrEqual(1);
  });

  test('waitExit resolves when somebody else stops the instance', async () => {
    const { ref } = await current().run();
    const exit = current().runtime.waitExit(ref, call());
    await (await current().second()).stop(ref, 1_000, call());
    expect((await exit).oomKilled).toBe(false);
  });

  test('waitExit of an instance that has ended resolves at once', async () => {
    const { ref } = await current().run();
    await current().runtime.stop(ref, 1_000, call());
    expect((await current().runtime.waitExit(ref, call())).oomKilled).toBe(false);
  });

  test('waitExit of an instance that goes on ends with its deadline, and nothing happened to it', async () => {
    const { ref } = await current().run();
    await expectReason(current().runtime.waitExit(ref, call(shortDeadlineMs)), 'RUNTIME_TIMEOUT');
    expect(await current().runtime.inspect(ref, call())).toMatchObject({ instance: { phase: 'running' } });
  });

  test("the image's own health check becomes healthy", async (context) => {
    needs(context, current(), 'imageHealthcheck');
    const { ref } = await current().run({ image: needsImage(context, current(), 'health') });
    await waitUntil(
      async () => {
        const inspection = await current().runtime.inspect(ref, call());
        return inspection.kind === 'present' && inspection.instance.health === 'healthy';
      },
      { timeoutMs: healthTimeoutMs, what: 'the health check is healthy' },
    );
  });

  test('an instance without a health check has no health', async () => {
    expect((await current().run()).observed.health).toBeNull();
  });
}

function eventClauses(current: () => Instances): void {
  test('events tell of starts and exits of ours, and never of foreign instances (R5)', async (context) => {
    needs(context, current(), 'events');
    const ours = await current().create();
    const foreign = await current().foreign();
    const decoy = await current().createFrom(current().foreignSpec(), foreign);
    const seen = await collectEvents(current(), async (events) => {
      const told = (kind: RuntimeEvent['kind']): boolean =>
        events.some((event) => event.kind === kind && event.ref.name === ours.ref.name);
      // The stream says nothing of what came before it, so the effects are repeated until it speaks.
      await waitUntil(
        async () => {
          await foreign.start(decoy.ref, call());
          await foreign.stop(decoy.ref, 0, call());
          await current().runtime.start(ours.ref, call());
          await current().runtime.stop(ours.ref, 0, call());
          return told('start') && told('exit');
        },
        { timeoutMs: eventTimeoutMs, what: 'a start and an exit event' },
      );
    });
    expect(seen.filter((event) => event.ref.name === decoy.ref.name)).toEqual([]);
    expect(seen.find((event) => event.ref.name === ours.ref.name)?.ref).toMatchObject({
      sandboxId: ours.ref.sandboxId,
      generation: ours.ref.generation,
    });
  });

  test('events tell of a removal', async (context) => {
    needs(context, current(), 'events');
    const spec = current().spec();
    await collectEvents(current(), async (events) => {
      await waitUntil(
        async () => {
          const { ref } = await current().createFrom(spec);
          await current().runtime.remove(ref, call());
          return events.some((event) => event.kind === 'remove' && event.ref.name === spec.ref.name);
        },
        { timeoutMs: eventTimeoutMs, what: 'a remove event' },
      );
    });
  });
}

/** Reads events while `during` runs; aborting ends the reading, by a return or by CALL_CANCELLED. */
async function collectEvents(
  instances: Instances,
  during: (events: readonly RuntimeEvent[]) => Promise<void>,
): Promise<readonly RuntimeEvent[]> {
  const events: RuntimeEvent[] = [];
  const controller = new AbortController();
  const reading = (async () => {
    for await (const event of instances.runtime.events(controller.signal)) events.push(event);
  })();
  // Marked as handled at once; its outcome is looked at below.
  reading.catch(() => {});
  try {
    await during(events);
  } finally {
    controller.abort();
  }
  const ended = await Promise.allSettled([reading]);
  if (ended[0].status === 'rejected') await expectReason(reading, 'CALL_CANCELLED');
  return events;
}
