// What a sandbox may do and who can reach it, as the kernel and the engine see it.

import { networkInterfaces } from 'node:os';

import { expect, test } from 'vitest';

import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import { testImages } from '../images/images.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { sandboxStatus, startEngineScene, statusOf } from '../support/engine-scene.ts';
import { refusalOf } from '../support/scene.ts';

const auth = {
  image: testImages.auth,
  token_env: 'SECRET_TOKEN',
  readiness: {
    kind: 'http',
    path: '/fastapi/healthz',
    headers: { Authorization: 'Bearer ${token}' },
    timeout: '20s',
  },
};

await describeWithEngine('security', ({ host }) => {
  test('the port is bound to loopback and nothing else (B3-76)', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox, url } = await scene.acquire();
    expect(await sandboxStatus(url)).toBe(200);
    const { Ports } = (await scene.inspect(sandbox.containerName)).NetworkSettings;
    expect(Ports['8080/tcp']?.map(({ HostIp }) => HostIp)).toEqual(['127.0.0.1']);
    const { port } = new URL(url);
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    for (const { address, family, internal } of others) {
      if (internal || family !== 'IPv4') continue;
      await expect(sandboxStatus(`http://${address}:${port}`)).rejects.toThrow();
    }
  });

  test('labels say whose it is and hold nothing that changes and no secret (R5, R10)', async () => {
    const scene = await startEngineScene({ host, templates: { auth } });
    const environment = { API_KEY: 'a-very-secret-value' };
    const labels = { team: 'search' };
    const { sandbox, token } = await scene.acquire('s1', { template: 'auth', environment, labels });
    const { instanceId } = await scene.client.getInfo({});
    const inspection = await scene.inspect(sandbox.containerName);
    expect(inspection.Config.Labels).toMatchObject({
      [ownershipLabels.instance]: instanceId,
      [ownershipLabels.sandbox]: sandbox.id,
      [ownershipLabels.generation]: '1',
      [ownershipLabels.template]: 'auth',
    });
    const told = JSON.stringify(inspection.Config.Labels);
    expect(told).not.toContain(environment.API_KEY);
    expect(told).not.toContain(token);
    const { events } = await scene.client.listEvents({});
    const said = scene.daemon.logs() + JSON.stringify([await scene.get(sandbox.id), events]);
    expect(said).not.toContain(environment.API_KEY);
    expect(said).not.toContain(token);
  });

  test('each sandbox has a token that its readiness needs and that no request can replace (B3-78, B3-79)', async () => {
    const scene = await startEngineScene({ host, templates: { auth } });
    const refusal = await refusalOf(
      scene.client.acquireSandbox({
        session: { session: 's1' },
        template: 'auth',
        environment: { SECRET_TOKEN: 'mine' },
      }),
    );
    expect(refusal.reason).toBe('RESERVED_ENVIRONMENT');
    expect(await scene.containers()).toEqual([]);

    const first = await scene.acquire('s1', { template: 'auth' });
    const second = await scene.acquire('s2', { template: 'auth' });
    expect(first.token).not.toBe('');
    expect(second.token).not.toBe(first.token);
    const place = `${first.url}/v1/sandbox`;
    expect(await statusOf(place, { authorization: `Bearer ${first.token}` })).toBe(200);
    expect(await statusOf(place, { authorization: `Bearer ${second.token}` })).toBe(401);
    expect(await statusOf(place)).toBe(401);
    const credentials = await scene.client.getSandboxCredentials({ sandboxId: first.sandbox.id });
    expect(credentials).toMatchObject({ token: first.token, tokenEnv: 'SECRET_TOKEN' });
  });

  test('class strict is user 10001 without capabilities and with a root that cannot be written', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    const status = await scene.run(sandbox.id, ['cat', '/proc/self/status']);
    expect(status).toMatch(/^Uid:\s+10001\s+10001\s+10001\s+10001$/m);
    expect(status).toMatch(/^Gid:\s+10001\s+10001\s+10001\s+10001$/m);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
      expect(status).toMatch(new RegExp(`^${set}:\\s+0{16}$`, 'm'));
    }
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    const asRoot = { user: '0:0' };
    const written = await scene.run(sandbox.id, ['sh', '-c', '{ echo x > /etc/x; } 2>&1 || echo refused'], asRoot);
    expect(written).toMatch(/Read-only.*refused/s);
    expect(await scene.run(sandbox.id, ['sh', '-c', 'echo x > /workspace/x && echo x > /tmp/x && echo ok'])).toBe(
      'ok\n',
    );
  });

  test('root in class strict, by exec, has no capability either', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    const status = await scene.run(sandbox.id, ['cat', '/proc/self/status'], { user: '0:0' });
    expect(status).toMatch(/^CapBnd:\s+0{16}$/m);
    expect(status).toMatch(/^CapEff:\s+0{16}$/m);
  });
});
