import { expect, test } from 'vitest';
import { defaultSocketPath } from '../../../src/client/socket-path.ts';
import { defaultPaths } from '../../../src/config/paths.ts';

const userPath = '/run/user/1000/sandkeep/sandkeep.sock';
const surroundings = (existing: readonly string[], env: Record<string, string> = {}, platform = 'linux') => ({
  env,
  platform,
  homeDirectory: '/Users/ann',
  exists: (path: string) => existing.includes(path),
});

test('the environment names the socket before anything else', () => {
  const env = { SANDKEEP_SOCKET: '/tmp/own.sock', XDG_RUNTIME_DIR: '/run/user/1000' };
  expect(defaultSocketPath(surroundings([userPath], env))).toBe('/tmp/own.sock');
});

test("a user's own daemon is preferred when it is there", () => {
  expect(defaultSocketPath(surroundings([userPath], { XDG_RUNTIME_DIR: '/run/user/1000' }))).toBe(userPath);
});

test("without a user's own daemon it is the one of the system", () => {
  expect(defaultSocketPath(surroundings([], { XDG_RUNTIME_DIR: '/run/user/1000' }))).toBe(
    '/run/sandkeep/sandkeep.sock',
  );
});

test('on macOS it is in the Library of the user', () => {
  const path = '/Users/ann/Library/Application Support/sandkeep/run/sandkeep.sock';
  const system = '/var/run/sandkeep/sandkeep.sock';
  expect(defaultSocketPath(surroundings([], {}, 'darwin'))).toBe(path);
  expect(defaultSocketPath(surroundings([system], {}, 'darwin'))).toBe(system);
});

test.each([
  ['root on Linux', { platform: 'linux', isRoot: true, env: {} }],
  ['a user on Linux', { platform: 'linux', isRoot: false, env: { XDG_RUNTIME_DIR: '/run/user/1000' } }],
  ['a user without a session on Linux', { platform: 'linux', isRoot: false, env: {} }],
  ['one who keeps state elsewhere', { platform: 'linux', isRoot: false, env: { XDG_STATE_HOME: '/srv/state' } }],
  ['root on macOS', { platform: 'darwin', isRoot: true, env: {} }],
  ['a user on macOS', { platform: 'darwin', isRoot: false, env: {} }],
] as const)('a daemon of %s is found where it serves by default', (_who, host) => {
  const { socketPath } = defaultPaths({ ...host, homeDir: '/Users/ann' });
  expect(defaultSocketPath(surroundings([socketPath], host.env, host.platform))).toBe(socketPath);
});
