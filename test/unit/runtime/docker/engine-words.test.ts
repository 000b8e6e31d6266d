// Errors, events, records and capabilities out of the engines' own words.

import { describe, expect, test } from 'vitest';

import { SandkeepError } from '../../../../src/domain/errors.ts';
import { ownershipLabels } from '../../../../src/domain/runtime-spec.ts';
import { capabilitiesFrom, chooseApiVersion, runtimeInfo } from '../../../../src/runtime/docker/capabilities.ts';
import {
  createError,
  EngineFailure,
  startError,
  toSandkeepError,
  withoutValues,
} from '../../../../src/runtime/docker/errors.ts';
import { eventFromLine } from '../../../../src/runtime/docker/events.ts';
import { linkedPath } from '../../../../src/runtime/docker/link-path.ts';
import { entriesFromRecords, linksFromFields } from '../../../../src/runtime/docker/shell-records.ts';
import { dockerInfo, dockerVersion } from './scripted-engine.ts';

function reasonOf(error: unknown): string {
  return error instanceof SandkeepError ? error.reason : 'not mapped';
}

describe('errors', () => {
  test.each([
    [404, 'No such image: x:latest', 'IMAGE_NOT_FOUND'],
    [404, 'no such image: docker.io/library/x: image not known', 'IMAGE_NOT_FOUND'],
    [400, 'invalid mount config for type "bind": bind source path does not exist: /x', 'MOUNT_SOURCE_MISSING'],
    [400, 'invalid reference', 'CREATE_REFUSED'],
    [500, 'the database is locked', 'RUNTIME_UNAVAILABLE'],
  ])('a create answered with %i "%s" is %s', (status, message, reason) => {
    expect(reasonOf(createError(new EngineFailure(message, status, null), 'x', {}))).toBe(reason);
  });

  test.each([
    [500, 'driver failed programming external connectivity: port is already allocated', 'PORT_UNAVAILABLE'],
    [500, 'listen tcp4 127.0.0.1:80: bind: address already in use', 'PORT_UNAVAILABLE'],
    [400, 'OCI runtime create failed: exec: "x": executable file not found in $PATH', 'CREATE_REFUSED'],
    [500, 'runc: runc create failed: operation not permitted: OCI permission denied', 'CREATE_REFUSED'],
  ])('a start answered with %i "%s" is %s', (status, message, reason) => {
    expect(reasonOf(startError(new EngineFailure(message, status, null), 'x'))).toBe(reason);
  });

  test('no answer says how to get one, by the kind of failure', () => {
    const messageOf = (code: string): string => toSandkeepError(new EngineFailure('', null, code), 'list').message;
    expect(messageOf('ENOENT')).toContain('socket does not exist');
    expect(messageOf('EACCES')).toContain('group');
    expect(messageOf('ECONNREFUSED')).toContain('running?');
  });

  test('values of the environment are taken out of text, the longest first, but not ordinary short words', () => {
    expect(withoutValues('a=secret-longer b=secret no=1', ['secret', 'secret-longer', '1'])).toBe('a=*** b=*** no=1');
  });
});

describe('events', () => {
  const attributes = {
    name: 'the-name',
    [ownershipLabels.instance]: 'ours',
    [ownershipLabels.sandbox]: 'box',
    [ownershipLabels.generation]: '3',
  };
  const line = (Action: string, more: object = {}): string =>
    JSON.stringify({ Type: 'container', Action, Actor: { ID: 'id', Attributes: { ...attributes, ...more } } });

  test.each([
    ['start', 'start'],
    ['die', 'exit'],
    ['died', 'exit'],
    ['destroy', 'remove'],
    ['remove', 'remove'],
    ['pause', 'pause'],
    ['oom', 'other'],
  ])('the engine’s "%s" is our "%s"', (action, kind) => {
    const ref = { name: 'the-name', sandboxId: 'box', generation: 3, containerId: 'id' };
    expect(eventFromLine(line(action), 'ours')).toMatchObject({ kind, ref });
  });

  test('an exit carries its code, in the words of either engine', () => {
    expect(eventFromLine(line('die', { exitCode: '137' }), 'ours')?.exitCode).toBe(137);
    expect(eventFromLine(line('died', { containerExitCode: '3' }), 'ours')?.exitCode).toBe(3);
    expect(eventFromLine(line('die'), 'ours')?.exitCode).toBeNull();
  });

  test('events of others, of execs, and lines that are none are passed over (R5)', () => {
    expect(eventFromLine(line('start'), 'another')).toBeNull();
    expect(eventFromLine(line('exec_start: sh'), 'ours')).toBeNull();
    expect(eventFromLine(line('start', { [ownershipLabels.generation]: 'x' }), 'ours')).toBeNull();
    expect(eventFromLine('not json', 'ours')).toBeNull();
  });
});

