import { execFile } from 'node:child_process';
import { access, constants, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import { temporaryDirectory } from '../support/temporary.ts';

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const analyze = '/usr/bin/systemd-analyze';
const hasSystemd = await access(analyze, constants.X_OK).then(
  () => true,
  () => false,
);
const analyzeTimeoutMs = 30_000;
/** Of ten; what remains is explained in the unit. */
const maxExposureTenths = 20;

type Unit = Map<string, string[]>;

/** Section and key to the values in their order. */
function parseUnit(text: string): Unit {
  const unit: Unit = new Map();
  let section = '';
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const heading = /^\[(\w+)\]$/.exec(line);
    if (heading !== null) {
      section = heading[1] ?? '';
      continue;
    }
    const assignment = /^(\w+)=(.*)$/.exec(line);
    if (assignment === null) throw new Error(`not a line of a unit: ${line}`);
    const key = `${section}.${assignment[1]}`;
    unit.set(key, [...(unit.get(key) ?? []), assignment[2] ?? '']);
  }
  return unit;
}

async function unitOf(name: string): Promise<(key: string) => string> {
  const unit = parseUnit(await readFile(path.join(root, 'systemd', name), 'utf8'));
  return (key) => unit.get(key)?.join(' | ') ?? '';
}

describe('sandkeepd.service', () => {
  test('runs, reloads, stops and restarts as the daemon expects', async () => {
    const unit = await unitOf('sandkeepd.service');
    expect(unit('Service.Type')).toBe('notify');
    expect(unit('Service.NotifyAccess')).toBe('all');
    expect(unit('Service.ExecStart')).toBe('/usr/bin/sandkeepd');
    expect(unit('Service.ExecReload')).toBe("/bin/sh -c 'kill -HUP $MAINPID'");
    expect(unit('Service.Restart')).toBe('always');
    expect(unit('Service.RestartPreventExitStatus')).toBe('78');
    expect(unit('Service.KillMode')).toBe('mixed');
    expect(unit('Service.TimeoutStopSec')).toBe('45');
    expect(Number(unit('Service.WatchdogSec'))).toBeGreaterThan(0);
    expect(unit('Unit.Wants')).toBe('docker.service');
    expect(unit('Unit.After').split(' ')).toContain('docker.service');
  });

  test('its directories are private, and the one of the socket is for the group and stays', async () => {
    const unit = await unitOf('sandkeepd.service');
    expect(unit('Service.UMask')).toBe('0077');
    expect([unit('Service.StateDirectory'), unit('Service.StateDirectoryMode')]).toEqual(['sandkeep', '0700']);
    expect([unit('Service.RuntimeDirectory'), unit('Service.RuntimeDirectoryMode')]).toEqual(['sandkeep', '0750']);
    expect(unit('Service.RuntimeDirectoryPreserve')).toBe('yes');
  });

  test('is not root, and has the three capabilities that workspaces need and no other', async () => {
    const unit = await unitOf('sandkeepd.service');
    const needed = 'CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER';
    expect(unit('Service.User')).toBe('sandkeep');
    expect(unit('Service.CapabilityBoundingSet')).toBe(needed);
    expect(unit('Service.AmbientCapabilities')).toBe(needed);
    expect(unit('Service.NoNewPrivileges')).toBe('yes');
  });

  test('the filter of system calls lets it change owners, and V8 write code', async () => {
    const unit = await unitOf('sandkeepd.service');
    expect(unit('Service.SystemCallFilter')).toBe('@system-service | ~@privileged @resources @obsolete | @chown');
    expect(unit('Service.MemoryDenyWriteExecute')).toBe('');
  });

  test('what keeps its memory small is in the first line of what it starts', async () => {
    const bin = await readFile(path.join(root, 'bin/sandkeepd.js'), 'utf8');
    const command = 'MALLOC_ARENA_MAX=1 node --max-semi-space-size=1 --optimize-for-size';
    expect(bin.split('\n')[0]).toBe(`#!/usr/bin/env -S ${command}`);
  });
});

describe('sandkeepd.socket', () => {
  test('opens the socket of the service for its group only', async () => {
    const unit = await unitOf('sandkeepd.socket');
    expect(unit('Socket.ListenStream')).toBe('/run/sandkeep/sandkeep.sock');
    expect(unit('Socket.SocketMode')).toBe('0660');
    expect(unit('Socket.SocketGroup')).toBe('sandkeep');
    expect(unit('Socket.DirectoryMode')).toBe('0750');
  });

  test('the directory of the socket belongs to the group before the service first runs', async () => {
    const rules = await readFile(path.join(root, 'systemd/sandkeep.tmpfiles.conf'), 'utf8');
    expect(rules.split('\n')).toContain('d /run/sandkeep 0750 sandkeep sandkeep -');
  });
});

describe.runIf(hasSystemd)('systemd itself', () => {
  test('finds nothing wrong with the units', async () => {
    const directory = await temporaryDirectory('units');
    for (const name of ['sandkeepd.service', 'sandkeepd.socket']) {
      await copyFile(path.join(root, 'systemd', name), path.join(directory, name));
    }
    // The daemon is not installed where tests run.
    await mkdir(`${directory}/sandkeepd.service.d`);
    await writeFile(`${directory}/sandkeepd.service.d/start.conf`, '[Service]\nExecStart=\nExecStart=/bin/true\n');
    const units = [`${directory}/sandkeepd.service`, `${directory}/sandkeepd.socket`];
    const { stdout, stderr } = await run(analyze, ['verify', '--man=no', ...units], { timeout: analyzeTimeoutMs });
    expect(linesAbout(stdout + stderr, 'sandkeep')).toEqual([]);
  });

  test('rates the exposure of the service within what the unit says', async () => {
    const service = path.join(root, 'systemd/sandkeepd.service');
    const options = ['security', '--offline=true', '--no-pager', `--threshold=${maxExposureTenths}`, service];
    await expect(run(analyze, options, { timeout: analyzeTimeoutMs })).resolves.toBeDefined();
  });
});

function linesAbout(text: string, word: string): string[] {
  return text.split('\n').filter((line) => line.includes(word));
}
