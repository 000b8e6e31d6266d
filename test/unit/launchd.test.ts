// The property list for launchd, checked against the keys that launchd.plist(5) of macOS documents.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { launchdSystemPlan, launchdUserPlan } from '../../src/cli/service/launchd.ts';
import type { ServiceHost } from '../../src/cli/service/plan.ts';
import { parsePlist, type Plist } from '../support/plist.ts';
import { succeeds } from '../support/programs.ts';

const root = path.resolve(import.meta.dirname, '../..');
const readPackageFile = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const shipped = readPackageFile('launchd/dev.sandkeep.sandkeepd.plist');
const mac: ServiceHost = {
  platform: 'darwin',
  userId: 501,
  homeDirectory: '/Users/ada & bob',
  nodePath: '/opt/homebrew/bin/node',
  packageDirectory: '/opt/homebrew/lib/node_modules/sandkeep',
  readPackageFile,
};

type Kind = 'string' | 'integer' | 'boolean' | 'strings' | 'texts' | 'booleans' | 'limits';

/** Those of the documented keys that a daemon like ours can use, and what each holds. */
const documented: Readonly<Record<string, readonly Kind[]>> = {
  Label: ['string'],
  Disabled: ['boolean'],
  UserName: ['string'],
  GroupName: ['string'],
  Program: ['string'],
  ProgramArguments: ['strings'],
  LimitLoadToSessionType: ['string', 'strings'],
  KeepAlive: ['boolean', 'booleans'],
  RunAtLoad: ['boolean'],
  RootDirectory: ['string'],
  WorkingDirectory: ['string'],
  EnvironmentVariables: ['texts'],
  Umask: ['integer', 'string'],
  ExitTimeOut: ['integer'],
  ThrottleInterval: ['integer'],
  InitGroups: ['boolean'],
  StandardInPath: ['string'],
  StandardOutPath: ['string'],
  StandardErrorPath: ['string'],
  SoftResourceLimits: ['limits'],
  HardResourceLimits: ['limits'],
  Nice: ['integer'],
  ProcessType: ['string'],
  AbandonProcessGroup: ['boolean'],
  LowPriorityIO: ['boolean'],
};
const documentedLimits = [
  'Core',
  'CPU',
  'Data',
  'FileSize',
  'MemoryLock',
  'NumberOfFiles',
  'NumberOfProcesses',
  'ResidentSetSize',
  'Stack',
];
const documentedReasonsToLive = [
  'SuccessfulExit',
  'NetworkState',
  'PathState',
  'OtherJobEnabled',
  'Crashed',
  'AfterInitialDemand',
];
const processTypes = ['Background', 'Standard', 'Adaptive', 'Interactive'];

describe.each([
  ['the shipped file', shipped],
  ["a user's agent", launchdUserPlan(mac).files[0]?.text ?? ''],
  ["the system's daemon", launchdSystemPlan(mac).files[0]?.text ?? ''],
])('%s', (_what, text) => {
  const agent = dictionary(parsePlist(text));

  test('has documented keys with values of their kind, and no others', () => {
    const wrong = Object.entries(agent).filter(
      ([key, value]) => !(documented[key] ?? []).some((kind) => isOf(kind, value)),
    );
    expect(wrong).toEqual([]);
    expect(Object.keys(dictionary(agent['KeepAlive'])).filter((key) => !documentedReasonsToLive.includes(key))).toEqual(
      [],
    );
    expect(processTypes).toContain(agent['ProcessType']);
    expect(agent).not.toHaveProperty('Sockets');
  });

  test('comes back unless it ended as asked, has time to drain, room for files, and a log', () => {
    expect(agent).toMatchObject({
      Label: 'dev.sandkeep.sandkeepd',
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ExitTimeOut: 45,
      Umask: 0o077,
      SoftResourceLimits: { NumberOfFiles: 8192 },
      StandardOutPath: expect.stringMatching(/Library\/Logs\/sandkeepd\.log$/),
    });
    expect(agent['StandardErrorPath']).toBe(agent['StandardOutPath']);
  });

  test.runIf(succeeds('/usr/bin/python3', ['-c', 'import plistlib']))('is read alike by another parser', () => {
    const script = 'import json, plistlib, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))';
    const read: unknown = JSON.parse(execFileSync('/usr/bin/python3', ['-c', script], { input: text }).toString());
    expect(read).toEqual(agent);
  });
});

test('installed, the file names its own Node.js and program, and the logs of its place', () => {
  const user = dictionary(parsePlist(launchdUserPlan(mac).files[0]?.text ?? ''));
  const system = dictionary(parsePlist(launchdSystemPlan(mac).files[0]?.text ?? ''));
  expect(user['ProgramArguments']).toEqual([
    '/usr/bin/env',
    'MALLOC_ARENA_MAX=1',
    '/opt/homebrew/bin/node',
    '--max-semi-space-size=1',
    '--optimize-for-size',
    '/opt/homebrew/lib/node_modules/sandkeep/bin/sandkeepd.js',
  ]);
  expect(user['StandardOutPath']).toBe('/Users/ada & bob/Library/Logs/sandkeepd.log');
  expect(user).toHaveProperty('LimitLoadToSessionType');
  expect(system['StandardOutPath']).toBe('/Library/Logs/sandkeepd.log');
  expect(system).not.toHaveProperty('LimitLoadToSessionType');
});

test('each is at the place that launchd reads for its domain', () => {
  const [user, system] = [launchdUserPlan(mac), launchdSystemPlan(mac)];
  expect(user.files.map((file) => file.path)).toEqual([
    '/Users/ada & bob/Library/LaunchAgents/dev.sandkeep.sandkeepd.plist',
  ]);
  expect(user.start.at(-1)).toEqual(['launchctl', 'bootstrap', 'gui/501', user.files[0]?.path]);
  expect(system.files.map((file) => file.path)).toEqual(['/Library/LaunchDaemons/dev.sandkeep.sandkeepd.plist']);
  expect(system.start.at(-1)).toEqual(['launchctl', 'bootstrap', 'system', system.files[0]?.path]);
});

function isOf(kind: Kind, value: Plist): boolean {
  switch (kind) {
    case 'string':
    case 'boolean':
      return typeof value === kind;
    case 'integer':
      return Number.isInteger(value);
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'texts':
      return Object.values(dictionary(value)).every((item) => typeof item === 'string');
    case 'booleans':
      return Object.values(dictionary(value)).every((item) => typeof item === 'boolean');
    case 'limits': {
      const limits = Object.entries(dictionary(value));
      return limits.every(([name, limit]) => documentedLimits.includes(name) && Number.isInteger(limit));
    }
  }
}

function dictionary(value: Plist | undefined): Readonly<Record<string, Plist>> {
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error(`not a dictionary: ${JSON.stringify(value)}`);
  return value;
}
