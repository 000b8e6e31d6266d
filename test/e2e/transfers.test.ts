// Much data on a real engine: readers that stop, the memory of the daemon, and the sandbox meanwhile.

import { expect, test } from 'vitest';

import type { SandkeepClient } from '../../src/client/client.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { type EngineScene, patienceMs, startEngineScene } from '../support/engine-scene.ts';
import { residentBytes } from '../support/memory.ts';
import { waitUntil } from '../support/wait.ts';

const totalBytes = 100_000_000;
const growthBytes = 100_000_000;
const pieceBytes = 256 * 1024;
const compat = { security: { class: 'compat' } };

async function* content(): AsyncGenerator<Uint8Array> {
  const piece = Buffer.alloc(pieceBytes, 'sandkeep');
  for (let at = 0; at < totalBytes; at += pieceBytes) yield piece.subarray(0, totalBytes - at);
}

/** The same sandbox answers Get and Exec, and the daemon's memory is what it was. */
async function expectUsable(scene: EngineScene, other: SandkeepClient, sandboxId: string, before: number) {
  expect((await other.getSandbox({ sandboxId })).sandbox?.state).toBe('SANDBOX_STATE_RUNNING');
  expect((await other.runExec({ sandboxId, argv: ['echo', 'up'] })).stdout.toString()).toBe('up\n');
  expect(residentBytes(scene.daemon.pid) - before).toBeLessThan(growthBytes);
}

await describeWithEngine('a transfer of 100 MB', ({ host }) => {
  test('of output stops with its reader, and goes on with it (R9)', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    const sandboxId = sandbox.id;
    const before = residentBytes(scene.daemon.pid);
    const argv = ['head', '-c', String(totalBytes), '/dev/zero'];
    const call = scene.client.exec({ start: { sandboxId, execId: 'big', argv } });
    const output = call.output[Symbol.asyncIterator]();
    let readBytes = (await output.next()).value?.data.length ?? 0;
    const other = scene.anotherClient();
    let seenBytes = -1;
    await waitUntil(
      async () => {
        await expectUsable(scene, other, sandboxId, before);
        const { exec } = await other.getExec({ sandboxId, execId: 'big' });
        const stoodStill = Number(exec?.stdoutBytes) === seenBytes;
        seenBytes = Number(exec?.stdoutBytes);
        return stoodStill;
      },
      { timeoutMs: patienceMs, what: 'the command stands still' },
    );
    expect(seenBytes).toBeLessThan(totalBytes / 4);
    for (let next = await output.next(); !next.done; next = await output.next()) readBytes += next.value.data.length;
    expect(readBytes).toBe(totalBytes);
    expect((await call.exit).exit).toMatchObject({ cause: 'EXEC_CAUSE_EXITED', exitCode: 0 });
    await expectUsable(scene, other, sandboxId, before);
  });

  test.each(['/workspace/big', '/big'])(
    'into and out of %s takes little memory, and waits for its reader',
    async (path) => {
      const scene = await startEngineScene({ host, templates: { base: compat } });
      const { sandbox } = await scene.acquire();
      const sandboxId = sandbox.id;
      const other = scene.anotherClient();
      const before = residentBytes(scene.daemon.pid);
      const { entry } = await scene.client.writeFile({ sandboxId, path }, content());
      expect(entry?.sizeBytes).toBe(String(totalBytes));
      await expectUsable(scene, other, sandboxId, before);
      const pieces = scene.client.readFile({ sandboxId, path })[Symbol.asyncIterator]();
      let readBytes = (await pieces.next()).value?.data.length ?? 0;
      for (let look = 0; look < 3; look += 1) await expectUsable(scene, other, sandboxId, before);
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) readBytes += next.value.data.length;
      expect(readBytes).toBe(totalBytes);
      await expectUsable(scene, other, sandboxId, before);
    },
  );
});
