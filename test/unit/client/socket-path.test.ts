import { expect, test } from 'vitest';
import { defaultSocketPath } from '../../../src/client/socket-path.ts';

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
  const path = '/Users/ann/Library/Application Support/sandkeep/sandkeep.sock';
  expect(defaultSocketPath(surroundings([], {}, 'darwin'))).toBe(path);
});
