// Access tokens: who may call, what a role may do, and that a namespace is closed to the tokens of others.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { describe, expect, onTestFinished, test } from 'vitest';

import { findService, serviceNames } from '../../src/client/contract.ts';
import { toRpcError } from '../../src/client/status-details.ts';
import { methodAccess } from '../../src/grpc/method-access.ts';
import { sharedAccessScene, startAccessScene } from '../support/access-scene.ts';
import { runInProcess } from '../support/cli.ts';
import { refusalOf, sandboxOf, startScene } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const shared = sharedAccessScene({ templates: { pooled: { pool: { size: 1 } } } });
const program = path.resolve(import.meta.dirname, '../../bin/sandkeepd.js');

describe('a token', () => {
  test('is asked for on every method, whatever the request says', async () => {
    const { scene } = shared();
    for (const method of Object.keys(methodAccess).filter((name) => methodAccess[name]?.role !== null)) {
      expect([method, await reasonOf(scene.daemon.socketPath, method, {}, null)]).toEqual([method, 'TOKEN_REQUIRED']);
      const wrong = `skt_0_${'0'.repeat(64)}`;
      expect([method, await reasonOf(scene.daemon.socketPath, method, {}, wrong)]).toEqual([method, 'TOKEN_INVALID']);
    }
    // Whoever supervises the daemon may ask how it is.
    await scene.client.waitForReady(5000);
  });

  test('is kept as a hash, and works after a restart', async () => {
    const { scene, admin } = await startAccessScene();
    await admin.client.getInfo({});
    const copy = await admin.client.backup({});
    expect(readFileSync(copy.path).includes(admin.secret)).toBe(false);
    await scene.daemon.stop();
    for (const file of readdirSync(scene.daemon.stateDir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(path.join(file.parentPath, file.name));
      expect([file.name, bytes.includes(admin.secret.slice(-64))]).toEqual([file.name, false]);
    }
    expect(scene.daemon.logs().includes(admin.secret)).toBe(false);
    await scene.daemon.start();
    const [listed] = (await admin.client.listTokens({})).accessTokens;
    expect(listed).toMatchObject({ id: admin.id, role: 'ACCESS_ROLE_ADMIN', allNamespaces: true, revokeTime: null });
    expect(listed?.lastUsedTime).not.toBeNull();
  });

  test('must say what it is for: no namespace is not all of them (R12)', async () => {
    const { admin } = shared();
    const make = (request: Parameters<typeof admin.client.createToken>[0]) =>
      refusalOf(admin.client.createToken(request));
    const wrong = [
      { label: 'x', role: 'ACCESS_ROLE_CLIENT' },
      { label: 'x', role: 'ACCESS_ROLE_READ', namespaces: [''] },
      { label: 'x', role: 'ACCESS_ROLE_ADMIN', namespaces: ['a2'] },
      { label: 'x', role: 'ACCESS_ROLE_CLIENT', namespaces: ['a2'], allNamespaces: true },
      { label: 'x', namespaces: ['a2'] },
      { label: '', role: 'ACCESS_ROLE_ADMIN' },
    ] as const;
    for (const request of wrong) {
      const namespaces = 'namespaces' in request ? [...request.namespaces] : [];
      expect((await make({ ...request, namespaces })).reason).toBe('INVALID_FIELD');
    }
  });

  test('that is revoked opens nothing, and ends the streams and waits that are open with it', async () => {
    const { scene, admin, token } = shared();
    const { client, id } = await token('CLIENT', ['a3']);
    const sandboxId = sandboxOf(await client.acquireSandbox({ session: { namespace: 'a3', session: 's' } })).id;
    const seen: string[] = [];
    const watching = refusalOf(
      (async () => {
        for await (const message of client.watchEvents({})) seen.push(message.ready ? 'ready' : 'other');
      })(),
    );
    const exec = client.exec({ start: { sandboxId, shell: 'sleep 600' } });
    const { execId } = await exec.started;
    const waiting = refusalOf(client.waitExec({ sandboxId, execId }));
    const ended = refusalOf(drained(exec.output));
    await waitUntil(() => seen.length > 0, { timeoutMs: 10_000, what: 'the watch is open' });
    await admin.client.revokeToken({ tokenId: id });
    expect((await watching).reason).toBe('TOKEN_INVALID');
    expect((await ended).reason).toBe('TOKEN_INVALID');
    expect((await waiting).reason).toBe('TOKEN_INVALID');
    expect((await refusalOf(client.getInfo({}))).reason).toBe('TOKEN_INVALID');
    await scene.daemon.restart();
    expect((await refusalOf(client.getInfo({}))).reason).toBe('TOKEN_INVALID');
    const again = await admin.client.revokeToken({ tokenId: id });
    expect(again.accessToken?.revokeTime).not.toBeNull();
    expect((await refusalOf(admin.client.revokeToken({ tokenId: 'none' }))).reason).toBe('TOKEN_NOT_FOUND');
  });

  test('that is revoked in the middle of a named create leaves it to be found by its name (R8)', async () => {
    const { scene, admin, token } = await startAccessScene();
    await scene.engine.control({ action: 'delays', delays: { createDelayMs: 1000 } });
    const request = { session: { namespace: 'a', session: 's' }, requestId: 'r1' };
    const { client, id } = await token('CLIENT', ['a']);
    const other = await token('CLIENT', ['a']);
    const first = refusalOf(client.createSandbox(request));
    await waitUntil(async () => (await admin.client.listSandboxes({})).sandboxes.length === 1, {
      timeoutMs: 10_000,
      what: 'the create has begun',
    });
    const joined = other.client.createSandbox(request);
    await admin.client.revokeToken({ tokenId: id });
    expect((await first).reason).toBe('TOKEN_INVALID');
    const made = sandboxOf(await joined);
    const again = sandboxOf(await other.client.createSandbox(request));
    expect(again.id).toBe(made.id);
    expect((await admin.client.listSandboxes({})).sandboxes.map((sandbox) => sandbox.id)).toEqual([made.id]);
  });

  test('is one of at most access.max_tokens; revoked ones make room', async () => {
    const { admin, token } = await startAccessScene({ config: { access: { max_tokens: 2 } } });
    const second = await token('READ', 'all');
    expect((await refusalOf(token('READ', 'all'))).reason).toBe('TOO_MANY_TOKENS');
    await admin.client.revokeToken({ tokenId: second.id });
    await token('READ', 'all');
  });
});

describe('a role', () => {
  test('is what its row says, on every method', async () => {
    const { scene, token } = shared();
    const { socketPath } = scene.daemon;
    const tokens = { read: await token('READ', 'all'), client: await token('CLIENT', 'all') };
    for (const [method, { role }] of Object.entries(methodAccess)) {
      if (role === 'client')
        expect([method, await reasonOf(socketPath, method, {}, tokens.read.secret)]).toEqual([method, 'ROLE_DENIED']);
      if (role === 'admin')
        expect([method, await reasonOf(socketPath, method, {}, tokens.client.secret)]).toEqual([method, 'ROLE_DENIED']);
    }
  });

  test('"read" sees and does not touch', async () => {
    const { admin, token } = shared();
    const sandboxId = sandboxOf(await admin.client.acquireSandbox({ session: { namespace: 'read', session: 's' } })).id;
    const { client } = await token('READ', 'all');
    expect(sandboxOf(await client.getSandbox({ sandboxId })).id).toBe(sandboxId);
    expect((await refusalOf(client.getSandbox({ sandboxId, touch: true }))).reason).toBe('ROLE_DENIED');
    // What it finds of the container would be booked.
    const live = client.getSandbox({ sandboxId, view: 'SANDBOX_VIEW_LIVE' });
    expect((await refusalOf(live)).reason).toBe('ROLE_DENIED');
  });
});

describe('a namespace', () => {
  test('is closed to tokens of others: their sandboxes cannot be named by any method', async () => {
    const { scene, admin, token } = shared();
    const record = sandboxOf(await admin.client.acquireSandbox({ session: { namespace: 'b6', session: 's' } }));
    const { secret, client } = await token('CLIENT', ['a6', 'c6']);
    const rows = Object.entries(methodAccess).flatMap(([method, { subject }]) =>
      subject.kind === 'sandbox' ? subject.paths.map((at) => ({ method, at })) : [],
    );
    expect(rows.length).toBeGreaterThan(30);
    for (const name of [record.id, record.id.slice(0, 20), record.containerName]) {
      for (const { method, at } of rows) {
        const reason = await reasonOf(scene.daemon.socketPath, method, requestWith(at, name), secret);
        expect([method, name, reason]).toEqual([method, name, 'SANDBOX_NOT_FOUND']);
      }
    }
    // What is unknown counts as released.
    expect((await client.releaseSandbox({ sandboxId: record.id, force: true })).sandbox).toBeNull();
    expect(sandboxOf(await admin.client.getSandbox({ sandboxId: record.id })).state).toBe('SANDBOX_STATE_RUNNING');
  });

  test('is closed to tokens of others: sessions, creates and filters that name it are refused', async () => {
    const { scene, admin, token } = shared();
    await admin.client.acquireSandbox({ session: { namespace: 'b7', session: 's' } });
    const { secret } = await token('CLIENT', ['a7']);
    for (const [method, { subject }] of Object.entries(methodAccess)) {
      const requests =
        subject.kind === 'session'
          ? [requestWith(`${subject.path}.namespace`, 'b7'), requestWith(`${subject.path}.session`, 's')]
          : subject.kind === 'new'
            ? [
                requestWith(`${subject.session}.namespace`, 'b7'),
                requestWith(`${subject.session}.session`, 's'),
                ...(subject.namespace === null ? [] : [requestWith(subject.namespace, 'b7'), {}]),
              ]
            : subject.kind === 'filter'
              ? [requestWith(subject.path, 'b7')]
              : subject.kind === 'daemon'
                ? [{}]
                : [];
      for (const request of requests) {
        const reason = await reasonOf(scene.daemon.socketPath, method, request, secret);
        const expected = methodAccess[method]?.role === 'admin' ? 'ROLE_DENIED' : 'NAMESPACE_DENIED';
        expect([method, request, reason]).toEqual([method, request, expected]);
      }
    }
  });

  test('is closed to tokens of others: lists, watches and figures leave it out', async () => {
    const { admin, token } = shared();
    const ids = new Map<string, string>();
    for (const namespace of ['a8', 'b8', 'c8']) {
      ids.set(namespace, sandboxOf(await admin.client.acquireSandbox({ session: { namespace, session: 's' } })).id);
    }
    const { client } = await token('CLIENT', ['a8', 'c8']);
    const mine = [ids.get('a8'), ids.get('c8')];
    const foreign = ids.get('b8') ?? '';
    const { sandboxes } = await client.listSandboxes({});
    expect(sandboxes.map(({ id }) => id)).toEqual(mine);
    const { sessions } = await client.listSessions({});
    expect(sessions.map(({ key }) => key?.namespace)).toEqual(['a8', 'c8']);
    for (const filter of [{}, { sandboxId: foreign }, { sandboxId: foreign.slice(0, 20) }]) {
      const { events } = await client.listEvents({ filter });
      expect(events.filter(({ sandboxId }) => !mine.includes(sandboxId))).toEqual([]);
    }
    const watched: string[] = [];
    for await (const { event, ready } of client.watchEvents({ fromStart: true })) {
      if (event) watched.push(event.sandboxId);
      if (ready) break;
    }
    for await (const { stats } of client.streamStats({})) {
      expect(new Set(stats.map(({ sandboxId }) => sandboxId))).toEqual(new Set(mine));
      break;
    }
    expect((await refusalOf(first(client.streamStats({ sandboxId: foreign })))).reason).toBe('SANDBOX_NOT_FOUND');
    const info = await client.getInfo({});
    expect(info).toMatchObject({ sandboxes: {}, degraded: [], loops: [], processId: 0, eventSeq: '0' });
  });

  test('is closed to tokens of others: nothing of it is ended by a release of all', async () => {
    const { admin, token } = shared();
    for (const namespace of ['a9', 'b9']) await admin.client.acquireSandbox({ session: { namespace, session: 's' } });
    const { client } = await token('CLIENT', ['a9']);
    expect(await client.releaseAllSandboxes({ all: true, force: true, wait: true })).toMatchObject({
      matched: 1,
      released: 1,
    });
    const { sandboxes } = await admin.client.listSandboxes({ filter: { namespace: 'b9' } });
    expect(sandboxes.map(({ state }) => state)).toEqual(['SANDBOX_STATE_RUNNING']);
  });

  test('is not left by a path of the host or of the storage', async () => {
    const { token } = shared();
    const { client } = await token('CLIENT', ['a10']);
    const session = { namespace: 'a10', session: 's' };
    for (const place of [{ workspaceDir: '/srv/other' }, { storagePath: 'other/place' }]) {
      expect((await refusalOf(client.acquireSandbox({ session, ...place }))).reason).toBe('NAMESPACE_DENIED');
      expect((await refusalOf(client.createSandbox({ session, ...place }))).reason).toBe('NAMESPACE_DENIED');
    }
  });

  test('gives no answer that was made for another token under the same request_id', async () => {
    const { admin, token } = shared();
    for (const namespace of ['a11', 'b11']) await admin.client.acquireSandbox({ session: { namespace, session: 's' } });
    const request = { all: true, dryRun: true, requestId: 'same' };
    const [one, other] = [await token('CLIENT', ['a11']), await token('CLIENT', ['b11'])];
    const first = await one.client.releaseAllSandboxes(request);
    const second = await other.client.releaseAllSandboxes(request);
    expect([first.matched, second.matched]).toEqual([1, 1]);
    expect(second.sandboxIds).not.toEqual(first.sandboxIds);
  });

  test('has no warm sandbox: those of pools are nobody’s until they are claimed', async () => {
    const { admin, token } = shared();
    await admin.client.prewarmPool({ template: 'pooled', count: 1, wait: true });
    const [warm] = (await admin.client.listSandboxes({ filter: { states: ['SANDBOX_STATE_WARM'] } })).sandboxes;
    const { client } = await token('CLIENT', ['default', 'a12']);
    expect(warm).toBeDefined();
    expect((await client.listSandboxes({})).sandboxes).toEqual([]);
    const run = client.runExec({ sandboxId: warm?.id ?? '', argv: ['true'] });
    expect((await refusalOf(run)).reason).toBe('SANDBOX_NOT_FOUND');
    const claimed = await client.acquireSandbox({ session: { namespace: 'a12', session: 's' }, template: 'pooled' });
    expect(sandboxOf(claimed).id).toBe(warm?.id);
  });
});

test('a daemon that asks for tokens and has none says so', async () => {
  const { daemon } = await startScene({ config: { access: { tokens: 'required' } } });
  expect(daemon.logs()).toContain('sandkeepd --create-admin-token');
});

describe('the command line', () => {
  test('makes the first token while no daemon runs, and with it the others', async () => {
    const { scene } = await startAccessScene();
    const argv = [program, '--config', scene.daemon.configPath, '--create-admin-token'];
    const busy = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    expect([busy.status, busy.stdout]).toEqual([75, '']);
    await scene.daemon.stop();
    const made = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    expect([made.status, made.stdout]).toEqual([0, expect.stringMatching(/^skt_[0-9a-z]{20}_[0-9a-f]{64}\n$/)]);
    await scene.daemon.start();
    const file = path.join(scene.directory, 'token');
    writeFileSync(file, made.stdout, { mode: 0o600 });
    const socket = ['--socket', scene.daemon.socketPath];
    const byFile = [...socket, '--token-file', file];
    const created = await runInProcess([
      'token',
      'create',
      'ci',
      '--role',
      'read',
      '--for',
      'a',
      '--for',
      'b',
      ...byFile,
    ]);
    expect([created.exitCode, created.stdout]).toEqual([0, expect.stringMatching(/^skt_/)]);
    const env = { SANDKEEP_TOKEN: created.stdout.trim() };
    expect((await runInProcess(['ls', ...socket], { env })).exitCode).toBe(0);
    const refused = await runInProcess(['token', 'ls', ...socket], { env });
    expect(refused.stderr).toContain('needs a token of role admin');
    const listed = await runInProcess(['token', 'ls', ...byFile]);
    expect(listed.stdout).toMatch(/ci +read +a, b/);
    expect(listed.stdout).not.toContain(env.SANDKEEP_TOKEN);
    const [, id = ''] = env.SANDKEEP_TOKEN.split('_');
    expect((await runInProcess(['token', 'revoke', id, ...byFile])).stdout).toBe(`revoked ${id}\n`);
    const gone = await runInProcess(['ls', ...socket], { env });
    expect(gone.stderr).toContain('was revoked');
    const none = await runInProcess(['ls', ...socket]);
    expect(none.stderr).toContain('SANDKEEP_TOKEN');
    const unclear = await runInProcess(['token', 'create', 'x', ...byFile]);
    expect([unclear.exitCode, unclear.stdout]).toEqual([2, '']);
  });
});

/** How the daemon refuses the method; "" where it does not. */
async function reasonOf(socketPath: string, name: string, request: object, token: string | null): Promise<string> {
  const client = new Client(`unix:${socketPath}`, credentials.createInsecure());
  onTestFinished(() => client.close());
  const method = serviceNames.map((service) => findService(service)[name]).find((found) => found !== undefined);
  if (method === undefined) throw new Error(`the contract has no ${name}`);
  const metadata = new Metadata();
  if (token !== null) metadata.set('authorization', `Bearer ${token}`);
  const { promise, resolve } = Promise.withResolvers<ServiceError | null>();
  const call = client.makeBidiStreamRequest(method.path, method.requestSerialize, (bytes) => bytes, metadata, {
    deadline: Date.now() + 10_000,
  });
  call.on('error', (error: ServiceError) => resolve(error));
  call.on('end', () => resolve(null));
  call.on('data', () => {
    call.cancel();
    resolve(null);
  });
  call.write(request);
  call.end();
  const error = await promise;
  client.close();
  return error === null ? '' : toRpcError(error).reason;
}

/** A request with that field, by its path. */
function requestWith(at: string, value: string): Record<string, unknown> {
  const [name = '', ...rest] = at.split('.');
  return { [name]: rest.length === 0 ? value : requestWith(rest.join('.'), value) };
}

async function drained(output: AsyncIterable<unknown>): Promise<void> {
  for await (const piece of output) expect(piece).toBeDefined();
}

async function first<T>(stream: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of stream) return item;
  return undefined;
}
