// What only real engines do: foreign containers, lost answers, evidence, and the security settings as the kernel sees them.

import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { ownershipLabels } from '../../../src/domain/runtime-spec.ts';
import type { SecuritySettings } from '../../../src/domain/template.ts';
import { askEngine, askEngineJson } from '../../engines/engineApi.ts';
import { testImages } from '../../images/images.ts';
import { call, makeId } from '../../support/spec.ts';
import { waitUntil } from '../../support/wait.ts';
import { execute, expectReason, Instances, phaseOf, shell, text } from '../runtime/fixture.ts';
import { type AvailableEngine, dockerSubject } from './subject.ts';

const setupTimeoutMs = 180_000;
const settleTimeoutMs = 30_000;
const mebibyte = 1024 * 1024;
const strict: SecuritySettings = { class: 'strict', extraCapabilities: [], readOnlyRoot: true, seccomp: 'default' };
const compat: SecuritySettings = { class: 'compat', extraCapabilities: [], readOnlyRoot: false, seccomp: 'default' };

export function engineClauses(engine: AvailableEngine): void {
  describe(`docker engine (${engine.name})`, { timeout: 60_000 }, () => {
    let instances: Instances | undefined;
    const current = (): Instances => {
      if (instances === undefined) throw new Error('the subject was not made');
      return instances;
    };

    beforeAll(async () => {
      const subject = await dockerSubject(engine);
      instances = new Instances(subject, await subject.runtime.connect(call()));
    }, setupTimeoutMs);
    afterEach(async () => await instances?.removeAll(), setupTimeoutMs);
    afterAll(async () => {
      await instances?.runtime.close();
      await instances?.subject.cleanup();
    }, setupTimeoutMs);

    describe('ownership', () => ownershipClauses(current, engine));
    describe('lost answers', () => lostAnswerClauses(current, engine));
    describe('evidence', () => evidenceClauses(current));
    describe('ports and networks', () => networkClauses(current));
    describe('security', () => securityClauses(current, engine));
    describe('refusals', () => refusalClauses(current));
  });
}

function ownershipClauses(current: () => Instances, engine: AvailableEngine): void {
  test('a foreign container with our very name is NAME_TAKEN and stays (R5)', async () => {
    const spec = current().spec();
    const id = await createForeign(engine, spec.ref.name, {});
    await expectReason(current().runtime.create(spec, call()), 'NAME_TAKEN');
    expect(await current().runtime.inspect(spec.ref, call())).toEqual({ kind: 'absent' });
    await current().runtime.remove(spec.ref, call());
    expect(await existsOnEngine(engine, id)).toBe(true);
    await removeForeign(engine, id);
  });

  test('decoys with our name prefix and with damaged labels are neither listed nor touched (R5)', async () => {
    const { subject, runtime } = current();
    const prefix = `sandkeep-${subject.instanceId.slice(0, 8)}`;
    const decoys = [
      await createForeign(engine, `${prefix}-decoy-g1`, {}),
      await createForeign(engine, `${prefix}-other-g1`, { [ownershipLabels.instance]: `${subject.instanceId}x` }),
      await createForeign(engine, `${prefix}-broken-g1`, { [ownershipLabels.instance]: subject.instanceId }),
    ];
    const ours = await current().create();
    expect((await runtime.list(call())).map(({ ref }) => ref.name)).toEqual([ours.ref.name]);
    await runtime.remove(ours.ref, call());
    for (const id of decoys) expect(await existsOnEngine(engine, id)).toBe(true);
    for (const id of decoys) await removeForeign(engine, id);
  });

  test('a container id that is not of this sandbox is not believed (R5)', async () => {
    const id = await createForeign(engine, `foreign-${makeId()}`, {});
    const ref = { ...current().spec().ref, containerId: id };
    expect(await current().runtime.inspect(ref, call())).toEqual({ kind: 'absent' });
    await removeForeign(engine, id);
  });
}

