// What an instance uses.

import { describe, expect, test } from 'vitest';

import type { InstanceUsage } from '../../../src/ports/usage.ts';
import { call } from '../../support/spec.ts';
import { waitUntil } from '../../support/wait.ts';
import { start } from './exec-streams.ts';
import { expectReason, type Instances, needs, shell } from './fixture.ts';

const patienceMs = 20_000;
const busyNs = 200_000_000;

export function usageClauses(current: () => Instances): void {
  describe('usage', () => {
    test('every figure is a number that is not negative, or unknown', async () => {
      const { ref } = await current().runMounted();
      const { takenAtMs, ...figures } = await current().runtime.usage(ref, call());
      expect(takenAtMs).toBeGreaterThan(0);
      for (const figure of Object.values(figures)) if (figure !== null) expect(figure).toBeGreaterThanOrEqual(0);
      expect(figures.memoryLimitBytes).not.toBe(0);
      expect(figures.pidsLimit).not.toBe(0);
    });

    test('a busy command takes processor time and a process, and gives them back', async (context) => {
      needs(context, current(), 'exec');
      const { ref, target } = await current().runMounted();
      const usage = async (): Promise<InstanceUsage> => await current().runtime.usage(ref, call());
      const before = await usage();
      const { exec, handle } = await start(current().runtime, target, ['sh', '-c', 'while :; do :; done']);
      await waitUntil(async () => ((await usage()).cpuTimeNs ?? 0) - (before.cpuTimeNs ?? 0) > busyNs, {
        timeoutMs: patienceMs,
        what: 'the processor time grows',
      });
      const during = await usage();
      expect(during.takenAtMs).toBeGreaterThanOrEqual(before.takenAtMs);
      expect(during.memoryBytes).toBeGreaterThan(0);
      expect(during.pids).toBeGreaterThan(before.pids ?? 0);
      await current().runtime.signalExec(target, handle, 'SIGKILL', call());
      await exec.ending;
      exec.detach();
      await waitUntil(async () => ((await usage()).pids ?? 0) < (during.pids ?? 0), {
        timeoutMs: patienceMs,
        what: 'the process is gone',
      });
    });

    test('an instance that does not run is WRONG_STATE, one that is gone SANDBOX_LOST', async () => {
      const { ref } = await current().create();
      await expectReason(current().runtime.usage(ref, call()), 'WRONG_STATE');
      await current().runtime.remove(ref, call());
      await expectReason(current().runtime.usage(ref, call()), 'SANDBOX_LOST');
      await expectReason(current().runtime.writableLayerBytes(ref, call()), 'SANDBOX_LOST');
    });

    test('what is written beside mounts grows the writable layer, where there is one', async (context) => {
      needs(context, current(), 'exec');
      const { ref, target } = await current().runMounted();
      const before = await current().runtime.writableLayerBytes(ref, call());
      context.skip(before === null, 'it has no image');
      // A command of the fake engine is none of the container's own: files are.
      await current().runtime.files.change(
        target,
        { kind: 'makeDirectory', path: '/grown', mode: null, createParents: true },
        call(),
      );
      const content = async function* (): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(300_000);
      };
      const options = { mode: null, createParents: false, append: false, mustNotExist: false, ifMatch: null };
      await current().runtime.files.write(target, '/grown/file', content(), options, call());
      expect((await current().runtime.writableLayerBytes(ref, call())) ?? 0).toBeGreaterThanOrEqual(
        (before ?? 0) + 300_000,
      );
      expect((await shell(current().runtime, target, 'true')).exitCode).toBe(0);
    });
  });
}
