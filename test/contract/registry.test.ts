// Pulling from a real registry on loopback, open and with a password.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import type { PullProgress, Runtime } from '../../src/ports/runtime.ts';
import { type Registry, startRegistry } from '../engines/engines.ts';
import { type AvailableEngine, describeWithEngine } from '../support/engine-gate.ts';
import { call, makeId } from '../support/spec.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { publishImage } from './docker/publish.ts';
import { makeRuntime } from './docker/subject.ts';
import { expectReason } from './runtime/fixture.ts';

const setupTimeoutMs = 600_000;
const testTimeoutMs = 60_000;
const login = { user: 'sandkeep', password: 'a-password-of-the-test' };
const noProgress = (): void => {};

await describeWithEngine('images from a registry', (engine) => {
  describe('open', { timeout: testTimeoutMs }, () => openClauses(engine));
  describe('with a password', { timeout: testTimeoutMs }, () => passwordClauses(engine));
});

function openClauses(available: AvailableEngine): void {
  const registry = useRegistry(() => startRegistry());

  test('a missing image is pulled once with progress, and then it is there', async () => {
    const { runtime } = await runtimeFor(available);
    const image = await publish(registry());
    const seen: PullProgress[] = [];
    const first = await runtime.ensureImage(image, 'missing', (progress) => seen.push(progress), call());
    expect(first.pulled).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    const again = await runtime.ensureImage(image, 'missing', noProgress, call());
    expect(again).toEqual({ digest: first.digest, pulled: false });
    expect(await runtime.ensureImage(image, 'never', noProgress, call())).toEqual(again);
  });

  test('callers at the same time share one pull and all see its progress', async () => {
    const { runtime } = await runtimeFor(available);
    const name = `shared/${makeId()}`;
    await publishImage(registry().url, name, 'latest');
    const image = `${registry().host}/${name}:latest`;
    const seen: PullProgress[][] = [[], [], []];
    const pulled = await Promise.all(
      seen.map(async (own) => await runtime.ensureImage(image, 'missing', (progress) => own.push(progress), call())),
    );
    expect(new Set(pulled.map(({ digest }) => digest)).size).toBe(1);
    // One that came when the pull had ended found the image there, and saw none of it.
    for (const [index, own] of seen.entries()) expect(own.length > 0).toBe(pulled[index]?.pulled);
    expect(pulled.some((image) => image.pulled)).toBe(true);
    const log = await logOf(registry());
    expect(log.filter((line) => /GET .*\/blobs\//.test(line) && line.includes(name)).length).toBeLessThanOrEqual(4);
  });

  test('a caller that leaves does not end the pull of the others', async () => {
    const { runtime } = await runtimeFor(available);
    const image = await publish(registry());
    const controller = new AbortController();
    const leaving = runtime.ensureImage(image, 'always', noProgress, call(undefined, controller.signal));
    const staying = runtime.ensureImage(image, 'always', noProgress, call());
    const left = expectReason(leaving, 'CALL_CANCELLED');
    controller.abort();
    await left;
    expect((await staying).digest).toMatch(/^sha256:/);
  });

  test('when all have left, the next one pulls anew', async () => {
    const { runtime } = await runtimeFor(available);
    const image = await publish(registry());
    const controller = new AbortController();
    const left = expectReason(
      runtime.ensureImage(image, 'missing', noProgress, call(undefined, controller.signal)),
      'CALL_CANCELLED',
    );
    controller.abort();
    await left;
    expect((await runtime.ensureImage(image, 'missing', noProgress, call())).digest).toMatch(/^sha256:/);
  });

  test('always fetches what the tag has become, and says when nothing changed', async () => {
    const { runtime } = await runtimeFor(available);
    const name = `moving/${makeId()}`;
    const image = `${registry().host}/${name}:latest`;
    await publishImage(registry().url, name, 'latest');
    const first = await runtime.ensureImage(image, 'always', noProgress, call());
    const unchanged = await runtime.ensureImage(image, 'always', noProgress, call());
    expect(unchanged).toEqual({ digest: first.digest, pulled: false });
    await publishImage(registry().url, name, 'latest');
    const moved = await runtime.ensureImage(image, 'always', noProgress, call());
    expect(moved.pulled).toBe(true);
    expect(moved.digest).not.toBe(first.digest);
  });

  test('an image can be named by its digest, and without a tag it is "latest"', async () => {
    const { runtime } = await runtimeFor(available);
    const name = `plain/${makeId()}`;
    const digest = await publishImage(registry().url, name, 'latest');
    const byDigest = await runtime.ensureImage(`${registry().host}/${name}@${digest}`, 'missing', noProgress, call());
    const byName = await runtime.ensureImage(`${registry().host}/${name}`, 'always', noProgress, call());
    expect(byName.digest).toBe(byDigest.digest);
  });

  test('a tag or repository that is not there is IMAGE_NOT_FOUND', async () => {
    const { runtime } = await runtimeFor(available);
    const image = await publish(registry());
    await expectReason(runtime.ensureImage(`${image}-other`, 'missing', noProgress, call()), 'IMAGE_NOT_FOUND');
    const elsewhere = `${registry().host}/nobody/${makeId()}:latest`;
    await expectReason(runtime.ensureImage(elsewhere, 'missing', noProgress, call()), 'IMAGE_NOT_FOUND');
    await expectReason(runtime.ensureImage('NOT A NAME', 'missing', noProgress, call()), 'IMAGE_NOT_FOUND');
  });

  test('a registry that does not answer is IMAGE_PULL_FAILED', async () => {
    const { runtime } = await runtimeFor(available);
    const outcome = runtime.ensureImage('127.0.0.1:1/nobody/home:latest', 'missing', noProgress, call());
    await expectReason(outcome, 'IMAGE_PULL_FAILED');
  });

  test('a pull ends with its own deadline', async () => {
    const { runtime } = await runtimeFor(available);
    const image = await publish(registry());
    await expectReason(runtime.ensureImage(image, 'always', noProgress, call(1)), 'RUNTIME_TIMEOUT');
  });
}

function passwordClauses(available: AvailableEngine): void {
  const registry = useRegistry(() => startRegistry({ htpasswd: login }));

  test('without credentials it is IMAGE_PULL_DENIED', async () => {
    const { runtime } = await runtimeFor(available);
    const image = await publish(registry(), login);
    await expectReason(runtime.ensureImage(image, 'missing', noProgress, call()), 'IMAGE_PULL_DENIED');
  });

  test('a wrong password is IMAGE_PULL_DENIED, and is not in the error (R10)', async () => {
    const { runtime, dockerConfigDir } = await runtimeFor(available);
    const image = await publish(registry(), login);
    await writeConfig(dockerConfigDir, { auths: { [registry().host]: { auth: encoded('sandkeep:a-wrong-secret') } } });
    const error = await expectReason(runtime.ensureImage(image, 'missing', noProgress, call()), 'IMAGE_PULL_DENIED');
    expect(error.message).not.toContain('a-wrong-secret');
  });

  test('credentials of docker’s config file are used', async () => {
    const { runtime, dockerConfigDir } = await runtimeFor(available);
    const image = await publish(registry(), login);
    const auth = encoded(`${login.user}:${login.password}`);
    await writeConfig(dockerConfigDir, { auths: { [`http://${registry().host}/v2/`]: { auth } } });
    expect((await runtime.ensureImage(image, 'missing', noProgress, call())).pulled).toBe(true);
  });

  test('a credential helper is asked for the registry', async () => {
    const { runtime, dockerConfigDir } = await runtimeFor(available);
    const image = await publish(registry(), login);
    const answer = JSON.stringify({ ServerURL: registry().host, Username: login.user, Secret: login.password });
    await installHelper('sandkeep-test', `read -r asked; [ "$asked" = "${registry().host}" ] && echo '${answer}'`);
    await writeConfig(dockerConfigDir, { credHelpers: { [registry().host]: 'sandkeep-test' } });
    expect((await runtime.ensureImage(image, 'missing', noProgress, call())).pulled).toBe(true);
  });

  test('a helper that fails leaves the pull to be denied, not to hang', async () => {
    const { runtime, dockerConfigDir } = await runtimeFor(available);
    const image = await publish(registry(), login);
    await installHelper('sandkeep-broken', 'exit 3');
    await writeConfig(dockerConfigDir, { credsStore: 'sandkeep-broken' });
    await expectReason(runtime.ensureImage(image, 'missing', noProgress, call()), 'IMAGE_PULL_DENIED');
  });
}

function useRegistry(start: () => Promise<Registry>): () => Registry {
  let registry: Registry | undefined;
  beforeAll(async () => {
    registry = await start();
  }, setupTimeoutMs);
  afterAll(async () => await registry?.stop(), setupTimeoutMs);
  return () => {
    if (registry === undefined) throw new Error('the registry was not started');
    return registry;
  };
}

async function runtimeFor(available: AvailableEngine): Promise<{ runtime: Runtime; dockerConfigDir: string }> {
  const dockerConfigDir = await temporaryDirectory('docker-config');
  const runtime = makeRuntime({
    instanceId: makeId(),
    host: available.host,
    spoolDir: dockerConfigDir,
    dockerConfigDir,
  });
  onTestFinished(async () => await runtime.close());
  return { runtime, dockerConfigDir };
}

async function publish(registry: Registry, credentials?: typeof login): Promise<string> {
  const name = `test/${makeId()}`;
  await publishImage(registry.url, name, 'v1', credentials);
  return `${registry.host}/${name}:v1`;
}

async function writeConfig(directory: string, config: object): Promise<void> {
  await writeFile(path.join(directory, 'config.json'), JSON.stringify(config));
}

/** A program of that name on the PATH until the test ends. */
async function installHelper(name: string, script: string): Promise<void> {
  const directory = await temporaryDirectory('helper');
  await writeFile(path.join(directory, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const before = process.env['PATH'];
  process.env['PATH'] = `${directory}:${before ?? ''}`;
  onTestFinished(() => {
    process.env['PATH'] = before;
  });
}

async function logOf(registry: Registry): Promise<readonly string[]> {
  const files = (await readdir(registry.directory)).filter((file) => file.endsWith('.log'));
  const texts = await Promise.all(
    files.map(async (file) => await readFile(path.join(registry.directory, file), 'utf8')),
  );
  return texts.flatMap((content) => content.split('\n'));
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}
