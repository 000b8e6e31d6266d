// What the adapter makes of answers that real engines give rarely: lost, late, contradictory, disobedient.

import { expect, test } from 'vitest';

import { isUnknownOutcome } from '../../../../src/domain/errors.ts';
import { call } from '../../../support/spec.ts';
import { expectReason } from '../../../contract/runtime/fixture.ts';
import { type Answer, inspectionOf, type Script, type ScriptedEngine, scriptedEngine } from './scripted-engine.ts';

const notFound: Answer = { status: 404, body: { message: 'No such container' } };
const conflict: Answer = { status: 409, body: { message: 'Conflict. The container name "/x" is already in use' } };
const created: Answer = { status: 201, body: { Id: 'c0ffee' } };

function isCreate(path: string): boolean {
  return path === '/containers/create';
}

function isInspect(method: string, path: string): boolean {
  return method === 'GET' && path.endsWith('/json');
}

/** The script needs the spec, which is made with the engine. */
async function engineWith(make: (engine: () => ScriptedEngine) => Script): Promise<ScriptedEngine> {
  let engine: ScriptedEngine | undefined;
  const script = make(() => {
    if (engine === undefined) throw new Error('the engine is not there yet');
    return engine;
  });
  engine = await scriptedEngine(script);
  return engine;
}

test('a cold create and start cost one inspect each and nothing more', async () => {
  const { runtime, spec, asked } = await engineWith((engine) => ({ method, path }) => {
    if (isCreate(path)) return created;
    if (path.endsWith('/start')) return { status: 204 };
    if (isInspect(method, path)) return { status: 200, body: inspectionOf(engine().spec, engine().instanceId) };
    return undefined;
  });
  await runtime.connect(call());
  const before = asked.length;
  const { ref } = await runtime.create(spec, call());
  await runtime.start(ref, call());
  expect(asked.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /containers/create',
    'GET /containers/c0ffee/json',
    'POST /containers/c0ffee/start',
    'GET /containers/c0ffee/json',
  ]);
});

test('values of the environment are in the body of a create and not in its address (R10)', async () => {
  const { runtime, spec, asked } = await engineWith((engine) => ({ method, path }) => {
    if (isCreate(path)) return created;
    if (isInspect(method, path)) return { status: 200, body: inspectionOf(engine().spec, engine().instanceId) };
    return undefined;
  });
  await runtime.create({ ...spec, environment: { TOKEN: 'the-secret-value' } }, call());
  const create = asked.find(({ path }) => isCreate(path));
  expect(create?.body['Env']).toEqual(['TOKEN=the-secret-value']);
  for (const { url } of asked) expect(url).not.toContain('the-secret-value');
});

test('an engine that quotes the environment in its refusal is not passed on with it (R10)', async () => {
  const { runtime, spec } = await engineWith(
    () =>
      ({ path }) =>
        isCreate(path)
          ? { status: 400, body: { message: 'invalid environment variable: X=the-secret-value' } }
          : undefined,
  );
  const creating = runtime.create({ ...spec, environment: { X: 'the-secret-value' } }, call());
  const error = await expectReason(creating, 'CREATE_REFUSED');
  expect(error.message).toContain('invalid environment variable');
  expect(error.message).not.toContain('the-secret-value');
});

test('a name that is held but not yet shown is asked again until it is, and then adopted (R1)', async () => {
  let inspects = 0;
  const { runtime, spec } = await engineWith((engine) => ({ method, path }) => {
    if (isCreate(path)) return conflict;
    if (!isInspect(method, path)) return undefined;
    inspects += 1;
    return inspects < 3 ? notFound : { status: 200, body: inspectionOf(engine().spec, engine().instanceId) };
  });
  expect((await runtime.create(spec, call())).ref.containerId).toBe('c0ffee');
});

test('a name that stays held by nobody is an unknown outcome (R4)', async () => {
  const { runtime, spec } = await engineWith(() => ({ method, path }) => {
    if (isCreate(path)) return conflict;
    return isInspect(method, path) ? notFound : undefined;
  });
  const error = await expectReason(runtime.create(spec, call()), 'RUNTIME_TIMEOUT');
  expect(isUnknownOutcome(error)).toBe(true);
});

test('Podman’s way of saying that a name is taken is understood', async () => {
  const taken: Answer = { status: 500, body: { message: 'the container name "x" is already in use by 123' } };
  const { runtime, spec } = await engineWith(() => ({ method, path }) => {
    if (isCreate(path)) return taken;
    if (!isInspect(method, path)) return undefined;
    return { status: 200, body: { Id: 'beef', Name: '/x', Config: { Labels: {} }, State: { Status: 'running' } } };
  });
  await expectReason(runtime.create(spec, call()), 'NAME_TAKEN');
});

