// Commands of local sandboxes under the unit: refused, unless the drop-in lets bubblewrap run.

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';
import { stringify } from 'yaml';

import { hasReason } from '../../src/client/errors.ts';
import { exposureOf, describeOnSystemd, type SystemdScene } from './scene.ts';
import { configPath, service } from './service.ts';

const dropInText = readFileSync(path.resolve(import.meta.dirname, '../../systemd/sandkeepd-bubblewrap.conf'), 'utf8');
const config = { runtimes: { docker: { enabled: false }, local: { allow_host_exec: true } } };
const maxExposure = 3.5;

describeOnSystemd('commands of local sandboxes', (scene) => {
  test('are refused under the unit: they would have the capabilities and the files of the daemon', async () => {
    const { machine, systemctl } = scene();
    await machine.write(configPath, stringify(config));
    await systemctl('start', service);
    await expect(run(scene(), ['id'])).rejects.toSatisfy((error) => hasReason(error, 'HOST_EXEC_DISABLED'));
    const { degraded } = await scene().client().getInfo({});
    expect(degraded.map(({ remedy }) => remedy).join()).toContain('sandkeepd-bubblewrap.conf');
  });

  test('run in bubblewrap with the drop-in, without capabilities, and see only their sandbox', async () => {
    const { machine, systemctl, dropIn } = scene();
    await machine.write(configPath, stringify(config));
    await dropIn(dropInText);
    await systemctl('start', service);
    const status = await run(scene(), ['cat', '/proc/self/status']);
    expect(status).toMatch(/^CapEff:\t0000000000000000$/m);
    expect(status).toMatch(/^CapBnd:\t0000000000000000$/m);
    expect(
      (await run(scene(), ['sh', '-c', 'pwd; ls /var/lib/sandkeep /run/sandkeep /share 2>&1; echo kept > note'])).split(
        '\n',
      ),
    ).toEqual([
      '/mnt/user-data',
      "ls: cannot access '/var/lib/sandkeep': No such file or directory",
      "ls: cannot access '/run/sandkeep': No such file or directory",
      "ls: cannot access '/share': No such file or directory",
      '',
    ]);
    expect(await run(scene(), ['cat', 'note'])).toBe('kept\n');
  });

  test('cost the exposure that the drop-in opens', async () => {
    const { machine, systemctl, dropIn } = scene();
    await machine.write(configPath, stringify(config));
    await dropIn(dropInText);
    await systemctl('start', service);
    const exposure = await exposureOf(machine);
    console.log(`exposure of ${service} with sandkeepd-bubblewrap.conf: ${exposure}`);
    expect(exposure).toBeGreaterThan(0);
    expect(exposure).toBeLessThanOrEqual(maxExposure);
  });
});

/** What a command of a session's sandbox prints. */
async function run(scene: SystemdScene, argv: readonly string[]): Promise<string> {
  const client = scene.client();
  const { sandbox } = await client.acquireSandbox({ session: { session: 's1' }, template: 'local' });
  const { stdout } = await client.runExec({ sandboxId: sandbox?.id ?? '', argv: [...argv] });
  return stdout.toString();
}