function lostAnswerClauses(current: () => Instances, engine: AvailableEngine): void {
  test('whenever a create is aborted, the same create ends in one container (R1)', async () => {
    for (const delayMs of [0, 1, 2, 4, 8, 16, 32]) {
      const spec = current().spec();
      const controller = new AbortController();
      current().willCreate(spec);
      const creating = current().runtime.create(spec, call(undefined, controller.signal));
      setTimeout(() => controller.abort(), delayMs);
      await Promise.allSettled([creating]);
      await waitUntil(async () => (await current().runtime.create(spec, call())).phase === 'created', {
        timeoutMs: settleTimeoutMs,
        what: `the create aborted after ${delayMs} ms is settled`,
      });
      expect(await containersOf(engine, spec.ref.sandboxId)).toHaveLength(1);
    }
  });

  test('a remove that finds the removal in progress confirms absence all the same (R6)', async () => {
    const { ref } = await current().run();
    const path = `/containers/${ref.name}?force=1`;
    const foreign = askEngine(engine.host, { method: 'DELETE', path });
    await current().runtime.remove(ref, call());
    expect(await existsOnEngine(engine, ref.name)).toBe(false);
    await foreign;
  });
}

function evidenceClauses(current: () => Instances): void {
  test('a memory limit that kills PID 1 is told as such', async () => {
    const { ref } = await current().run({
      image: testImages.oom,
      environment: { DELAY: '0' },
      limits: { ...current().spec().limits, memoryBytes: 32 * mebibyte },
    });
    const evidence = await current().runtime.waitExit(ref, call());
    expect(evidence.exitCode).toBe(137);
    // Podman does not notice on every host; it may say less, never something else.
    if (isPodman(current())) return;
    expect(evidence).toMatchObject({ oomKilled: true, message: expect.stringContaining('memory') });
  });

  test('a PID 1 that is deaf to the stop signal is killed after the grace and says so', async () => {
    const { ref } = await current().run({ image: testImages.deaf });
    await current().runtime.stop(ref, 300, call());
    expect((await current().runtime.waitExit(ref, call())).exitCode).toBe(137);
  });

  test('the log of a sandbox that floods it is bounded, and its tail is quick', async () => {
    const { ref } = await current().run({ image: testImages.flood, environment: { FLOOD_BYTES: '20000000' } });
    let lines: readonly string[] = [];
    const readTail = async (): Promise<boolean> => {
      lines = await current().runtime.logTail(ref, 5, call());
      return lines.length === 5;
    };
    await waitUntil(readTail, { timeoutMs: settleTimeoutMs, what: 'the flood is in the log' });
    // A rotation may cut a line.
    expect(lines.join()).toMatch(/flood/);
  });

  test('a command that cannot be started is refused, or ends with its init’s words', async () => {
    const { ref } = await current().create({ command: ['/no/such/program'], image: testImages.noshell });
    if (!current().info.capabilities.init) {
      const error = await expectReason(current().runtime.start(ref, call()), 'CREATE_REFUSED');
      expect(error.message).toMatch(/no such file|not found/i);
      return;
    }
    await current().runtime.start(ref, call());
    expect((await current().runtime.waitExit(ref, call())).exitCode).toBe(127);
    expect((await current().runtime.logTail(ref, 5, call())).join('\n')).toContain('/no/such/program');
  });
}

