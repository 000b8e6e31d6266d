// The service under a real systemd, as its unit says: what systemd sees, when it restarts, what a stop leaves.

import { expect, test } from 'vitest';

import { sandboxOf } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';
import { describeOnSystemd, exposureOf, type SystemdScene } from './scene.ts';
import { configPath, service } from './service.ts';

const patienceMs = 30_000;
const exitConfig = '78';
/** More than systemd allows in ten seconds where a unit says nothing. */
const kills = 7;

const stallProgram = '/etc/sandkeep/stall.mjs';
/** Keeps the event loop busy for ever when a signal says so. */
const stallText = `process.on('SIGUSR2', () => { for (;;); });\n`;

describeOnSystemd('the service', (scene) => {
  test('starts without an engine and without a config, says READY and what is missing, and serves', async () => {
    const { systemctl, property, client } = scene();
    await systemctl('start', service);
    expect(await property('ActiveState')).toBe('active');
    expect(await property('StatusText')).toBe('ready with limits, 0 sandboxes: runtime:docker RUNTIME_UNAVAILABLE');
    expect(await client().getInfo({})).toMatchObject({ status: 'DAEMON_STATUS_DEGRADED' });
  });

  test('shows in its status what changed since', async () => {
    const { systemctl, waitForProperty, property, configure, dropIn, client } = scene();
    await configure();
    await dropIn('[Service]\nWatchdogSec=3\n');
    await systemctl('start', service);
    expect(await property('StatusText')).toBe('ready, 0 sandboxes');
    await client().acquireSandbox({ session: { session: 's1' } });
    await waitForProperty('StatusText', (status) => status === 'ready, 1 sandboxes');
  });

  test('reads the config again on a reload, says RELOADING and READY, and keeps the old one when it is wrong', async () => {
    const { machine, systemctl, property, configure, journal, client } = scene();
    await configure();
    await systemctl('start', service);
    const pid = await property('MainPID');
    const namesOf = async (): Promise<string[]> =>
      (await client().listTemplates({})).templates.map(({ name }) => name).filter((name) => name.startsWith('extra'));

    await systemctl('log-level', 'debug');
    await configure({ templates: { extra1: {} } });
    await systemctl('reload', service);
    await waitUntil(async () => (await namesOf()).includes('extra1'), {
      timeoutMs: patienceMs,
      what: 'it is reloaded',
    });
    await waitUntil(async () => (await notifications(scene())).includes('READY=1'), {
      timeoutMs: patienceMs,
      what: 'systemd is told that the reload is over',
    });
    expect((await notifications(scene())).filter((word) => !word.startsWith('WATCHDOG'))).toEqual([
      'RELOADING=1',
      'READY=1',
    ]);
    await systemctl('log-level', 'info');

    await machine.write(configPath, 'no_such_key: 1\n');
    await systemctl('reload', service);
    await waitUntil(async () => (await journal()).includes('the old one stays in force'), {
      timeoutMs: patienceMs,
      what: 'it is refused',
    });
    expect(await namesOf()).toEqual(['extra1']);
    expect([await property('MainPID'), await property('NRestarts')]).toEqual([pid, '0']);
  });

  test('comes back after kill -9, and finds its sandboxes as they are', async () => {
    const { engine, systemctl, waitForProperty, property, configure, client } = scene();
    await configure();
    await systemctl('start', service);
    const pid = await property('MainPID');
    const [kept, ended] = await Promise.all(
      ['kept', 'ended'].map(async (session) => sandboxOf(await client().acquireSandbox({ session: { session } }))),
    );
    await systemctl('kill', '--signal=KILL', '--kill-whom=main', service);
    const container = (await engine.containers()).find(({ name }) => name.includes(ended?.id ?? 'nothing'));
    await engine.control({ action: 'crash_container', name: container?.name ?? '', exitCode: 3 });

    await waitForProperty('NRestarts', (count) => count === '1');
    await waitForProperty('ActiveState', (state) => state === 'active');
    expect(await property('MainPID')).not.toBe(pid);
    const stateOf = async (sandboxId = ''): Promise<unknown> =>
      sandboxOf(await client().getSandbox({ sandboxId })).state;
    expect(await stateOf(kept?.id)).toBe('SANDBOX_STATE_RUNNING');
    expect(await stateOf(ended?.id)).toBe('SANDBOX_STATE_STOPPED');
  });

  test.each([
    ['that was frozen', 'STOP'],
    ['whose event loop is busy', 'USR2'],
  ])('a daemon %s gets no more pings out, and is replaced', async (_what, signal) => {
    const { machine, systemctl, waitForProperty, property, configure, dropIn, journal, client } = scene();
    await configure();
    await machine.write(stallProgram, stallText);
    await dropIn(`[Service]\nWatchdogSec=4\nEnvironment=NODE_OPTIONS=--import=${stallProgram}\n`);
    await systemctl('start', service);
    const { sandbox } = await client().acquireSandbox({ session: { session: 's1' } });
    expect(await property('NRestarts')).toBe('0');
    await systemctl('kill', `--signal=${signal}`, '--kill-whom=main', service);

    await waitForProperty('NRestarts', (count) => count === '1');
    await waitForProperty('ActiveState', (state) => state === 'active');
    expect(await journal()).toContain('Watchdog timeout');
    const found = sandboxOf(await client().getSandbox({ sandboxId: sandbox?.id ?? '' }));
    expect(found).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
  });

  test('is never given up, however often it dies', async () => {
    const { systemctl, waitForProperty, configure, dropIn } = scene();
    await configure();
    await dropIn('[Service]\nRestartSec=50ms\n');
    await systemctl('start', service);
    for (let kill = 1; kill <= kills; kill += 1) {
      await systemctl('kill', '--signal=KILL', '--kill-whom=main', service);
      await waitForProperty('NRestarts', (count) => count === String(kill));
      // While it starts, so that many starts come in a short time.
      await waitForProperty('MainPID', (pid) => pid !== '0');
    }
    await waitForProperty('ActiveState', (state) => state === 'active');
  });

  test('a stop is clean and keeps sandboxes, and the next start has them (R11)', async () => {
    const { engine, systemctl, property, configure, client } = scene();
    await configure();
    await systemctl('start', service);
    const { sandbox } = await client().acquireSandbox({ session: { session: 's1' } });
    await systemctl('stop', service);
    expect([await property('ActiveState'), await property('Result')]).toEqual(['inactive', 'success']);
    const phases = (await engine.containers()).filter(({ name }) => name.includes(sandbox?.id ?? '-'));
    expect(phases.map(({ phase }) => phase)).toEqual(['running']);

    await systemctl('start', service);
    const found = sandboxOf(await client().getSandbox({ sandboxId: sandbox?.id ?? '' }));
    expect(found).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
  });

  test('a wrong config ends it with 78, says why, and is not tried again', async () => {
    const { machine, property, journal } = scene();
    await machine.write(configPath, 'no_such_key: 1\n');
    expect((await machine.run(['systemctl', 'start', service])).exitCode).not.toBe(0);
    // One that is to be tried again is in "auto-restart".
    expect(await property('SubState')).toBe('failed');
    expect([await property('ExecMainStatus'), await property('NRestarts')]).toEqual([exitConfig, '0']);
    expect(await journal()).toContain('no_such_key');
  });

  test('gives workspaces to the users of the images, with three capabilities and no more', async () => {
    const { machine, systemctl, property, configure, client } = scene();
    await configure({ templates: { owned: { workspace: 'session', workspace_owner: '1000:1000' } } });
    await systemctl('start', service);
    const { sandbox } = await client().acquireSandbox({ session: { session: 's1' }, template: 'owned' });
    const owner = await machine.ok('stat', '--format=%u:%g', sandbox?.workspacePath ?? '');
    expect(owner.trim()).toBe('1000:1000');
    const status = await machine.ok('cat', `/proc/${await property('MainPID')}/status`);
    expect(status).toMatch(/^CapEff:\t000000000000000b$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^Seccomp:\t2$/m);
  });

  test('its user restores a copy in the places of the service', async () => {
    const { machine, systemctl, configure, client } = scene();
    await configure({ config: { log_level: 'warn' } });
    await systemctl('start', service);
    await client().acquireSandbox({ session: { session: 'before' } });
    const { path: copy } = await client().backup({});
    await client().acquireSandbox({ session: { session: 'after' } });
    await systemctl('stop', service);
    const asUser = ['setpriv', '--reuid=sandkeep', '--regid=sandkeep', '--init-groups', '--reset-env'];
    expect(await machine.ok(...asUser, '/usr/bin/sandkeepd', '--restore', copy)).toContain(`restored ${copy}`);
    expect(await machine.ok(...asUser, '/usr/bin/sandkeepd', '--check-config')).toContain(configPath);
    await systemctl('start', service);
    const { sessions } = await client().listSessions({});
    expect(sessions.map(({ key }) => key?.session)).toEqual(['before']);
  });

  test('is exposed at most as far as the design allows', async () => {
    const { machine, systemctl, configure } = scene();
    await configure();
    await systemctl('start', service);
    const exposure = await exposureOf(machine);
    console.log(`exposure of ${service}: ${exposure}`);
    expect(exposure).toBeGreaterThan(0);
    expect(exposure).toBeLessThanOrEqual(2);
  });
});

/** The words of what the service told systemd, in order; systemd writes them down while it debugs. */
async function notifications({ journal }: SystemdScene): Promise<readonly string[]> {
  const lines = (await journal()).matchAll(/Got notification message from PID \d+ \(([A-Z]+=1)/g);
  return [...lines].map(([, word = '']) => word);
}
