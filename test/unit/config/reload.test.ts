import { describe, expect, test } from 'vitest';

import { compareSettings, settingKeys } from '../../../src/config/reload.ts';
import { documentedKeys } from '../../../src/config/schema-walk.ts';
import { settingsSchema } from '../../../src/config/schema.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { loadText } from './fixture.ts';

const settingsOf = async (text: string): Promise<Settings> => (await loadText(text)).settings;

/** Paths of everything that is not a section. */
function leafPaths(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const isSection = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !(inner instanceof Map);
    return isSection ? leafPaths(inner, `${prefix}${name}.`) : [`${prefix}${name}`];
  });
}

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
    expect(plan.settings.engine.maxSandboxes).toBe(2);
    expect(plan.settings.paths).toEqual(before.paths);
    expect(plan.settings.grpc).toEqual(before.grpc);
    expect(plan.settings.runtimes).toEqual(before.runtimes);
  });

  test('templates that were added, removed or changed are named', async () => {
    const before = await settingsOf('templates: { gone: { image: a }, same: { image: b }, changed: { image: c } }\n');
    const after = await settingsOf('templates: { new: { image: a }, same: { image: b }, changed: { image: d } }\n');
    expect(compareSettings(before, after).changedTemplates).toEqual(['changed', 'gone', 'new']);
  });

  test('the table knows every setting and every key', async () => {
    const derived = ['deniedMountSources', 'templates'];
    const settings = leafPaths(await settingsOf('runtimes: { docker: { port_range: null } }\n'));
    expect(Object.keys(settingKeys).sort()).toEqual(settings.filter((path) => !derived.includes(path)).sort());
    const keys = documentedKeys(settingsSchema).map((key) => key.path);
    const withinTemplates = ['missing_environment', 'skills_dir'];
    const known = new Set(Object.values(settingKeys).map(([key]) => key));
    expect(keys.filter((key) => !known.has(key))).toEqual(withinTemplates);
    expect([...known].filter((key) => !keys.includes(key))).toEqual([]);
  });
});
