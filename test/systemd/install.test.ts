// "sandkeep service" on a host of its own: for the host, and for one user of it.

import { expect, test } from 'vitest';

import { type Answer } from './machine.ts';
import { describeOnSystemd, type SystemdScene } from './scene.ts';
import { service, socket } from './service.ts';
import { waitUntil } from '../support/wait.ts';

const patienceMs = 30_000;
const unit = `/etc/systemd/system/${service}`;
const packagedUnits = [`/usr/lib/systemd/system/${service}`, `/usr/lib/systemd/system/${socket}`];
const notOurs = 4;

describeOnSystemd('sandkeep service', (scene) => {
  test('leaves the service to the package that has installed it', async () => {
    const { exitCode, stderr } = await sandkeep(scene(), 'service', 'install');
    expect(exitCode).toBe(notOurs);
    expect(stderr).toContain(`a package has installed the service: ${packagedUnits[0]}`);
  });

  test('installs the service of the host, repairs it, and takes it away without what it keeps', async () => {
    const { machine, systemctl, property, waitForProperty } = scene();
    for (const path of packagedUnits) await machine.remove(path);
    await systemctl('daemon-reload');
    expect(await sandkeep(scene(), 'service', 'status')).toMatchObject({ exitCode: notOurs });

    expect((await sandkeep(scene(), 'service', 'install')).stdout).toContain(`wrote ${unit}`);
    expect(await property('ActiveState')).toBe('active');
    expect((await systemctl('is-enabled', service, socket)).split('\n').filter(Boolean)).toEqual([
      'enabled',
      'enabled',
    ]);
    const info = JSON.parse((await sandkeep(scene(), 'info', '--json')).stdout) as { process_id: number };
    const pid = await property('MainPID');
    expect(String(info.process_id)).toBe(pid);

    expect((await sandkeep(scene(), 'service', 'install')).stdout).toContain(`unchanged ${unit}`);
    expect(await property('MainPID')).toBe(pid);

    await machine.ok('sh', '-c', `echo '# an older version' >>${unit}`);
    expect((await sandkeep(scene(), 'service', 'status')).stdout).toContain(`outdated       ${unit}`);
    expect((await sandkeep(scene(), 'service', 'install')).stdout).toContain(`wrote ${unit}`);
    await waitForProperty('ActiveState', (state) => state === 'active');
    expect(await property('MainPID')).not.toBe(pid);
    expect(await sandkeep(scene(), 'service', 'status')).toMatchObject({ exitCode: 0 });

    expect((await sandkeep(scene(), 'service', 'uninstall')).stdout).toContain(`removed ${unit}`);
    expect((await machine.run(['systemctl', 'is-active', service, socket])).stdout).not.toContain('active\nactive');
    expect((await machine.run(['test', '-e', unit])).exitCode).not.toBe(0);
    await machine.ok('test', '-e', '/var/lib/sandkeep/state.db');
    expect((await sandkeep(scene(), 'service', 'uninstall')).stdout).toBe('it is not installed\n');
  });

  test('refuses a unit that somebody else wrote, and leaves it', async () => {
    const { machine } = scene();
    await machine.write(unit, '[Service]\nExecStart=/bin/true\n');
    const { exitCode, stderr } = await sandkeep(scene(), 'service', 'install');
    expect([exitCode, stderr.includes('was not made by')]).toEqual([notOurs, true]);
    expect(await machine.ok('cat', unit)).toBe('[Service]\nExecStart=/bin/true\n');
    await machine.remove(unit);
  });

  test('installs the service of one user, who alone may use it', async () => {
    const { machine } = scene();
    await machine.ok('useradd', '--create-home', '--uid', '1000', 'ada');
    await machine.ok('loginctl', 'enable-linger', 'ada');
    await waitUntil(async () => (await machine.run(['test', '-S', '/run/user/1000/systemd/private'])).exitCode === 0, {
      timeoutMs: patienceMs,
      what: 'the user has a service manager',
    });
    const asAda = ['setpriv', '--reuid=ada', '--regid=ada', '--init-groups', '--reset-env'];
    const ada = async (...argv: readonly string[]): Promise<Answer> =>
      await machine.run([...asAda, 'env', 'XDG_RUNTIME_DIR=/run/user/1000', 'PATH=/usr/bin', ...argv]);

    const refused = await ada('sandkeep', 'service', 'install', '--system');
    expect(refused.stderr).toContain('only root may change the services of the host');
    const installed = await ada('sandkeep', 'service', 'install');
    expect(installed).toMatchObject({ exitCode: 0 });
    expect(installed.stdout).toContain('wrote /home/ada/.config/systemd/user/sandkeepd.service');
    expect((await ada('sandkeep', 'info')).stdout).toContain('/run/user/1000/sandkeep/sandkeep.sock');
    expect((await ada('systemctl', '--user', 'show', '--value', '--property=StatusText', service)).stdout).toContain(
      'ready',
    );
    expect((await machine.ok('stat', '--format=%a %U', '/run/user/1000/sandkeep/sandkeep.sock')).trim()).toBe(
      '600 ada',
    );
    expect(await ada('sandkeep', 'service', 'status')).toMatchObject({ exitCode: 0 });
    expect((await ada('sandkeep', 'service', 'uninstall')).stdout).toContain('removed /home/ada/');
    expect(await ada('sandkeep', 'service', 'status')).toMatchObject({ exitCode: notOurs });
  });
});

async function sandkeep({ machine }: SystemdScene, ...argv: readonly string[]): Promise<Answer> {
  return await machine.run(['/usr/bin/sandkeep', ...argv]);
}
