// The Debian package in a clean Debian, with its systemd as PID 1: installed, used, upgraded, removed, purged.

import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';

import { type Machine, startMachine } from '../systemd/machine.ts';
import { command, type Packages, version } from './packages.ts';
import { describePackages } from './suite.ts';

const machineTimeoutMs = 600_000;
const olderVersion = '0.0.1';
const units = ['sandkeepd.service', 'sandkeepd.socket'];
const dropIn = '/etc/systemd/system/sandkeepd.service.d/bubblewrap.conf';
const config = {
  default_template: 'local',
  runtimes: { docker: { enabled: false }, local: { allow_host_exec: true } },
};

describePackages('the Debian package', (packages) => {
  let shared: Machine | undefined;
  let before: readonly string[] = [];
  beforeAll(async () => {
    shared = await startMachine('bare');
    // What is written is not to outlive the machine.
    await shared.write('/etc/dpkg/dpkg.cfg.d/test', 'force-unsafe-io\n');
    await offer(shared, packages);
    before = await filesOf(shared);
  }, machineTimeoutMs);
  afterAll(async () => await shared?.stop());
  const machine = (): Machine => {
    if (shared === undefined) throw new Error('the machine was not started');
    return shared;
  };

  test('is installed with the service running and enabled, its manual, completions and licences', async () => {
    const { ok } = machine();
    await ok('dpkg', '--install', '/share/older.deb');
    for (const unit of units) {
      expect(await stateOf(machine(), unit)).toEqual(['active', 'enabled']);
    }
    expect(await ok('sandkeep', 'info')).toContain(version);
    const files = (await ok('dpkg', '--listfiles', 'sandkeep')).split('\n');
    for (const file of [
      '/usr/share/man/man8/sandkeepd.8.gz',
      '/usr/share/man/man1/sandkeep.1.gz',
      '/usr/share/man/man5/sandkeep.yaml.5.gz',
      '/usr/share/bash-completion/completions/sandkeep',
      '/usr/share/zsh/vendor-completions/_sandkeep',
      '/usr/share/fish/vendor_completions.d/sandkeep.fish',
      '/usr/share/doc/sandkeep/copyright',
      '/usr/share/doc/sandkeep/changelog.gz',
      '/usr/share/doc/sandkeep/THIRD-PARTY-LICENSES',
      '/usr/share/doc/sandkeep/sandkeep.cdx.json',
      '/usr/lib/sandkeep/proto/sandkeep/v1/sandbox_service.proto',
    ]) {
      expect(files).toContain(file);
    }
    expect((await ok('stat', '--format=%a %U %G', '/var/lib/sandkeep')).trim()).toBe('700 sandkeep sandkeep');
  });

  test('gives sandboxes of the local runtime whose commands run in bubblewrap', async () => {
    const { ok, write } = machine();
    await write('/etc/sandkeep/config.yaml', stringify(config));
    await ok('install', '-D', '-m', '644', '/usr/share/doc/sandkeep/systemd/sandkeepd-bubblewrap.conf', dropIn);
    await ok('systemctl', 'daemon-reload');
    await ok('systemctl', 'restart', 'sandkeepd.service');
    const id = await acquire(machine(), 'chat-1');
    await ok('sandkeep', 'exec', id, '--', 'sh', '-c', 'echo kept > note');
    expect(await ok('sandkeep', 'exec', id, '--', 'cat', '/proc/self/status')).toMatch(/^CapBnd:\t0{16}$/m);
  });

  test('is upgraded with a restart, and keeps state, config and what the administrator switched off', async () => {
    const { ok } = machine();
    const id = await acquire(machine(), 'chat-1');
    const pid = await ok('systemctl', 'show', '--value', '--property=MainPID', 'sandkeepd.service');
    await ok('systemctl', 'disable', 'sandkeepd.socket');
    await ok('dpkg', '--install', '/share/newer.deb');
    expect(await ok('dpkg-query', '--show', '--showformat=${Version}', 'sandkeep')).toBe(version);
    expect(await ok('systemctl', 'show', '--value', '--property=MainPID', 'sandkeepd.service')).not.toBe(pid);
    expect(await stateOf(machine(), 'sandkeepd.service')).toEqual(['active', 'enabled']);
    expect(await stateOf(machine(), 'sandkeepd.socket')).toEqual(['active', 'disabled']);
    expect(await acquire(machine(), 'chat-1')).toBe(id);
    expect(await ok('sandkeep', 'exec', id, '--', 'cat', 'note')).toBe('kept\n');
  });

  test('is removed with its programs and units, and keeps state and config for another time', async () => {
    const { ok, run } = machine();
    const id = await acquire(machine(), 'chat-1');
    await ok('dpkg', '--remove', 'sandkeep');
    for (const unit of units) expect((await stateOf(machine(), unit))[0]).toBe('inactive');
    expect((await run(['test', '-e', '/usr/bin/sandkeepd'])).exitCode).toBe(1);
    expect((await run(['test', '-e', '/run/sandkeep'])).exitCode).toBe(1);
    expect((await run(['test', '-e', '/var/lib/sandkeep/state.db'])).exitCode).toBe(0);
    await ok('dpkg', '--install', '/share/newer.deb');
    expect(await acquire(machine(), 'chat-1')).toBe(id);
  });

  test('is purged with all but workspaces that have files, and says what stays', async () => {
    const { ok } = machine();
    const said = await ok('dpkg', '--purge', 'sandkeep');
    expect(said).toContain('sandkeep: workspaces with files stay in /var/lib/sandkeep/data');
    expect(said).toContain('sandkeep: the user and the group sandkeep stay');
    const left = (await filesOf(machine())).filter((name) => !before.includes(name));
    const workspace = '/var/lib/sandkeep/data/workspaces/default/default/chat-1';
    expect(left.filter((name) => !isOfAdministrator(name))).toEqual([...parentsOf(workspace), `${workspace}/note`]);
    await ok('rm', '-r', '/var/lib/sandkeep');
  });

  test('is purged without a trace when no workspace has files', async () => {
    const { ok, write } = machine();
    await ok('dpkg', '--install', '/share/newer.deb');
    await write('/etc/sandkeep/config.yaml', stringify(config));
    await ok('systemctl', 'restart', 'sandkeepd.service');
    await acquire(machine(), 'chat-2');
    await ok('dpkg', '--purge', 'sandkeep');
    const left = (await filesOf(machine())).filter((name) => !before.includes(name));
    expect(left.filter((name) => !isOfAdministrator(name))).toEqual([]);
    expect((await ok('getent', 'passwd', 'sandkeep')).split(':')[0]).toBe('sandkeep');
  });
});

