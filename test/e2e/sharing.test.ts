// Many callers at once, several holders, and host ports that others want too.

import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

import { expect, onTestFinished, test } from 'vitest';

import { describeWithEngine } from '../support/engine-gate.ts';
import { sandboxStatus, startEngineScene } from '../support/engine-scene.ts';
import { refusalOf } from '../support/scene.ts';

const clientCount = 5;
const callsPerClient = 10;

await describeWithEngine('sharing', ({ host }) => {
  test('fifty acquires of one session at once are one container and one id (R2, B3-1)', async () => {
    const scene = await startEngineScene({ host });
    const clients = Array.from({ length: clientCount }, () => scene.anotherClient());
    const calls = clients.flatMap((client) =>
      Array.from({ length: callsPerClient }, () => client.acquireSandbox({ session: { session: 's1' } })),
    );
    const answers = await Promise.all(calls);
    expect(answers).toHaveLength(50);
    expect(new Set(answers.map(({ sandbox }) => sandbox?.id)).size).toBe(1);
    expect(new Set(answers.map(({ endpoint }) => endpoint?.url)).size).toBe(1);
    expect(answers.filter(({ outcome }) => outcome === 'ACQUIRE_OUTCOME_CREATED')).toHaveLength(1);
    expect(await scene.containers()).toHaveLength(1);
  });

  test('eight sessions at once are eight containers on eight ports, each with its own files (B3-2, B3-65)', async () => {
    const scene = await startEngineScene({ host });
    const names = Array.from({ length: 8 }, (_, index) => `s${index}`);
    const acquired = await Promise.all(names.map(async (name) => await scene.acquire(name)));
    expect(new Set(acquired.map(({ sandbox }) => sandbox.id)).size).toBe(8);
    expect(new Set(acquired.map(({ url }) => url)).size).toBe(8);
    expect(await scene.containers()).toHaveLength(8);
    expect(await Promise.all(acquired.map(async ({ url }) => await sandboxStatus(url)))).toEqual(names.map(() => 200));
    for (const { sandbox } of acquired) {
      await scene.run(sandbox.id, ['sh', '-c', 'echo "$0" > /workspace/own', sandbox.id]);
    }
    for (const { sandbox } of acquired) {
      expect(await scene.run(sandbox.id, ['sh', '-c', 'cat /workspace/*'])).toBe(`${sandbox.id}\n`);
    }
  });

  test('the first of two holders to let go leaves it running for the other (B3-18)', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire('s1', { holder: 'parent' });
    const child = await scene.acquire('s1', { holder: 'child' });
    expect(child.sandbox.id).toBe(sandbox.id);
    const first = await scene.client.releaseSandbox({ sandboxId: sandbox.id, holder: 'child', wait: true });
    expect(first.remainingHolders).toEqual(['parent']);
    expect(await sandboxStatus(child.url)).toBe(200);
    const last = await scene.client.releaseSandbox({ sandboxId: sandbox.id, holder: 'parent', wait: true });
    expect(last.sandbox?.state).toBe('SANDBOX_STATE_RELEASED');
    expect(await scene.containers()).toEqual([]);
  });

  test('a port of the range that a stranger has is passed over, and a range that is used up says so', async () => {
    const { stranger, first } = await twoPortsWithStranger();
    const docker = { port_range: `${first}-${first + 1}` };
    const scene = await startEngineScene({ host, docker });
    // Each begins at another place of the range; the one too many always comes upon the stranger.
    for (const session of ['a', 'b']) {
      const { sandbox, url } = await scene.acquire(session);
      expect(url).toBe(`http://127.0.0.1:${first + 1}`);
      expect(await sandboxStatus(url)).toBe(200);
      const refusal = await refusalOf(scene.client.acquireSandbox({ session: { session: `${session}-too-many` } }));
      expect(['CAPACITY_EXHAUSTED', 'PORT_UNAVAILABLE']).toContain(refusal.reason);
      expect(await scene.containers()).toEqual([(await scene.get(sandbox.id)).containerName]);
      await scene.client.releaseSandbox({ sandboxId: sandbox.id, wait: true });
    }
    expect(stranger.listening).toBe(true);
  });

  test('a stopped sandbox whose port a stranger took meanwhile gets another one, with its files', async () => {
    const { stranger, first } = await twoPortsWithStranger();
    const docker = { port_range: `${first}-${first + 1}` };
    const scene = await startEngineScene({ host, docker });
    const { sandbox, url } = await scene.acquire();
    await scene.run(sandbox.id, ['sh', '-c', 'echo kept > /workspace/kept.txt']);
    await scene.client.stopSandbox({ sandboxId: sandbox.id });
    stranger.close();
    await once(stranger, 'close');
    const thief = await listenOn(Number(new URL(url).port));
    onTestFinished(() => void thief?.close());

    const again = await scene.acquire();
    expect(again).toMatchObject({ outcome: 'ACQUIRE_OUTCOME_RESTORED', sandbox: { id: sandbox.id } });
    expect(again.url).toBe(`http://127.0.0.1:${first}`);
    expect(await sandboxStatus(again.url)).toBe(200);
    expect(await scene.run(sandbox.id, ['cat', '/workspace/kept.txt'])).toBe('kept\n');
    expect(await scene.containers()).toEqual([again.sandbox.containerName]);
  });
});

/** The first of two neighbouring ports is taken, the second was free a moment ago. */
async function twoPortsWithStranger(): Promise<{ stranger: Server; first: number }> {
  for (;;) {
    const stranger = await listenOn(0);
    const address = stranger?.address();
    if (!stranger || typeof address !== 'object' || address === null) throw new Error('no port is free');
    const neighbour = await listenOn(address.port + 1);
    if (neighbour === null) {
      stranger.close();
      continue;
    }
    neighbour.close();
    await once(neighbour, 'close');
    onTestFinished(() => void stranger.close());
    return { stranger, first: address.port };
  }
}

/** null when somebody has the port. */
async function listenOn(port: number): Promise<Server | null> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return null;
  }
}
