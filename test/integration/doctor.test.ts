// The doctor, as an operator calls it: with a daemon, without one, with something wrong, and with --repair.

import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { makeId } from '../support/spec.ts';
import { runInProcess, type CliRun } from '../support/cli.ts';
import { temporary } from '../support/daemon.ts';
import { seedOf } from '../support/fake-engine.ts';
import { acquire, type Scene, startScene } from '../support/scene.ts';

const permissionBits = 0o777;

interface Finding {
  readonly check: string;
  readonly severity: string;
  readonly message: string;
  readonly remedy: string;
  readonly repairable: boolean;
}

/** What the daemon and the doctor without one read their config from is the same file. */
async function doctor({ daemon }: Scene, ...options: string[]): Promise<CliRun> {
  const argv = ['--socket', daemon.socketPath, 'doctor', '--config', daemon.configPath, ...options];
  return await runInProcess(argv, { env: { PATH: process.env['PATH'] ?? '' } });
}

async function findings(scene: Scene, ...options: string[]): Promise<readonly Finding[]> {
  const { stdout } = await doctor(scene, '--json', ...options);
  return (JSON.parse(stdout) as { findings: readonly Finding[] }).findings;
}

async function findingOf(scene: Scene, check: string, ...options: string[]): Promise<Finding | undefined> {
  return (await findings(scene, ...options)).find((finding) => finding.check === check);
}

test('of a daemon that is well finds nothing wrong, and says what it looked at', async () => {
  const scene = await startScene();
  await acquire(scene);
  const run = await doctor(scene);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  const all = await findings(scene);
  expect(all.filter(({ severity }) => severity === 'error')).toEqual([]);
  const looked = new Set(all.map(({ check }) => check));
  for (const check of [
    'socket',
    'state',
    'disk:state',
    'disk:data',
    'cgroups',
    'clock',
    'config',
    'runtime:fake',
    'database',
    'records',
  ]) {
    expect(looked).toContain(check);
  }
});

test('names what waits for an operator, with the command that ends it', async () => {
  const scene = await startScene();
  await scene.client.pauseLoop({ loop: 'idle' });
  scene.daemon.writeConfig(scene.config({ max_sandboxes: 5, metrics: { address: '127.0.0.1:19465' } }));
  await scene.engine.kill();
  await expect.poll(async () => (await findingOf(scene, 'runtime:fake'))?.severity).toBe('error');
  const all = await findings(scene);
  expect(all.find(({ check }) => check === 'loops')).toMatchObject({
    severity: 'warning',
    remedy: 'sandkeep loops resume idle',
  });
  expect(all.filter(({ check }) => check === 'config')).toMatchObject([
    { severity: 'notice', message: expect.stringContaining('max_sandboxes'), remedy: 'sandkeep reload' },
    { severity: 'notice', message: expect.stringContaining('metrics.address'), remedy: 'systemctl restart sandkeepd' },
  ]);
  expect((await doctor(scene)).exitCode).toBe(4);
  writeFileSync(scene.daemon.configPath, 'no_such_key: 1\n');
  expect(await findingOf(scene, 'config')).toMatchObject({ severity: 'error', remedy: 'sandkeepd --check-config' });
});

test('names containers that no record explains, and records that are set aside', async () => {
  const scene = await startScene({ config: { orphan_grace: '1h' } });
  const { id } = await acquire(scene);
  const { instanceId } = await scene.client.getInfo({});
  const seed = seedOf(instanceId, [makeId()], 'base');
  await scene.daemon.stop();
  const database = new Database(path.join(scene.daemon.stateDir, 'state.db'));
  database.prepare('UPDATE sandboxes SET quarantined = 1 WHERE id = ?').run(id);
  database.close();
  await scene.engine.seed(seed);
  await scene.daemon.start();
  const name = seed.containers[0]?.name;
  await expect.poll(async () => (await findingOf(scene, 'orphans'))?.message).toContain(name);
  expect(await findingOf(scene, 'orphans')).toMatchObject({ severity: 'warning', remedy: 'sandkeep orphans ls' });
  expect(await findingOf(scene, 'records')).toMatchObject({
    severity: 'error',
    message: `records that are set aside: ${id}`,
    remedy: `sandkeep explain ${id}`,
  });
});

test('closes what is open too far, only when asked to', async () => {
  const scene = await startScene();
  const secret = path.join(scene.daemon.stateDir, 'secret.key');
  chmodSync(secret, 0o644);
  chmodSync(scene.daemon.socketPath, 0o666);
  const before = await findings(scene);
  expect(before.filter(({ repairable }) => repairable).map(({ severity, check }) => [check, severity])).toEqual([
    ['socket', 'error'],
    ['state', 'error'],
  ]);
  expect(statSync(secret).mode & permissionBits).toBe(0o644);
  expect((await doctor(scene, '--repair')).exitCode).toBe(0);
  expect(statSync(secret).mode & permissionBits).toBe(0o600);
  expect(statSync(scene.daemon.socketPath).mode & permissionBits).toBe(0o660);
});

test('without a daemon says so, and looks at the host and the database all the same', async () => {
  const scene = await startScene();
  await scene.daemon.stop();
  const all = await findings(scene);
  expect(all[0]).toMatchObject({
    check: 'daemon',
    severity: 'error',
    remedy: expect.stringContaining('systemctl start'),
  });
  expect(all.find(({ check }) => check === 'socket')).toMatchObject({ severity: 'error' });
  expect(all.find(({ check }) => check === 'database')).toMatchObject({ severity: 'ok' });
  const text = await doctor(scene);
  expect(text.exitCode).toBe(4);
  expect(text.stdout).toContain('error    daemon: cannot reach sandkeepd');
  await scene.daemon.start();
  expect((await findings(scene)).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('without a daemon finds a damaged, a newer and a foreign database, and a config that is wrong', async () => {
  const scene = await startScene();
  await scene.daemon.stop();
  const database = path.join(scene.daemon.stateDir, 'state.db');
  const change = (pragma: string): void => {
    const opened = new Database(database);
    opened.pragma(pragma);
    opened.close();
  };
  change('user_version = 999');
  expect(await findingOf(scene, 'database')).toMatchObject({
    severity: 'error',
    remedy: 'install the newer version again',
  });
  change('application_id = 7');
  expect(await findingOf(scene, 'database')).toMatchObject({ remedy: 'set state_dir to another directory' });
  writeFileSync(database, 'not a database, and long enough to be read as one'.repeat(100));
  expect(await findingOf(scene, 'database')).toMatchObject({ remedy: expect.stringContaining('--restore') });
  writeFileSync(scene.daemon.configPath, 'no_such_key: 1\n');
  expect(await findingOf(scene, 'config')).toMatchObject({ severity: 'error' });
});

test('before the first start finds no fault with what is not there yet', async () => {
  const directory = temporary();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(path.join(directory, 'run'));
  const config = path.join(directory, 'config.yaml');
  writeFileSync(config, `state_dir: ${directory}/state\ndata_dir: ${directory}/data\nsocket: ${directory}/run/s\n`);
  const run = await runInProcess(['--socket', `${directory}/run/s`, 'doctor', '--json', '--config', config], {
    env: { PATH: process.env['PATH'] ?? '' },
  });
  const all = (JSON.parse(run.stdout) as { findings: readonly Finding[] }).findings;
  const wrong = all.filter(({ severity }) => severity === 'error').map(({ check }) => check);
  expect(wrong).toEqual(['daemon', 'socket']);
});