/** In /share: the package, and the same with a lower version. */
async function offer({ directory }: Machine, { deb }: Packages): Promise<void> {
  const share = path.join(directory, 'share');
  await copyFile(deb, path.join(share, 'newer.deb'));
  const tree = path.join(share, 'older');
  await command('dpkg-deb', ['--raw-extract', deb, tree]);
  const control = path.join(tree, 'DEBIAN/control');
  const text = await readFile(control, 'utf8');
  await writeFile(control, text.replace(`\nVersion: ${version}\n`, `\nVersion: ${olderVersion}\n`));
  await command('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, path.join(share, 'older.deb')]);
}

async function acquire({ ok }: Machine, session: string): Promise<string> {
  const { sandbox } = JSON.parse(await ok('sandkeep', 'acquire', session, '--json')) as {
    readonly sandbox: { readonly id: string; readonly state: string };
  };
  expect(sandbox.state).toBe('RUNNING');
  return sandbox.id;
}

async function stateOf({ run }: Machine, unit: string): Promise<readonly string[]> {
  const active = await run(['systemctl', 'is-active', unit]);
  const enabled = await run(['systemctl', 'is-enabled', unit]);
  return [active.stdout.trim(), enabled.stdout.trim()];
}

/** Every name on the disk of the machine. */
async function filesOf({ ok }: Machine): Promise<readonly string[]> {
  const places = ['/etc', '/home', '/opt', '/root', '/srv', '/usr', '/var', '/run/sandkeep', '/run/systemd/system'];
  const prune = ['(', '-path', '/var/log', '-o', '-path', '/var/lib/dpkg', '-o', '-path', '/var/tmp', ')', '-prune'];
  const found = await ok('sh', '-c', 'find "$@" 2>/dev/null; true', 'find', ...places, ...prune, '-o', '-print');
  return found.split('\n').filter(Boolean).toSorted();
}

/** What the tests added themselves, and what the tools of accounts keep as copies. */
function isOfAdministrator(name: string): boolean {
  return (
    name.startsWith('/etc/systemd/system/sandkeepd.service.d') ||
    /^\/etc\/(?:passwd|group|shadow|gshadow|\.pwd)(?:-|\.lock)$/.test(name)
  );
}

/** From the state directory down to it. */
function parentsOf(directory: string): readonly string[] {
  const parts = directory.split('/');
  const first = '/var/lib/sandkeep'.split('/').length;
  return parts.slice(first - 1).map((_part, index) => parts.slice(0, first + index).join('/'));
}
