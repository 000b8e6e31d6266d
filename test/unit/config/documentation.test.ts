import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { checkConfig } from '../../../src/config/check.ts';
import { documentedKeys } from '../../../src/config/schema-walk.ts';
import { fileSchema } from '../../../src/config/schema.ts';
import { loadText, rootHost, writeConfig } from './fixture.ts';

const projectDir = path.join(import.meta.dirname, '../../..');
const exampleFile = path.join(projectDir, 'examples/config.yaml');

describe('documentation', () => {
  test('docs/CONFIG.md is what the schema says', () => {
    const script = path.join(projectDir, 'scripts/config-docs.ts');
    const run = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });

  test('every key has help', () => {
    expect(documentedKeys(fileSchema).filter((key) => key.help === '')).toEqual([]);
  });
});

describe('examples/config.yaml', () => {
  test('is accepted as it is', () => {
    const checked = checkConfig({ ...rootHost, configPath: exampleFile });
    expect(checked).toMatchObject({ ok: true });
  });

  test('is accepted with every commented key in force', async () => {
    const text = await readFile(exampleFile, 'utf8');
    const complete = text.replaceAll(/^( *)#([a-zA-Z_]+: .*)$/gm, '$1$2');
    const { settings } = await loadText(complete, { env: { API_KEY: 'x' } });
    expect(settings.templates.get('aio')?.environment).toMatchObject({ API_KEY: 'x', FEATURE_PREVIEW: 'true' });
    expect(settings.runtimes.docker.host).toBe('unix:///var/run/docker.sock');
    expect(settings.admission).toMatchObject({ policy: 'reject', namespaces: { batch: 40 } });
    expect(settings.templates.get('python')?.pool.size).toBe(2);
    expect(settings.storage).toEqual({ kind: 'none' });
  });
});

describe('--check-config', () => {
  test('says OK, what was read, and what to know', async () => {
    const configPath = await writeConfig('runtimes: { local: { allow_host_exec: true } }\n');
    const checked = checkConfig({ ...rootHost, configPath, env: { SANDKEEP_LOG_LEVEL: 'debug' } });
    expect(checked.ok).toBe(true);
    expect(checked.text.split('\n')).toEqual([
      'OK',
      `read: ${configPath}, environment variable SANDKEEP_LOG_LEVEL`,
      expect.stringMatching(/^warning: runtimes\.local\.allow_host_exec: /),
    ]);
  });

  test('lists each problem with its place and a hint', async () => {
    const configPath = await writeConfig('log_levle: x\nmax_sandboxes: -1\n');
    expect(checkConfig({ ...rootHost, configPath })).toEqual({
      ok: false,
      text: [
        `${configPath}:1:1: log_levle: unknown key`,
        '  hint: Did you mean "log_level"?',
        `${configPath}:2:16: max_sandboxes: expected a whole number from 0 to 1000000; found -1`,
      ].join('\n'),
    });
  });
});
