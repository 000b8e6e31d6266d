import { expect, test } from 'vitest';

import { defaultPaths, type Host } from '../../../src/config/paths.ts';

const user: Host = { env: {}, homeDir: '/home/ada', isRoot: false, platform: 'linux' };
const root: Host = { env: {}, homeDir: '/root', isRoot: true, platform: 'linux' };

test('root has the directories of a system service', () => {
  expect(defaultPaths(root)).toEqual({
    stateDir: '/var/lib/sandkeep',
    dataDir: '/var/lib/sandkeep/data',
    socketPath: '/run/sandkeep/sandkeep.sock',
    configFile: '/etc/sandkeep/config.yaml',
  });
});

test('a user has the directories of XDG', () => {
  const env = {
    XDG_STATE_HOME: '/x/state',
    XDG_DATA_HOME: '/x/data',
    XDG_RUNTIME_DIR: '/run/user/7',
    XDG_CONFIG_HOME: '/x/config',
  };
  expect(defaultPaths({ ...user, env })).toEqual({
    stateDir: '/x/state/sandkeep',
    dataDir: '/x/data/sandkeep',
    socketPath: '/run/user/7/sandkeep/sandkeep.sock',
    configFile: '/x/config/sandkeep/config.yaml',
  });
});

test('without XDG variables, and with relative ones, a user has the usual directories', () => {
  const expected = {
    stateDir: '/home/ada/.local/state/sandkeep',
    dataDir: '/home/ada/.local/share/sandkeep',
    socketPath: '/home/ada/.local/state/sandkeep/run/sandkeep.sock',
    configFile: '/home/ada/.config/sandkeep/config.yaml',
  };
  expect(defaultPaths(user)).toEqual(expected);
  expect(defaultPaths({ ...user, env: { XDG_STATE_HOME: 'state', XDG_RUNTIME_DIR: '' } })).toEqual(expected);
});

test('macOS has Application Support', () => {
  expect(defaultPaths({ ...user, homeDir: '/Users/ada', platform: 'darwin' })).toEqual({
    stateDir: '/Users/ada/Library/Application Support/sandkeep',
    dataDir: '/Users/ada/Library/Application Support/sandkeep/data',
    socketPath: '/Users/ada/Library/Application Support/sandkeep/run/sandkeep.sock',
    configFile: '/Users/ada/.config/sandkeep/config.yaml',
  });
  expect(defaultPaths({ ...root, platform: 'darwin' }).socketPath).toBe('/var/run/sandkeep/sandkeep.sock');
});

test("the user of the system's service has its directories, also outside the service", () => {
  expect(defaultPaths({ ...user, homeDir: '/var/lib/sandkeep' })).toEqual(defaultPaths(root));
  expect(defaultPaths({ ...user, homeDir: '/var/lib/sandkeep2' })).not.toEqual(defaultPaths(root));
});

test('what systemd passes wins', () => {
  const env = {
    STATE_DIRECTORY: '/var/lib/private/a:/var/lib/b',
    RUNTIME_DIRECTORY: '/run/keep',
    CONFIGURATION_DIRECTORY: '/etc/keep',
  };
  expect(defaultPaths({ ...user, env })).toMatchObject({
    configFile: '/etc/keep/config.yaml',
    stateDir: '/var/lib/private/a',
    dataDir: '/var/lib/private/a/data',
    socketPath: '/run/keep/sandkeep.sock',
  });
});
