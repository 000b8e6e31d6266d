import { describe, expect, test } from 'vitest';

import type { InstanceSpec } from '../../../../src/domain/runtime-spec.ts';
import { ownershipLabels } from '../../../../src/domain/runtime-spec.ts';
import { capabilitiesFrom, type EngineCapabilities } from '../../../../src/runtime/docker/capabilities.ts';
import { type CreateBody, createBody } from '../../../../src/runtime/docker/create-options.ts';
import { chromiumProfile } from '../../../../src/runtime/docker/seccomp.ts';
import { makeSpec, type SpecOverrides } from '../../../support/spec.ts';
import { dockerInfo, dockerVersion } from './scripted-engine.ts';

const docker = capabilitiesFrom(dockerVersion, dockerInfo, '1.41', true);
const podman = capabilitiesFrom(
  { ...dockerVersion, Components: [{ Name: 'Podman Engine' }] },
  { ...dockerInfo, Plugins: { Log: ['k8s-file', 'journald'] } },
  '1.41',
  true,
);

function bodyOf(overrides: SpecOverrides = {}, capabilities: EngineCapabilities = docker): CreateBody {
  return createBody(makeSpec(overrides), {
    instanceId: 'the-instance',
    capabilities,
    translateSource: (hostPath) => `/outer${hostPath}`,
    shippedProfile: null,
  });
}

const strict: InstanceSpec['security'] = {
  class: 'strict',
  extraCapabilities: [],
  readOnlyRoot: true,
  seccomp: 'default',
};

describe('ownership', () => {
  test('labels of ownership cannot be left out or overridden (R5)', () => {
    const body = bodyOf({ labels: { [ownershipLabels.instance]: 'somebody else', mine: 'yes' } });
    expect(body.Labels).toMatchObject({ [ownershipLabels.instance]: 'the-instance', mine: 'yes' });
  });

  test('the engine neither removes nor restarts anything by itself', () => {
    expect(bodyOf().HostConfig).toMatchObject({ AutoRemove: false, RestartPolicy: { Name: 'no' } });
  });
});

describe('security', () => {
  test('every container drops all capabilities and gains no privileges', () => {
    for (const security of [strict, { ...strict, class: 'compat' as const }]) {
      expect(bodyOf({ security }).HostConfig).toMatchObject({
        Privileged: false,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        IpcMode: 'private',
      });
    }
  });

  test('strict adds no capability, compat five, and extra ones are named', () => {
    expect(bodyOf({ security: strict }).HostConfig.CapAdd).toEqual([]);
    const compat = { ...strict, class: 'compat' as const, extraCapabilities: ['cap_net_raw', 'CHOWN'] };
    expect(bodyOf({ security: compat }).HostConfig.CapAdd).toEqual([
      'CHOWN',
      'DAC_OVERRIDE',
      'FOWNER',
      'NET_RAW',
      'SETGID',
      'SETUID',
    ]);
  });

  test('where capabilities would reach every user, those of a class are for root only', () => {
    const compat = { ...strict, class: 'compat' as const, extraCapabilities: ['NET_RAW'] };
    expect(bodyOf({ security: compat, user: '1000:1000' }, podman).HostConfig.CapAdd).toEqual(['NET_RAW']);
    for (const user of [null, '0', 'root', '0:0']) {
      expect(bodyOf({ security: compat, user }, podman).HostConfig.CapAdd).toContain('SETUID');
    }
    expect(bodyOf({ security: compat, user: '1000:1000' }, docker).HostConfig.CapAdd).toContain('SETUID');
  });

  test('a read-only root comes with temporary directories of bounded size', () => {
    const { ReadonlyRootfs, Tmpfs } = bodyOf({ security: strict }).HostConfig;
    expect(ReadonlyRootfs).toBe(true);
    expect(Object.keys(Tmpfs ?? {})).toEqual(['/tmp', '/run']);
    expect(Tmpfs?.['/tmp']).toContain(`size=${16 * 1024 * 1024}`);
  });

  test('the shipped profile is the default one and the calls a browser needs', () => {
    const profile = JSON.parse(chromiumProfile()) as { defaultAction: string; syscalls: { names: string[] }[] };
    expect(profile.defaultAction).toBe('SCMP_ACT_ERRNO');
    const always = profile.syscalls.filter((rule) => Object.keys(rule).sort().join() === 'action,names');
    const allowed = always.flatMap((rule) => rule.names);
    expect(allowed).toEqual(expect.arrayContaining(['read', 'clone', 'unshare', 'setns', 'chroot']));
    for (const dangerous of ['mount', 'bpf', 'init_module', 'reboot', 'keyctl', 'kexec_load', 'ptrace', 'clone3']) {
      expect(allowed).not.toContain(dangerous);
    }
  });

  test('an engine that takes no profile is not asked for one', () => {
    const security = { ...strict, seccomp: 'chromium' as const };
    expect(() => bodyOf({ security })).toThrow(expect.objectContaining({ reason: 'NOT_SUPPORTED' }));
  });

  test.each(['host', 'HOST', 'container:abc', 'ns:/proc/1/ns/net', ''])('network "%s" is refused', (network) => {
    expect(() => bodyOf({ network })).toThrow(expect.objectContaining({ reason: 'CREATE_REFUSED' }));
  });

  test('an OCI runtime is taken only when the engine lists it', () => {
    expect(bodyOf({ ociRuntime: 'runc' }).HostConfig.Runtime).toBe('runc');
    expect(() => bodyOf({ ociRuntime: 'runsc' })).toThrow(expect.objectContaining({ reason: 'CREATE_REFUSED' }));
  });
});