test('a lost answer ends with the deadline and is an unknown outcome (R4, R9)', async () => {
  const { runtime, spec } = await engineWith(
    () =>
      ({ path }) =>
        isCreate(path) ? 'hang' : undefined,
  );
  const error = await expectReason(runtime.create(spec, call(100)), 'RUNTIME_TIMEOUT');
  expect(isUnknownOutcome(error)).toBe(true);
});

test('a connection that breaks is RUNTIME_UNAVAILABLE and never "absent" (R4)', async () => {
  const { runtime, spec } = await engineWith(
    () =>
      ({ method, path }) =>
        isInspect(method, path) ? 'reset' : undefined,
  );
  await expectReason(runtime.inspect(spec.ref, call()), 'RUNTIME_UNAVAILABLE');
});

test('an engine that fails is RUNTIME_UNAVAILABLE and never "absent" (R4)', async () => {
  const { runtime, spec } = await engineWith(
    () =>
      ({ method, path }) =>
        isInspect(method, path) ? { status: 500, body: { message: 'database is locked' } } : undefined,
  );
  await expectReason(runtime.inspect(spec.ref, call()), 'RUNTIME_UNAVAILABLE');
});

test('an unknown id is looked for by name before it is absent (R4)', async () => {
  const { runtime, spec, asked } = await engineWith(
    () =>
      ({ method, path }) =>
        isInspect(method, path) ? notFound : undefined,
  );
  const ref = { ...spec.ref, containerId: 'deadbeef' };
  expect(await runtime.inspect(ref, call())).toEqual({ kind: 'absent' });
  expect(asked.slice(-2).map(({ path }) => path)).toEqual([
    '/containers/deadbeef/json',
    `/containers/${spec.ref.name}/json`,
  ]);
});

const weakened: readonly (readonly [field: string, hostConfig: Record<string, unknown>])[] = [
  ['privileged', { Privileged: true }],
  ['capabilities', { CapAdd: ['CAP_CHOWN', 'CAP_SYS_ADMIN'] }],
  ['capabilities', { CapDrop: ['NET_RAW'], CapAdd: [] }],
  ['noNewPrivileges', { SecurityOpt: [] }],
  ['seccomp', { SecurityOpt: ['no-new-privileges:true', 'seccomp=unconfined'] }],
  ['network', { NetworkMode: 'host' }],
  ['ports.hostAddress', { PortBindings: { '8080/tcp': [{ HostIp: '0.0.0.0', HostPort: '' }] } }],
  ['limits.memoryBytes', { Memory: 0 }],
  ['limits.pids', { PidsLimit: null }],
];

test.each(weakened)('a container whose %s the engine weakened is removed and refused', async (field, hostConfig) => {
  let isRemoved = false;
  const { runtime, spec } = await engineWith((engine) => ({ method, path }) => {
    if (isCreate(path)) return created;
    if (isInspect(method, path)) {
      return { status: 200, body: inspectionOf(engine().spec, engine().instanceId, hostConfig) };
    }
    if (method !== 'DELETE') return undefined;
    isRemoved = true;
    return { status: 204 };
  });
  const error = await expectReason(runtime.create(spec, call()), 'CREATE_REFUSED');
  expect(error.details.metadata).toMatchObject({ fields: field });
  expect(isRemoved).toBe(true);
});

test('a root that was to be read-only and is not is refused', async () => {
  const { runtime, spec } = await engineWith((engine) => ({ method, path }) => {
    if (isCreate(path)) return created;
    if (method === 'DELETE') return { status: 204 };
    return isInspect(method, path)
      ? { status: 200, body: inspectionOf(engine().spec, engine().instanceId) }
      : undefined;
  });
  const readOnly = { ...spec, security: { ...spec.security, readOnlyRoot: true } };
  const error = await expectReason(runtime.create(readOnly, call()), 'CREATE_REFUSED');
  expect(error.message).toContain('readOnlyRoot');
});

test('spellings of the same meaning are accepted', async () => {
  const podman = {
    CapDrop: 'AUDIT_WRITE FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETPCAP SYS_CHROOT'.split(' '),
    CapAdd: [],
    SecurityOpt: ['no-new-privileges'],
    PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '32833' }] },
  };
  const { runtime, spec } = await engineWith((engine) => ({ method, path }) => {
    if (isCreate(path)) return created;
    return isInspect(method, path)
      ? { status: 200, body: inspectionOf(engine().spec, engine().instanceId, podman) }
      : undefined;
  });
  expect((await runtime.create(spec, call())).phase).toBe('created');
});

test('a remove that the engine accepted is not believed until the name is gone (R6)', async () => {
  let inspects = 0;
  const { runtime, spec, asked } = await engineWith((engine) => ({ method, path }) => {
    if (method === 'DELETE') return { status: 204 };
    if (!isInspect(method, path)) return undefined;
    inspects += 1;
    return inspects < 4 ? { status: 200, body: inspectionOf(engine().spec, engine().instanceId) } : notFound;
  });
  await runtime.remove({ ...spec.ref, containerId: 'c0ffee' }, call());
  expect(asked.filter(({ method }) => method === 'DELETE').length).toBeGreaterThan(1);
});

