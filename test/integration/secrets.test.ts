// Secrets stay secret: values of the environment and tokens (R10, B3-77, B3-78).

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { acquire, refusalOf, sandboxOf, type Scene, startScene } from '../support/scene.ts';

const canary = 'canary-7f3a9c1e5b';
const templateCanary = 'template-canary-2d8e';

async function sceneWithSecrets(): Promise<Scene> {
  return await startScene({
    config: { log_level: 'trace' },
    env: { TEMPLATE_SECRET: templateCanary },
    templates: {
      base: { token_env: 'SECRET_TOKEN', environment: { FROM_TEMPLATE: '$TEMPLATE_SECRET' } },
      bad: { token_env: 'SECRET_TOKEN', image: 'fake:exit', environment: { FROM_TEMPLATE: '$TEMPLATE_SECRET' } },
    },
  });
}

/** Everything that can be read of it but the calls that are there to give the token. */
async function readAll(scene: Scene, sandboxId: string): Promise<string> {
  const { client } = scene;
  const answers = [
    await client.getSandbox({ sandboxId, view: 'SANDBOX_VIEW_LIVE' }),
    await client.listSandboxes({ showReleased: true }),
    await client.explainSandbox({ sandboxId }),
    await client.listEvents({}),
    await client.discoverSandbox({ session: { session: 's1' } }),
    await client.listTemplates({}),
    await client.getInfo({}),
    await client.listOrphans({}),
  ];
  return JSON.stringify(answers);
}

function filesBelow(directory: string): readonly string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

test('no answer, event, error or log line holds the value of a variable or a token, and no file in clear', async () => {
  const scene = await sceneWithSecrets();
  const environment = { API_KEY: canary };
  const request = { session: { session: 's1' }, environment, requestId: 'request-1' };
  const answer = await scene.client.acquireSandbox(request);
  const { id: sandboxId } = sandboxOf(answer);
  const secrets = [canary, templateCanary, answer.token];
  // They do reach the sandbox, so that their absence elsewhere means something.
  const shown = await scene.client.runExec({ sandboxId, argv: ['env'], environment: { EXEC_KEY: `${canary}-exec` } });
  for (const secret of secrets) expect(shown.stdout.toString()).toContain(secret);
  const refusal = await refusalOf(
    scene.client.acquireSandbox({ session: { session: 's2' }, template: 'bad', environment }),
  );
  await refusalOf(scene.client.acquireSandbox({ session: { session: 's3' }, environment: { SECRET_TOKEN: canary } }));
  await refusalOf(scene.client.acquireSandbox({ session: { session: 's3' }, environment: { 'BAD NAME': canary } }));
  await refusalOf(scene.client.runExec({ sandboxId, argv: ['no-such-command', canary], environment }));
  const seen = [
    await readAll(scene, sandboxId),
    JSON.stringify([refusal.message, refusal.metadata]),
    scene.daemon.logs(),
  ];
  await scene.daemon.stop();
  seen.push(scene.daemon.logs());
  for (const secret of secrets) {
    for (const text of seen) expect(text.includes(secret), `a secret in ${text.slice(0, 60)}`).toBe(false);
    for (const file of filesBelow(scene.daemon.stateDir)) {
      expect(readFileSync(file).includes(secret), `a secret in ${file}`).toBe(false);
      expect(statSync(file).mode & 0o077, `the mode of ${file}`).toBe(0);
    }
  }
  const labels = JSON.stringify((await scene.engine.containers()).map((container) => container.labels));
  for (const secret of secrets) expect(labels.includes(secret)).toBe(false);
});

test('the token is in the answers of Acquire, Create and GetCredentials only, and is the same after a restart', async () => {
  const scene = await sceneWithSecrets();
  const { token, sandbox } = await scene.client.acquireSandbox({ session: { session: 's1' } });
  const sandboxId = sandbox?.id ?? '';
  expect(token.length).toBeGreaterThan(20);
  await scene.daemon.restart();
  expect(await scene.client.getSandboxCredentials({ sandboxId })).toEqual({ token, tokenEnv: 'SECRET_TOKEN' });
  expect((await scene.client.acquireSandbox({ session: { session: 's1' } })).token).toBe(token);
});

test('variables of a request live on in a restored generation', async () => {
  const scene = await sceneWithSecrets();
  const { id: sandboxId, containerName } = await acquire(scene, 's1', { environment: { API_KEY: canary } });
  await scene.daemon.kill();
  await scene.engine.control({ action: 'remove_container', name: containerName });
  await scene.daemon.start();
  await acquire(scene);
  const shown = await scene.client.runExec({ sandboxId, argv: ['env'] });
  expect(shown.stdout.toString()).toContain(`API_KEY=${canary}`);
});

test('ports are published on loopback (B3-76)', async () => {
  const scene = await startScene();
  await acquire(scene);
  const addresses = (await scene.engine.containers()).flatMap(({ ports }) =>
    ports.map(({ hostAddress }) => hostAddress),
  );
  expect(addresses).toEqual(['127.0.0.1']);
});