function networkClauses(current: () => Instances): void {
  test('a port published on loopback is refused on every other address', async () => {
    const { observed } = await current().run();
    const [port] = observed.ports;
    expect(port?.hostAddress).toBe('127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) expect(await accepts(address, port?.hostPort ?? 0)).toBe(false);
    await waitUntil(async () => await accepts('127.0.0.1', port?.hostPort ?? 0), {
      timeoutMs: settleTimeoutMs,
      what: 'the port answers on loopback',
    });
  });

  test('without a network nothing is published', async () => {
    const { observed, target } = await current().run({ network: 'none' });
    expect(observed.ports).toEqual([]);
    const links = await execute(current().runtime, target, ['ls', '/sys/class/net']);
    expect(text(links.stdout).trim()).toBe('lo');
  });

  test('the network of the host or of another container is refused', async () => {
    for (const network of ['host', 'container:other', 'ns:/proc/1/ns/net']) {
      await expectReason(current().createFrom(current().spec({ network })), 'CREATE_REFUSED');
    }
  });
}

function securityClauses(current: () => Instances, engine: AvailableEngine): void {
  test('compat has its five capabilities, no new privileges and a system call filter', async () => {
    const { target } = await current().run({ security: compat });
    expect(await kernelView(current(), target)).toEqual({ CapBnd: '00000000000000cb', NoNewPrivs: '1', Seccomp: '2' });
  });

  test('strict has no capability at all and a root that cannot be written', async () => {
    const { target } = await current().run({ security: strict });
    expect(await kernelView(current(), target)).toEqual({ CapBnd: '0000000000000000', NoNewPrivs: '1', Seccomp: '2' });
    const written = await shell(current().runtime, target, 'echo x > /etc/x');
    expect(written.exitCode).not.toBe(0);
    expect((await shell(current().runtime, target, 'echo x > /tmp/x && cat /tmp/x')).exitCode).toBe(0);
  });

  test('a user who is not root has no capability', async () => {
    const { target } = await current().run({ security: compat, user: '1000:1000' });
    const status = text((await execute(current().runtime, target, ['cat', '/proc/self/status'])).stdout);
    expect(status).toMatch(/^CapEff:\s*0000000000000000$/m);
  });

  test('extra capabilities are added by name and nothing else', async () => {
    const { target } = await current().run({ security: { ...strict, extraCapabilities: ['CAP_NET_BIND_SERVICE'] } });
    expect((await kernelView(current(), target))['CapBnd']).toBe('0000000000000400');
  });

  test('limits are those asked for, as the engine tells them', async () => {
    const { ref, spec } = await current().create();
    const { HostConfig: host } = (await askEngineJson(engine.host, { path: `/containers/${ref.name}/json` })) as {
      HostConfig: Record<string, unknown>;
    };
    expect(host).toMatchObject({
      Memory: spec.limits.memoryBytes,
      MemorySwap: spec.limits.memoryBytes,
      NanoCpus: spec.limits.cpus * 1e9,
      PidsLimit: spec.limits.pids,
      ShmSize: spec.limits.shmBytes,
      OomScoreAdj: 500,
      Privileged: false,
      AutoRemove: false,
    });
  });

  test('open files and core dumps are limited inside', async () => {
    const { target, spec } = await current().run();
    const limits = text((await execute(current().runtime, target, ['cat', '/proc/self/limits'])).stdout);
    expect(limits).toMatch(new RegExp(`Max open files +${spec.limits.openFiles} +${spec.limits.openFiles}`));
    expect(limits).toMatch(/Max core file size +0 +0/);
  });

  test('the shipped seccomp profile lets a browser make its sandbox, and only there', async () => {
    const unshare = ['unshare', '--user', '--net', 'echo', 'apart'];
    const chromium = await current().run({ security: { ...compat, seccomp: 'chromium' }, user: '1000:1000' });
    const allowed = await execute(current().runtime, chromium.target, unshare);
    expect([text(allowed.stdout), text(allowed.stderr)]).toEqual(['apart\n', '']);
    expect((await kernelView(current(), chromium.target))['Seccomp']).toBe('2');
    // Podman's own profile allows as much.
    if (isPodman(current())) return;
    const other = await current().run({ security: compat, user: '1000:1000' });
    expect((await execute(current().runtime, other.target, unshare)).exitCode).not.toBe(0);
  });

  test('a read-only mount is read-only for the sandbox’s root', async () => {
    const { target } = await current().runMounted();
    expect((await shell(current().runtime, target, 'echo x > /mnt/skills/x')).exitCode).not.toBe(0);
  });
}

function refusalClauses(current: () => Instances): void {
  test('a mount whose source is missing is a typed error', async () => {
    const mounts = [{ source: '/nonexistent/sandkeep', target: '/mnt/x', readOnly: false }];
    await expectReason(current().runFrom(current().spec({ mounts })), 'MOUNT_SOURCE_MISSING');
  });

  test('a start of a paused sandbox is WRONG_STATE', async () => {
    const { ref } = await current().run();
    await current().runtime.pause(ref, call());
    await expectReason(current().runtime.start(ref, call()), 'WRONG_STATE');
  });

  test('a network that does not exist is CREATE_REFUSED', async () => {
    await expectReason(current().runFrom(current().spec({ network: 'no-such-network' })), 'CREATE_REFUSED');
  });

  test('an OCI runtime the engine does not list is refused before it is asked', async () => {
    await expectReason(current().createFrom(current().spec({ ociRuntime: 'no-such-runtime' })), 'CREATE_REFUSED');
  });

  test('values of the environment are in no error (R10)', async () => {
    const environment = { '=': 'secret-value-1', TOKEN: 'secret-value-2' };
    const outcome = current().createFrom(
      current().spec({ environment, image: 'sandkeep-test:secret-value-2-missing' }),
    );
    const error = await outcome.then(
      () => null,
      (failure: unknown) => failure,
    );
    expect(error).not.toBeNull();
    expect(String(error)).not.toContain('secret-value-1');
  });

  test('a command in a directory or as a user that is not there is a typed error', async () => {
    const { target } = await current().run();
    await expectReason(
      execute(current().runtime, target, ['pwd'], { workdir: '/no/such/directory' }),
      'FILE_NOT_FOUND',
    );
    await expectReason(execute(current().runtime, target, ['id'], { user: 'nobody-of-that-name' }), 'INVALID_FIELD');
  });

  test('a file that is no program is COMMAND_NOT_FOUND, and a program’s own 127 is its exit code', async () => {
    const { target } = await current().run();
    await expectReason(execute(current().runtime, target, ['/etc/passwd']), 'COMMAND_NOT_FOUND');
    expect((await shell(current().runtime, target, 'exit 127')).exitCode).toBe(127);
  });

  test('a command that closes its output and goes on still ends with its time', async () => {
    const { target } = await current().run();
    const closed = 'echo said; exec >&- 2>&-; sleep 300';
    const result = await shell(current().runtime, target, closed, { timeoutMs: 1_500 });
    expect(result).toMatchObject({ timedOut: true, exitCode: null });
    const processes = text((await execute(current().runtime, target, ['ps'])).stdout);
    expect(processes).not.toContain('sleep 300');
  });

  test('a command that closes its output and then ends has its exit code', async () => {
    const { target } = await current().run();
    const result = await shell(current().runtime, target, 'exec >&- 2>&-; sleep 0.5; exit 9');
    expect(result).toMatchObject({ timedOut: false, exitCode: 9 });
  });

  test('a sandbox that is removed while a command runs leaves no invented exit code', async () => {
    const { ref, target } = await current().run();
    const running = execute(current().runtime, target, ['sleep', '300']);
    const outcome = running.then(
      ({ exitCode }) => exitCode,
      () => 'error',
    );
    await waitUntil(async () => text((await execute(current().runtime, target, ['ps'])).stdout).includes('sleep 300'), {
      timeoutMs: settleTimeoutMs,
      what: 'the command runs',
    });
    await current().runtime.remove(ref, call());
    expect([null, 137, 'error']).toContain(await outcome);
    expect(await phaseOf(current().runtime, ref)).toBe('absent');
  });
}

function isPodman(instances: Instances): boolean {
  return instances.info.engine === 'podman';
}

async function kernelView(
  instances: Instances,
  target: Parameters<typeof execute>[1],
): Promise<Record<string, string>> {
  const status = text((await execute(instances.runtime, target, ['cat', '/proc/self/status'])).stdout);
  const fields = ['CapBnd', 'NoNewPrivs', 'Seccomp'];
  return Object.fromEntries(
    fields.map((field) => [field, new RegExp(`^${field}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '']),
  );
}

async function createForeign(engine: AvailableEngine, name: string, labels: Record<string, string>): Promise<string> {
  const body = Buffer.from(JSON.stringify({ Image: testImages.base, Labels: labels }));
  const path = `/containers/create?name=${name}`;
  const answer = await askEngineJson(engine.host, { method: 'POST', path, body });
  return (answer as { Id: string }).Id;
}

async function removeForeign(engine: AvailableEngine, id: string): Promise<void> {
  await askEngine(engine.host, { method: 'DELETE', path: `/containers/${id}?force=1` });
}

async function existsOnEngine(engine: AvailableEngine, idOrName: string): Promise<boolean> {
  return (await askEngine(engine.host, { path: `/containers/${idOrName}/json` })).status === 200;
}

async function containersOf(engine: AvailableEngine, sandboxId: string): Promise<readonly unknown[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`${ownershipLabels.sandbox}=${sandboxId}`] }));
  return (await askEngineJson(engine.host, { path: `/containers/json?all=1&filters=${filters}` })) as unknown[];
}

async function accepts(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: 1_000 });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  const accepted = await promise;
  socket.destroy();
  return accepted;
}
