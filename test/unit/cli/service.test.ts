import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { install, isRunning, stateOf, uninstall } from '../../../src/cli/service/apply.ts';
import { choosePlan, requireVisible } from '../../../src/cli/service/choose.ts';
import type { ServiceHost } from '../../../src/cli/service/plan.ts';
import { runInProcess } from '../../support/cli.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const root = path.resolve(import.meta.dirname, '../../..');

function hostIn(homeDirectory: string, changes: Partial<ServiceHost> = {}): ServiceHost {
  return {
    platform: 'linux',
    userId: 1000,
    homeDirectory,
    nodePath: '/usr/bin/node',
    packageDirectory: '/usr/lib/sandkeep',
    readPackageFile: (name) => readFileSync(path.join(root, name), 'utf8'),
    ...changes,
  };
}

interface Manager {
  readonly env: Readonly<Record<string, string>>;
  readonly calls: () => readonly string[];
}

/** Programs of a service manager that write down how they are called, and say whether something runs. */
async function recordingManager(program: 'systemctl' | 'launchctl'): Promise<Manager> {
  const directory = await temporaryDirectory('manager');
  const log = path.join(directory, 'calls');
  const script = `#!/bin/sh
echo "$*" >>"${log}"
case "$*" in
  *is-active*|print*) test -e "${directory}/running" ;;
  *enable*--now*|bootstrap*) touch "${directory}/running" ;;
  *disable*|bootout*) rm "${directory}/running" ;;
esac
`;
  writeFileSync(path.join(directory, program), script, { mode: 0o755 });
  return {
    env: { PATH: `${directory}:/usr/bin:/bin` },
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []),
  };
}

describe.each([
  ['systemd', 'linux', 'systemctl'],
  ['launchd', 'darwin', 'launchctl'],
] as const)('a service of %s for a user', (_manager, platform, program) => {
  test('is installed once, however often it is asked for', async () => {
    const plan = choosePlan(hostIn(await temporaryDirectory('home'), { platform }), 'user');
    const { env, calls } = await recordingManager(program);
    expect(await install(plan, env)).toEqual(plan.files.map((file) => file.path));
    expect(calls()).toEqual([...plan.load, ...plan.start].map(([, ...words]) => words.join(' ')));
    expect(plan.files.map(stateOf)).not.toContain('absent');
    expect(await isRunning(plan, env)).toBe(true);

    const before = calls().length;
    expect(await install(plan, env)).toEqual([]);
    const [, ...asked] = plan.isRunning;
    expect(
      calls()
        .slice(before)
        .filter((call) => call !== asked.join(' ')),
    ).toEqual([]);
  });

  test('of another version is written again and restarted', async () => {
    const home = await temporaryDirectory('home');
    const { env, calls } = await recordingManager(program);
    await install(choosePlan(hostIn(home, { platform, packageDirectory: '/opt/older' }), 'user'), env);
    const before = calls().length;
    const plan = choosePlan(hostIn(home, { platform }), 'user');
    expect(plan.files.map(stateOf)).toContain('differs');
    expect(await install(plan, env)).not.toEqual([]);
    expect(plan.files.map(stateOf)).not.toContain('differs');
    expect(calls().slice(before)).toEqual(expect.arrayContaining(plan.unload.map(([, ...words]) => words.join(' '))));
  });

  test('goes as it came, and only once', async () => {
    const plan = choosePlan(hostIn(await temporaryDirectory('home'), { platform }), 'user');
    const { env } = await recordingManager(program);
    await install(plan, env);
    expect(await uninstall(plan, env)).toEqual(plan.files.map((file) => file.path));
    expect(plan.files.map(stateOf)).not.toContain('same');
    expect(await isRunning(plan, env)).toBe(false);
    expect(await uninstall(plan, env)).toEqual([]);
  });

  test("never touches a file that is somebody else's", async () => {
    const plan = choosePlan(hostIn(await temporaryDirectory('home'), { platform }), 'user');
    const [file] = plan.files;
    const place = file?.path ?? '';
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, 'mine');
    const { env, calls } = await recordingManager(program);
    await expect(install(plan, env)).rejects.toThrow(`${place} was not made by "sandkeep service install"`);
    await expect(uninstall(plan, env)).rejects.toThrow('was not made by');
    expect(readFileSync(place, 'utf8')).toBe('mine');
    expect(calls()).toEqual([]);
  });

  test('that does not start says which command failed and why', async () => {
    const plan = choosePlan(hostIn(await temporaryDirectory('home'), { platform }), 'user');
    const directory = await temporaryDirectory('manager');
    writeFileSync(path.join(directory, program), '#!/bin/sh\necho "no bus" >&2\nexit 1\n', { mode: 0o755 });
    const failing = install(plan, { PATH: `${directory}:/usr/bin:/bin` });
    await expect(failing).rejects.toThrow(new RegExp(`^"${program} .*" failed: no bus$`));
  });
});

describe('where a service cannot be', () => {
  test('another system has no service manager that is known', () => {
    expect(() => choosePlan(hostIn('/home/ada', { platform: 'freebsd' }), 'user')).toThrow(
      'no service manager is known',
    );
  });

  test('the service of the host needs programs outside of homes, which its unit hides', () => {
    const host = hostIn('/root', { userId: 0, nodePath: '/home/ada/.nvm/bin/node' });
    expect(() => requireVisible(host, choosePlan(host, 'system'))).toThrow('could not see /home/ada/.nvm/bin/node');
    expect(() => requireVisible(host, choosePlan(host, 'user'))).not.toThrow();
    const good = hostIn('/root', { userId: 0 });
    expect(() => requireVisible(good, choosePlan(good, 'system'))).not.toThrow();
  });
});

describe('the command line', () => {
  test('of a unit survives spaces, quotes and percent signs', () => {
    const host = hostIn('/home/ada', { nodePath: '/opt/my node/100%/node', packageDirectory: '/opt/a"b' });
    const [unit] = choosePlan(host, 'user').files;
    expect(unit?.text).toContain(
      'ExecStart=/usr/bin/env MALLOC_ARENA_MAX=1 "/opt/my node/100%%/node" --max-semi-space-size=1 --optimize-for-size "/opt/a\\"b/bin/sandkeepd.js"\n',
    );
  });

  test('--dry-run prints files and commands, and changes nothing', async () => {
    const { exitCode, stdout } = await runInProcess(['service', 'install', '--user', '--dry-run', '--json']);
    const { manager, scope, files, commands } = JSON.parse(stdout) as {
      manager: string;
      scope: string;
      files: { path: string; text: string }[];
      commands: string[][];
    };
    expect([exitCode, manager, scope]).toEqual([0, 'systemd', 'user']);
    expect(files.map((file) => path.basename(file.path))).toEqual(['sandkeepd.service', 'sandkeepd.socket']);
    expect(files[0]?.text).toContain(`${process.execPath} --max-semi-space-size=1`);
    expect(commands.at(-1)).toContain('enable');
    expect(files.filter((file) => existsSync(file.path))).toEqual([]);
    const text = await runInProcess(['service', 'install', '--user', '--dry-run']);
    for (const file of files) expect(text.stdout).toContain(`==> ${file.path}\n${file.text}`);
  });

  test('takes one scope, not two', async () => {
    expect(await runInProcess(['service', 'status', '--user', '--system'])).toMatchObject({ exitCode: 2 });
  });
});
