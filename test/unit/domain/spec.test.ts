import { describe, expect, test } from 'vitest';

import type { SandboxRecord } from '../../../src/domain/sandbox.ts';
import { buildSpec, containerName, mergedEnvironment, workspaceMounts } from '../../../src/domain/spec.ts';
import { newSandbox } from '../../support/rows.ts';
import { loadTemplate } from '../config/fixture.ts';

const yaml = `
templates:
  tool:
    runtime: docker
    image: tool:1
    ports: [8080]
    environment: { MODE: plain, COUNT: 3 }
    token_env: TOOL_TOKEN
    stop_grace: 7s
`;
const instance = { id: '0123456789abcdef', epoch: 4 };
const ports = [{ containerPort: 8080, hostAddress: '127.0.0.1', hostPort: null }];

function recordOf(overrides: Partial<SandboxRecord> = {}): SandboxRecord {
  const row = newSandbox({ id: '01arz3ndektsv4rrffq69g5fav', generation: 2, containerName: 'named' });
  const later = {
    position: 1,
    version: 1,
    updatedAtMs: 0,
    returnState: null,
    releasedAtMs: null,
    purgeAtMs: null,
    retryAtMs: null,
    deleteWorkspace: false,
    failure: null,
    quarantined: false,
  };
  return { ...row, ...later, ...overrides };
}

describe('the name of a container', () => {
  test('has prefix, instance, sandbox and generation, and is the same each time (B3-3)', () => {
    expect(containerName('sandkeep', instance.id, 'abc', 3)).toBe('sandkeep-01234567-abc-g3');
    expect(containerName('sandkeep', instance.id, 'abc', 4)).not.toBe(containerName('sandkeep', instance.id, 'abc', 3));
  });
});

describe('the environment', () => {
  test('of the request wins over the template, and the token over both (B3-78)', async () => {
    const template = await loadTemplate(yaml, 'tool');
    const environment = { MODE: 'fast', TOOL_TOKEN: 'forged', EXTRA: 'e' };
    expect(mergedEnvironment(template, { environment, token: 'real' })).toEqual({
      MODE: 'fast',
      COUNT: '3',
      EXTRA: 'e',
      TOOL_TOKEN: 'real',
    });
  });

  test('has no token where the template injects none', async () => {
    const template = { ...(await loadTemplate(yaml, 'tool')), tokenEnv: null };
    expect(mergedEnvironment(template, { environment: {}, token: 'real' })).toEqual({ MODE: 'plain', COUNT: '3' });
  });
});

describe('the spec', () => {
  test('says who owns the container by labels that never change (R5)', async () => {
    const template = await loadTemplate(yaml, 'tool');
    const spec = buildSpec(template, recordOf(), { environment: {}, token: 't' }, instance, ports);
    expect(spec.labels).toEqual({
      'sandkeep.instance': instance.id,
      'sandkeep.sandbox': '01arz3ndektsv4rrffq69g5fav',
      'sandkeep.generation': '2',
      'sandkeep.epoch': '4',
      'sandkeep.template': 'tool',
      'sandkeep.template-digest': template.digest,
    });
  });

  test('has no label that a client chose, and no secret outside the environment (R10)', async () => {
    const template = await loadTemplate(yaml, 'tool');
    const record = recordOf({ labels: { 'sandkeep.instance': 'forged', mine: 'yes' } });
    const secrets = { environment: { KEY: 'hidden-value' }, token: 'hidden-token' };
    const { environment, ...rest } = buildSpec(template, record, secrets, instance, ports);
    expect(environment).toMatchObject({ KEY: 'hidden-value', TOOL_TOKEN: 'hidden-token' });
    expect(JSON.stringify(rest)).not.toMatch(/hidden|forged|mine/);
  });

  test('takes what the template says and what the record has', async () => {
    const template = await loadTemplate(yaml, 'tool');
    const mounts = [{ source: '/data/w', target: '/workspace', readOnly: false }];
    const record = recordOf({ mounts, containerId: 'c9' });
    const spec = buildSpec(template, record, { environment: {}, token: '' }, instance, ports);
    expect(spec).toMatchObject({
      ref: { name: 'named', sandboxId: record.id, generation: 2, containerId: 'c9' },
      image: 'tool:1',
      mounts,
      ports,
      stopGraceMs: 7000,
      limits: template.limits,
      security: template.security,
    });
  });
});

describe('the mounts of a workspace', () => {
  test('of a thread are the whole workspace, and what belongs beside it (B3-26)', async () => {
    const mounts = workspaceMounts(await loadTemplate('', 'aio'), '/data/workspaces/s');
    expect(mounts).toContainEqual({ source: '/data/workspaces/s', target: '/mnt/user-data', readOnly: false });
    const outside = mounts.filter(
      ({ source }) => source !== '/data/workspaces/s' && !source.startsWith('/data/workspaces/s/'),
    );
    expect(outside).toEqual([
      {
        source: expect.stringMatching(/^\/data\/workspaces\/s\.\w/),
        target: '/mnt/acp-workspace',
        readOnly: expect.any(Boolean),
      },
    ]);
  });
});