describe('capabilities', () => {
  test('the API version is the newest that both speak', () => {
    expect(chooseApiVersion('1.41', '1.12')).toBe('1.41');
    expect(chooseApiVersion('1.54', '1.44')).toBe('1.47');
    expect(() => chooseApiVersion('1.40', '1.12')).toThrow('1.41');
    expect(() => chooseApiVersion('2.5', '2.0')).toThrow('update');
    expect(() => chooseApiVersion('', '')).toThrow('no container engine');
  });

  test('an engine without an init, log driver, swap limit or health checks says so with a remedy', () => {
    const bare = { ...dockerInfo, InitBinary: '', Plugins: { Log: ['syslog'] }, SwapLimit: false };
    const { degraded } = runtimeInfo(capabilitiesFrom(dockerVersion, bare, '1.41', true));
    expect(degraded.map(({ mode }) => mode).join()).toMatch(/init.*logs.*swap/);
    for (const { remedy } of degraded) expect(remedy).not.toBe('');
    expect(runtimeInfo(capabilitiesFrom(dockerVersion, dockerInfo, '1.41', true)).degraded).toEqual([]);
  });

  test('Podman’s identity, which changes with every call, is none', () => {
    const podmanVersion = { ...dockerVersion, Components: [{ Name: 'Podman Engine' }] };
    expect(capabilitiesFrom(podmanVersion, dockerInfo, '1.41', true).engineId).toBeNull();
    expect(capabilitiesFrom(dockerVersion, dockerInfo, '1.41', true).engineId).toBe('THE-ENGINE');
  });

  test.each([
    ['Docker', [{ Name: 'runc', Version: '1.1.5+ds1' }], [{ name: 'runc', version: '1.1.5+ds1' }]],
    [
      'Podman',
      [{ Name: 'OCI Runtime (runc)', Version: 'runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u1' }],
      [{ name: 'runc', version: '1.1.5+ds1' }],
    ],
  ])('%s names what it starts containers with in its own way', (_engine, Components, expected) => {
    expect(capabilitiesFrom({ ...dockerVersion, Components }, dockerInfo, '1.41', true).components).toEqual(expected);
  });

  test.each([
    ['overlay2', 'xfs', 'mount'],
    ['overlay2', 'extfs', 'no'],
    ['overlay', 'xfs', 'mount'],
    ['btrfs', '', 'yes'],
    ['zfs', '', 'yes'],
    ['overlayfs', '', 'no'],
    ['vfs', '', 'no'],
  ])('whether %s on "%s" limits the files of containers is "%s"', (Driver, fileSystem, quota) => {
    const DriverStatus = fileSystem === '' ? [] : [['Backing Filesystem', fileSystem]];
    const info = { ...dockerInfo, Driver, DriverStatus };
    expect(capabilitiesFrom(dockerVersion, info, '1.41', true).storage).toEqual({ driver: Driver, fileSystem, quota });
    expect(capabilitiesFrom(dockerVersion, dockerInfo, '1.41', true).storage).toBeNull();
  });

  test('a profile file is for an engine on this machine only', () => {
    const podmanVersion = { ...dockerVersion, Components: [{ Name: 'Podman Engine' }] };
    expect(capabilitiesFrom(podmanVersion, dockerInfo, '1.41', true).seccompProfile).toBe('file');
    expect(capabilitiesFrom(podmanVersion, dockerInfo, '1.41', false).seccompProfile).toBe('none');
  });
});

describe('records of files', () => {
  test('names may hold anything but a slash, and come in byte order', () => {
    const records = ['b', 'a\nb', ' ', '-x', 'é']
      .map((name) => `//${name}//81a4/5/1000/1000/1700000000/7/2023-11-14 22:13:20.5 +0000\n`)
      .join('');
    const entries = entriesFromRecords(records, (name) => `/d/${name}`);
    expect(entries.map((entry) => entry.path)).toEqual(['/d/ ', '/d/-x', '/d/a\nb', '/d/b', '/d/é']);
    expect(entries[0]).toMatchObject({ kind: 'file', sizeBytes: 5, mode: 0o644, uid: 1000, modifiedAtMs: 1.7e12 });
  });

  test('kinds come from the type bits, special bits stay in the mode', () => {
    const kinds = ['41ed', 'a1ff', '21b6', '89ed'].map((mode) => `//x//${mode}/0/0/0/0/7/now\n`);
    const entries = kinds.flatMap((record) => entriesFromRecords(record, () => '/x'));
    expect(entries.map(({ kind }) => kind)).toEqual(['directory', 'symlink', 'other', 'file']);
    expect(entries[3]?.mode).toBe(0o4755);
  });

  test('links are pairs of name and target', () => {
    expect([...linksFromFields(['a', '/x//y', 'b', ''])]).toEqual([
      ['a', '/x//y'],
      ['b', ''],
    ]);
  });

  test.each([
    ['/a/link', 'file', '/a/file'],
    ['/a/link', '../b/./c', '/b/c'],
    ['/a/link', '/x//y/../z', '/x/z'],
    ['/a/link', '../../..', '/'],
    ['/a/link', '', ''],
  ])('a link at %s to "%s" leads to "%s"', (path, target, expected) => {
    expect(linkedPath(path, target)).toBe(expected);
  });
});
