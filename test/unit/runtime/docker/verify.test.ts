// What the engine made is compared with what was asked, field by field.

import { expect, test } from 'vitest';

import { capabilitiesFrom } from '../../../../src/runtime/docker/capabilities.ts';
import { createBody } from '../../../../src/runtime/docker/create-options.ts';
import { ignoredFields } from '../../../../src/runtime/docker/verify.ts';
import { makeSpec } from '../../../support/spec.ts';
import { dockerInfo, dockerVersion } from './scripted-engine.ts';

type Changes = Readonly<Record<string, unknown>>;

const capabilities = capabilitiesFrom(
  dockerVersion,
  { ...dockerInfo, Runtimes: { runc: {}, runsc: {} } },
  '1.41',
  true,
);
const spec = makeSpec({
  user: '10001:10001',
  ociRuntime: 'runsc',
  network: 'inside',
  mounts: [{ source: '/skills', target: '/mnt/skills', readOnly: true }],
  security: { class: 'strict', extraCapabilities: [], readOnlyRoot: true, seccomp: 'default' },
});
const asked = createBody(spec, {
  instanceId: 'the-instance',
  capabilities,
  translateSource: (hostPath) => hostPath,
  shippedProfile: null,
});

/** As an engine tells it that did all that was asked, but for some fields. */
function answer({
  host = {},
  config = {},
  mounts,
}: {
  host?: Changes;
  config?: Changes;
  mounts?: unknown;
} = {}): unknown {
  return {
    Config: { User: asked.User, ...config },
    HostConfig: { ...asked.HostConfig, Devices: [], PidMode: '', UTSMode: '', UsernsMode: '', ...host },
    Mounts: mounts ?? [{ Destination: '/mnt/skills', RW: false }],
  };
}

test('an engine that does as it is asked ignores nothing', () => {
  expect(ignoredFields(asked, answer(), capabilities)).toEqual([]);
});

test.each([
  ['privileged', { host: { Privileged: true } }],
  ['capabilities', { host: { CapAdd: ['SYS_ADMIN'] } }],
  ['capabilities', { host: { CapDrop: [] } }],
  ['noNewPrivileges', { host: { SecurityOpt: [] } }],
  ['seccomp', { host: { SecurityOpt: ['no-new-privileges:true', 'seccomp=unconfined'] } }],
  ['readOnlyRoot', { host: { ReadonlyRootfs: false } }],
  ['network', { host: { NetworkMode: 'host' } }],
  ['network', { host: { NetworkMode: 'bridge' } }],
  ['namespaces', { host: { PidMode: 'host' } }],
  ['namespaces', { host: { IpcMode: 'container:other' } }],
  ['namespaces', { host: { UsernsMode: 'host' } }],
  ['devices', { host: { Devices: [{ PathOnHost: '/dev/sda' }] } }],
  ['user', { config: { User: '0:0' } }],
  ['ociRuntime', { host: { Runtime: 'runc' } }],
  ['ports.hostAddress', { host: { PortBindings: { '8080/tcp': [{ HostIp: '0.0.0.0', HostPort: '' }] } } }],
  ['limits.memoryBytes', { host: { Memory: 0 } }],
  ['limits.swap', { host: { MemorySwap: -1 } }],
  ['limits.cpus', { host: { NanoCpus: 0 } }],
  ['limits.pids', { host: { PidsLimit: 0 } }],
  ['mounts.readOnly', { mounts: [{ Destination: '/mnt/skills', RW: true }] }],
])('%s: the weaker %j is noticed', (field, changes) => {
  expect(ignoredFields(asked, answer(changes), capabilities)).toEqual([field]);
});

test('a limit that the host cannot keep is not held against the engine', () => {
  const unable = capabilitiesFrom(dockerVersion, { ...dockerInfo, CpuCfsQuota: false }, '1.41', true);
  expect(ignoredFields(asked, answer({ host: { NanoCpus: 0 } }), unable)).toEqual([]);
});
