import { describe, expect, test } from 'vitest';

import { compareSettings, settingKeys } from '../../../src/config/reload.ts';
import { documentedKeys } from '../../../src/config/schema-walk.ts';
import { settingsSchema } from '../../../src/config/schema.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { loadText } from './fixture.ts';

const settingsOf = async (text: string): Promise<Settings> => (await loadText(text)).settings;

const maps = ['admission.namespaces'];

/** Paths of everything that is not a section. */
function leafPaths(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const path = `${prefix}${name}`;
    const isSection = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !(inner instanceof Map);
    return isSection && !maps.includes(path) ? leafPaths(inner, `${path}.`) : [path];
  });
}

const inS3 =
  'storage: { kind: s3, allowed_paths: [a], s3: { bucket: b, access_key_id: id, secret_access_key: canary } }\n';

describe('reload', () => {
  test('equal settings change nothing', async () => {
    const plan = compareSettings(await settingsOf(''), await settingsOf('# same\n'));
    expect(plan).toMatchObject({ applied: [], restartRequired: [], changedTemplates: [] });
  });

  test('what can be applied is, what cannot keeps its old value and is named', async () => {
    const before = await settingsOf('max_sandboxes: 1\n');
    const after = await settingsOf(
      'max_sandboxes: 2\nlog_level: debug\nsocket: /run/other.sock\nlimits: { max_connections: 9 }\n' +
        'runtimes: { docker: { host: "unix:///x", publish_host: 127.0.0.2 } }\n',
    );
    const plan = compareSettings(before, after);
    expect(plan.applied).toEqual(['log_level', 'max_sandboxes']);
    expect(plan.restartRequired).toEqual([
      'limits.max_connections',
      'runtimes.docker.host',
      'runtimes.docker.publish_host',
      'socket',
    ]);
    expect(plan.settings.admission.maxSandboxes).toBe(2);
    expect(plan.settings.paths).toEqual(before.paths);
    expect(plan.settings.grpc).toEqual(before.grpc);
    expect(plan.settings.runtimes).toEqual(before.runtimes);
  });

  test('limits, time-outs and what requests may name in the storage change at once', async () => {
    const after = await settingsOf(
      'namespaces: { team: { max_sandboxes: 3 } }\nadmission: wait\nadmission_timeout: 5s\nmin_free_disk: 1g\n' +
        'heartbeat_timeout: 1m\nrecycled_ttl: 1d\nworkspace_ttl: 2d\npool_check_interval: 5s\nstorage: { allowed_paths: [a] }\n',
    );
    const plan = compareSettings(await settingsOf(''), after);
    expect(plan.applied).toEqual([
      'admission',
      'admission_timeout',
      'heartbeat_timeout',
      'min_free_disk',
      'namespaces',
      'pool_check_interval',
      'recycled_ttl',
      'storage.allowed_paths',
      'workspace_ttl',
    ]);
    expect(plan.restartRequired).toEqual([]);
    expect(plan.settings.admission).toEqual(after.admission);
  });

  test('the storage stays what it was until a restart, and so does what may not be mounted because of it', async () => {
    const before = await settingsOf('storage: { kind: directory, directory: /srv/copies }\n');
    const plan = compareSettings(before, await settingsOf(inS3));
    expect(plan.restartRequired).toEqual(expect.arrayContaining(['storage.kind', 'storage.s3.secret_access_key']));
    expect(plan.settings.storage).toEqual(before.storage);
    expect(plan.settings.deniedMountSources).toContain('/srv/copies');
    expect(plan.settings.allowedStoragePaths).toEqual(['a']);
    const { applied, restartRequired } = plan;
    expect(JSON.stringify([applied, restartRequired])).not.toContain('canary');
  });

  test('a changed secret of the storage is named, not told (R10)', async () => {
    const plan = compareSettings(await settingsOf(inS3), await settingsOf(inS3.replace('canary', 'other')));
    expect(plan.restartRequired).toEqual(['storage.s3.secret_access_key']);
  });

  test('another tag of the AgentScope images changes their templates', async () => {
    const plan = compareSettings(await settingsOf(''), await settingsOf('agentscope: { tag: preview }\n'));
    expect(plan.changedTemplates).toEqual([
      'agentscope-base',
      'agentscope-browser',
      'agentscope-filesystem',
      'agentscope-gui',
      'agentscope-mobile',
    ]);
    expect(plan.restartRequired).toEqual([]);
  });

  test('a pool of another size changes the template and outdates no container', async () => {
    const before = await settingsOf('templates: { t: { image: a } }\n');
    const after = await settingsOf('templates: { t: { image: a, pool: { size: 3 } } }\n');
    expect(compareSettings(before, after).changedTemplates).toEqual(['t']);
    expect(after.templates.get('t')?.digest).toBe(before.templates.get('t')?.digest);
  });

  test('templates that were added, removed or changed are named', async () => {
    const before = await settingsOf('templates: { gone: { image: a }, same: { image: b }, changed: { image: c } }\n');
    const after = await settingsOf('templates: { new: { image: a }, same: { image: b }, changed: { image: d } }\n');
    expect(compareSettings(before, after).changedTemplates).toEqual(['changed', 'gone', 'new']);
  });

  test('the table knows every setting and every key', async () => {
    const derived = ['deniedMountSources', 'templates'];
    const files = ['runtimes: { docker: { port_range: null } }\n', 'storage: { kind: directory }\n', inS3];
    const paths = new Set((await Promise.all(files.map(settingsOf))).flatMap((settings) => leafPaths(settings)));
    expect(Object.keys(settingKeys).sort()).toEqual([...paths].filter((path) => !derived.includes(path)).sort());
    const keys = documentedKeys(settingsSchema).map((key) => key.path);
    const withinTemplates = [
      'missing_environment',
      'skills_dir',
      'agentscope.registry',
      'agentscope.namespace',
      'agentscope.tag',
    ];
    const known = new Set(Object.values(settingKeys).map(([key]) => key));
    const withinMaps = ['namespaces.<name>.max_sandboxes'];
    expect(keys.filter((key) => !known.has(key) && !withinMaps.includes(key))).toEqual(withinTemplates);
    expect([...known].filter((key) => !keys.includes(key))).toEqual([]);
  });
});
