import { describe, expect, test } from 'vitest';

import { canonicalJson } from '../../../src/config/digest.ts';
import { loadTemplate } from './fixture.ts';

async function digestOf(keys: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const text = `
allowed_host_mounts: [/srv]
runtimes: { docker: { allowed_oci_runtimes: [runsc] } }
templates: { base: { image: busybox }, t: { extends: base, ${keys} } }
`;
  return (await loadTemplate(text, 't', { env })).digest;
}

describe('digest (B3-81)', () => {
  test.each([
    'image: other',
    'command: [sleep]',
    'ports: [80]',
    'environment: { A: b }',
    'limits: { memory: 1g }',
    'security: { class: compat }',
    'run_as: "5"',
    'network: none',
    'oci_runtime: runsc',
    'mounts: [{ source: /srv/x, target: /x }]',
    'workspace_mounts: [{ target: /work }]',
    'sibling_mounts: [{ name: a, target: /a }]',
    'token_env: TOKEN',
    'workdir: /tmp',
    'workspace_owner: "5:5"',
    'publish_host: 127.0.0.2',
  ])('changes with what shapes the container: %s', async (keys) => {
    expect(await digestOf(keys)).not.toBe(await digestOf(''));
  });

  test.each([
    'description: text',
    'pull: never',
    'tool_port: 80',
    'readiness: { kind: exec, command: [true_] }',
    'idle_timeout: 5s',
    'idle_action: release',
    'release_mode: park',
    'stop_grace: 9s',
    'create_timeout: 9s',
    'auto_start: false',
    'labels: { a: b }',
    'limits: { memory: 2048m }',
    'heartbeat_timeout: 9s',
    'pool: { size: 2 }',
    'max_sandboxes: 3',
    'store_workspace: false',
    'refused: because',
  ])('stays with policies and other words for the same: %s', async (keys) => {
    expect(await digestOf(keys)).toBe(await digestOf(''));
  });

  test('follows the values that variables have', async () => {
    const keys = 'environment: { A: "$SECRET" }';
    const first = await digestOf(keys, { SECRET: 'one' });
    expect(await digestOf(keys, { SECRET: 'two' })).not.toBe(first);
    expect(await digestOf(keys, { SECRET: 'one', OTHER: 'x' })).toBe(first);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
  });

  test('does not depend on the order of keys', async () => {
    expect(await digestOf('environment: { A: 1, B: 2 }, ports: [1]')).toBe(
      await digestOf('ports: [1], environment: { B: 2, A: 1 }'),
    );
    expect(canonicalJson({ b: [1, { d: null, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[1,{"d":null}]}');
  });
});