test('a removal in progress is waited for (R6)', async () => {
  let isGone = false;
  let deletes = 0;
  const { runtime, spec } = await engineWith((engine) => ({ method, path }) => {
    if (method === 'DELETE') {
      deletes += 1;
      isGone = deletes > 2;
      return { status: 409, body: { message: 'removal of container x is already in progress' } };
    }
    if (!isInspect(method, path)) return undefined;
    return isGone ? notFound : { status: 200, body: inspectionOf(engine().spec, engine().instanceId) };
  });
  await runtime.remove({ ...spec.ref, containerId: 'c0ffee' }, call());
  expect(isGone).toBe(true);
});

test('a remove that the engine keeps refusing ends with its words, not with success (R6, R9)', async () => {
  const { runtime, spec } = await engineWith((engine) => ({ method, path }) => {
    if (method === 'DELETE') return { status: 500, body: { message: 'device or resource busy' } };
    return isInspect(method, path)
      ? { status: 200, body: inspectionOf(engine().spec, engine().instanceId) }
      : undefined;
  });
  const removing = runtime.remove({ ...spec.ref, containerId: 'c0ffee' }, call());
  const error = await expectReason(removing, 'RUNTIME_UNAVAILABLE');
  expect(error.message).toContain('busy');
});

test('a start that finds it started is success', async () => {
  const { runtime, spec } = await engineWith((engine) => ({ method, path }) => {
    if (path.endsWith('/start')) return { status: 304 };
    return isInspect(method, path)
      ? { status: 200, body: inspectionOf(engine().spec, engine().instanceId) }
      : undefined;
  });
  expect((await runtime.start({ ...spec.ref, containerId: 'c0ffee' }, call())).ref.containerId).toBe('c0ffee');
});

test.each(['driver failed: Bind for 127.0.0.1:8080 failed: port is already allocated', 'bind: address already in use'])(
  'a start that fails with "%s" is PORT_UNAVAILABLE',
  async (message) => {
    const { runtime, spec } = await engineWith(
      () =>
        ({ path }) =>
          path.endsWith('/start') ? { status: 500, body: { message } } : undefined,
    );
    await expectReason(runtime.start({ ...spec.ref, containerId: 'c0ffee' }, call()), 'PORT_UNAVAILABLE');
  },
);

test('a start with an id that is gone looks by name, and is SANDBOX_LOST when that is gone too', async () => {
  const { runtime, spec } = await engineWith(
    () =>
      ({ method, path }) =>
        path.endsWith('/start') || isInspect(method, path) ? notFound : undefined,
  );
  await expectReason(runtime.start({ ...spec.ref, containerId: 'c0ffee' }, call()), 'SANDBOX_LOST');
});

test('a start whose network is missing is CREATE_REFUSED and not SANDBOX_LOST', async () => {
  const { runtime, spec } = await engineWith(
    () =>
      ({ path }) =>
        path.endsWith('/start') ? { status: 404, body: { message: 'network sandboxes not found' } } : undefined,
  );
  await expectReason(runtime.start({ ...spec.ref, containerId: 'c0ffee' }, call()), 'CREATE_REFUSED');
});

test('a stop of a paused container lets it run first, so that it can end by itself', async () => {
  let isPaused = true;
  const { runtime, spec, asked } = await engineWith((engine) => ({ method, path }) => {
    if (path.endsWith('/unpause')) {
      isPaused = false;
      return { status: 204 };
    }
    if (path.endsWith('/stop')) return isPaused ? { status: 500 } : { status: 204 };
    if (!isInspect(method, path)) return undefined;
    const inspection = inspectionOf(engine().spec, engine().instanceId) as Record<string, unknown>;
    return { status: 200, body: { ...inspection, State: { Status: isPaused ? 'paused' : 'running' } } };
  });
  await runtime.stop({ ...spec.ref, containerId: 'c0ffee' }, 1_500, call());
  expect(asked.at(-1)?.url).toContain('t=2');
});

test('an engine that is too old is refused with the version it needs', async () => {
  const { runtime } = await scriptedEngine(({ path }) =>
    path === '/version' ? { status: 200, body: { ApiVersion: '1.40', MinAPIVersion: '1.12' } } : undefined,
  );
  const error = await expectReason(runtime.connect(call()), 'CONFIG_INVALID');
  expect(error.message).toContain('1.41');
});

test('what answers but is no engine is refused', async () => {
  const { runtime } = await scriptedEngine(() => ({ status: 200, body: { hello: 'world' } }));
  await expectReason(runtime.connect(call()), 'CONFIG_INVALID');
});