describe('limits', () => {
  test('swap is as much as memory, which means none', () => {
    const { Memory, MemorySwap } = bodyOf().HostConfig;
    expect(MemorySwap).toBe(Memory);
  });

  test('log size and files are limited by the driver the engine has', () => {
    expect(bodyOf().HostConfig.LogConfig).toEqual({
      Type: 'local',
      Config: { 'max-size': '1048576', 'max-file': '2' },
    });
    expect(bodyOf({}, podman).HostConfig.LogConfig?.Type).toBe('k8s-file');
    expect(bodyOf({}, { ...docker, logDriver: null }).HostConfig.LogConfig).toBeUndefined();
  });

  test('core dumps are off, and Podman hears a process limit too', () => {
    const names = (capabilities: EngineCapabilities): string[] =>
      bodyOf({}, capabilities).HostConfig.Ulimits.map((limit) => limit.Name);
    expect(names(docker)).toEqual(['nofile', 'core']);
    expect(names(podman)).toEqual(['nofile', 'core', 'nproc']);
  });

  test('an init is asked for only where the engine has one', () => {
    expect(bodyOf().HostConfig.Init).toBe(true);
    expect(bodyOf({}, podman).HostConfig.Init).toBeUndefined();
  });

  test('a grace below a second is not rounded to none', () => {
    expect(bodyOf({ stopGraceMs: 200 }).StopTimeout).toBe(1);
    expect(bodyOf({ stopGraceMs: 0 }).StopTimeout).toBe(0);
  });
});

describe('ports and mounts', () => {
  test('the engine chooses the host port unless one is given', () => {
    const ports = [
      { containerPort: 8080, hostAddress: '127.0.0.1', hostPort: null },
      { containerPort: 9000, hostAddress: '172.17.0.1', hostPort: 40_000 },
    ];
    expect(bodyOf({ ports }).HostConfig.PortBindings).toEqual({
      '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }],
      '9000/tcp': [{ HostIp: '172.17.0.1', HostPort: '40000' }],
    });
  });

  test('without a network nothing is published', () => {
    const body = bodyOf({ network: 'none' });
    expect([body.ExposedPorts, body.HostConfig.PortBindings]).toEqual([{}, {}]);
  });

  test('a mount keeps its flags, is private, and its source is the engine’s name for it', () => {
    const mounts = [{ source: '/data/w', target: '/mnt/user-data', readOnly: true }];
    expect(bodyOf({ mounts }).HostConfig.Mounts).toEqual([
      {
        Type: 'bind',
        Source: '/outer/data/w',
        Target: '/mnt/user-data',
        ReadOnly: true,
        BindOptions: { Propagation: 'rprivate' },
      },
    ]);
  });
});
