import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from 'vitest';

import {
  describeEndpoint,
  type EndpointSources,
  findEndpoint,
  usualSockets,
} from '../../../../src/runtime/docker/endpoint.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';

async function found(overrides: Partial<EndpointSources>): Promise<string> {
  const endpoint = await findEndpoint({
    configuredHost: null,
    dockerConfigDir: '/nonexistent',
    environment: {},
    defaultSockets: [],
    ...overrides,
  });
  return describeEndpoint(endpoint);
}

async function configWithContext(name: string, host: string): Promise<string> {
  const directory = await temporaryDirectory('docker-config');
  const meta = path.join(directory, 'contexts/meta', createHash('sha256').update(name).digest('hex'));
  await mkdir(meta, { recursive: true });
  await writeFile(path.join(meta, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }));
  await writeFile(path.join(directory, 'config.json'), JSON.stringify({ currentContext: name }));
  return directory;
}

test('the config is asked first, then DOCKER_HOST, then the context, then the usual sockets', async () => {
  const dockerConfigDir = await configWithContext('mine', 'unix:///context.sock');
  const socket = path.join(await temporaryDirectory('socket'), 'docker.sock');
  await writeFile(socket, '');
  const all: EndpointSources = {
    configuredHost: 'unix:///configured.sock',
    dockerConfigDir,
    environment: { DOCKER_HOST: 'unix:///environment.sock' },
    defaultSockets: ['/nonexistent.sock', socket],
  };
  expect(await found(all)).toContain('unix:///configured.sock');
  expect(await found({ ...all, configuredHost: null })).toBe('unix:///environment.sock (from DOCKER_HOST)');
  const withoutHosts = { ...all, configuredHost: null, environment: {} };
  expect(await found(withoutHosts)).toBe('unix:///context.sock (from docker context "mine")');
  expect(await found({ ...withoutHosts, dockerConfigDir: '/nonexistent' })).toContain(socket);
});

test('DOCKER_CONTEXT names another context, and "default" none', async () => {
  const dockerConfigDir = await configWithContext('mine', 'unix:///context.sock');
  expect(await found({ dockerConfigDir, environment: { DOCKER_CONTEXT: 'default' } })).toContain('default path');
  const other = found({ dockerConfigDir, environment: { DOCKER_CONTEXT: 'other' } });
  await expect(other).rejects.toMatchObject({ reason: 'CONFIG_INVALID' });
});

test("Docker Desktop's own socket is found in the home of its user, before one that is linked for all", async () => {
  const home = await temporaryDirectory('home');
  const socket = path.join(home, '.docker/run/docker.sock');
  await mkdir(path.dirname(socket), { recursive: true });
  await writeFile(socket, '');
  expect(usualSockets({}, home).slice(0, 2)).toEqual([socket, '/var/run/docker.sock']);
  expect(await found({ defaultSockets: usualSockets({}, home) })).toContain(`unix://${socket}`);
});

test('without any engine the usual path is named, so that the error does too', async () => {
  expect(await found({})).toBe('unix:///var/run/docker.sock (from default path)');
});

test.each([
  ['/run/some.sock', 'unix:///run/some.sock'],
  ['tcp://10.0.0.1:2375', 'tcp://10.0.0.1:2375'],
  ['tcp://[::1]:2375', 'tcp://::1:2375'],
  ['10.0.0.1', 'tcp://10.0.0.1:2375'],
])('%s is understood', async (host, expected) => {
  expect(await found({ configuredHost: host })).toContain(expected);
});

test.each(['ssh://user:secret@host', 'unix://', 'npipe:////./pipe/docker', 'http://'])(
  '%s is refused with what to write instead, and without its password (R10)',
  async (host) => {
    const error: unknown = await found({ configuredHost: host }).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ reason: 'CONFIG_INVALID', message: expect.stringContaining('unix:///') });
    expect(String(error)).not.toContain('secret');
  },
);

test('TLS needs all three files, and says where it looked', async () => {
  const directory = await temporaryDirectory('certificates');
  const environment = { DOCKER_HOST: 'tcp://10.0.0.1:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: directory };
  await expect(found({ environment })).rejects.toMatchObject({ reason: 'CONFIG_INVALID' });
  for (const name of ['ca.pem', 'cert.pem', 'key.pem']) await writeFile(path.join(directory, name), name);
  expect(await found({ environment })).toContain('tcp://10.0.0.1:2376');
});
