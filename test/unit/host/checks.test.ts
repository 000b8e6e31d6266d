// What the doctor sees of a host: the socket, the state directory, disks, the clock.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { loadSettings } from '../../../src/config/load.ts';
import type { DoctorFinding } from '../../../src/domain/doctor.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { checkHost } from '../../../src/host/checks.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const nowMs = Date.UTC(2026, 10, 1);
/** In memory on every Linux. */
const memory = '/dev/shm';

interface Host {
  readonly settings: Settings;
  readonly stateDir: string;
  readonly socketPath: string;
}

async function hostIn(directory: string): Promise<Host> {
  const stateDir = path.join(directory, 'state');
  const socketPath = path.join(directory, 'run/s.sock');
  mkdirSync(stateDir, { mode: 0o700 });
  mkdirSync(path.dirname(socketPath), { mode: 0o750 });
  const configPath = path.join(directory, 'config.yaml');
  writeFileSync(configPath, `state_dir: ${stateDir}\nsocket: ${socketPath}\n`);
  const { settings } = loadSettings({ configPath, env: {}, homeDir: '/', isRoot: true, platform: process.platform });
  return { settings, stateDir, socketPath };
}

async function host(): Promise<Host> {
  return await hostIn(await temporaryDirectory());
}

async function findingsOf({ settings }: Host, check: string, atMs = nowMs): Promise<readonly DoctorFinding[]> {
  return (await checkHost(settings, atMs, 'look')).filter((finding) => finding.check === check);
}

async function listen(socketPath: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(socketPath, resolve);
  });
  onTestFinished(() => {
    server.close();
  });
}

test('a socket that answers is well, one that does not is an error', async () => {
  const its = await host();
  expect(await findingsOf(its, 'socket')).toMatchObject([
    { severity: 'error', message: expect.stringMatching(/there is no socket/) },
  ]);
  writeFileSync(its.socketPath, '');
  expect(await findingsOf(its, 'socket')).toMatchObject([
    { severity: 'error', message: expect.stringMatching(/is no socket/) },
  ]);
  rmSync(its.socketPath);
  await listen(its.socketPath);
  chmodSync(its.socketPath, 0o660);
  expect(await findingsOf(its, 'socket')).toMatchObject([{ severity: 'ok' }]);
});

test('a directory in which everybody may replace the socket is an error', async () => {
  const its = await host();
  await listen(its.socketPath);
  chmodSync(its.socketPath, 0o660);
  chmodSync(path.dirname(its.socketPath), 0o777);
  const directory = path.dirname(its.socketPath);
  expect(await findingsOf(its, 'socket')).toMatchObject([{ severity: 'error', remedy: `chmod o-w ${directory}` }]);
});

test('a database without its secret key is an error', async () => {
  const its = await host();
  writeFileSync(path.join(its.stateDir, 'state.db'), '', { mode: 0o600 });
  expect(await findingsOf(its, 'state')).toMatchObject([
    { severity: 'error', message: `${path.join(its.stateDir, 'secret.key')} is missing` },
  ]);
});

test.runIf(process.platform === 'linux')('a state directory that a boot empties is a warning', async () => {
  const directory = mkdtempSync(path.join(memory, 'sandkeep-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const its = await hostIn(directory);
  expect(await findingsOf(its, 'state')).toMatchObject([
    { severity: 'warning', message: expect.stringMatching(/tmpfs/), remedy: 'set state_dir to a local disk' },
  ]);
});

test('disks are told with what is free on them', async () => {
  const [disk] = await findingsOf(await host(), 'disk:state');
  expect(disk?.message).toMatch(/^\d+ MiB free for /);
  expect(disk?.severity).toMatch(/^(?:ok|warning)$/);
});

test('a clock from before this program is an error', async () => {
  const its = await host();
  const [early] = await findingsOf(its, 'clock', Date.UTC(1970, 0, 1));
  expect(early).toMatchObject({ severity: 'error', remedy: 'timedatectl set-ntp true' });
  const [now] = await findingsOf(its, 'clock');
  expect(now?.severity).toMatch(/^(?:ok|warning)$/);
});
