// Ours only (R5): decoys of another instance share the engine and must never be seen, adopted or touched.

import { describe, expect, test } from 'vitest';

import type { InstancePhase } from '../../../src/ports/runtime.ts';
import { call, makeId } from '../../support/spec.ts';
import { expectReason, type Instances, phaseOf } from './fixture.ts';

export function ownershipClauses(current: () => Instances): void {
  describe('ownership', () => {
    test('list shows ours in every phase, with labels', async () => {
      const { runtime, info } = current();
      const expected = new Map<string, InstancePhase>();
      const created = await current().create();
      expected.set(created.ref.name, 'created');
      const running = await current().run();
      expected.set(running.ref.name, 'running');
      const exited = await current().run();
      await runtime.stop(exited.ref, 0, call());
      expected.set(exited.ref.name, 'exited');
      if (info.capabilities.pause) {
        const paused = await current().run();
        await runtime.pause(paused.ref, call());
        expected.set(paused.ref.name, 'paused');
      }
      const listed = await runtime.list(call());
      const phases = new Map(listed.map(({ ref, phase }) => [ref.name, phase]));
      for (const [name, phase] of expected) expect(phases.get(name), name).toBe(phase);
      expect(listed.find(({ ref }) => ref.name === running.ref.name)).toMatchObject({
        ref: running.observed.ref,
        labels: running.spec.labels,
      });
    });

    test('list shows the ports of a running instance as inspect does', async () => {
      const { ref } = await current().run();
      const inspection = await current().runtime.inspect(ref, call());
      const listed = (await current().runtime.list(call())).find((instance) => instance.ref.name === ref.name);
      expect(inspection).toMatchObject({ kind: 'present', instance: { ports: listed?.ports } });
    });

    test('list after a restart of the daemon shows the same instances', async () => {
      const { ref } = await current().run();
      const listed = await (await current().second()).list(call());
      expect(listed.map((instance) => instance.ref)).toContainEqual(ref);
    });

    test('list never shows foreign instances, not even with our name prefix', async () => {
      const foreign = await current().foreign();
      const lookalike = `sandkeep-${current().subject.instanceId.slice(0, 8)}-lookalike-${makeId()}-g1`;
      const decoy = await current().createFrom(current().foreignSpec({ name: lookalike }), foreign);
      const ours = await current().create();
      const names = (await current().runtime.list(call())).map(({ ref }) => ref.name);
      expect(names).toContain(ours.ref.name);
      expect(names).not.toContain(decoy.ref.name);
    });

    test('create refuses a name that a foreign instance has, and leaves it running', async () => {
      const foreign = await current().foreign();
      const decoy = await current().runFrom(current().foreignSpec(), foreign);
      const spec = current().spec({ ...decoy.spec.ref });
      await expectReason(current().runtime.create(spec, call()), 'NAME_TAKEN');
      expect(await phaseOf(foreign, decoy.ref)).toBe('running');
    });

    test('stop and remove by a name that a foreign instance has leave it running', async () => {
      const foreign = await current().foreign();
      const decoy = await current().runFrom(current().foreignSpec(), foreign);
      const ref = { ...decoy.ref, containerId: null };
      // Whether it is success or a refusal is the adapter's choice; that the decoy lives is not.
      await Promise.allSettled([current().runtime.stop(ref, 0, call()), current().runtime.remove(ref, call())]);
      expect(await phaseOf(foreign, decoy.ref)).toBe('running');
    });
  });
}
