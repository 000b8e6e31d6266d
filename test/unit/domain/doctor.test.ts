// What the doctor says of engines: their holes, those of what they start containers with, and their storage.

import { describe, expect, test } from 'vitest';

import { type ExaminedEngine, engineFindings } from '../../../src/domain/doctor.ts';
import { engineHoles } from '../../../src/domain/engine-holes.ts';

const check = 'runtime:docker';

function examined(version: string, overrides: Partial<ExaminedEngine> = {}): ExaminedEngine {
  return { engine: 'docker', version, components: [], storage: null, ...overrides };
}

function holes(engine: ExaminedEngine): string {
  return engineFindings(check, engine)
    .filter(({ severity }) => severity === 'warning')
    .map(({ message }) => /\(([^)]+)\)$/.exec(message)?.[1])
    .join('; ');
}

const oldOnes = 'CVE-2026-41567, CVE-2026-41568, CVE-2026-42306; CVE-2026-34040';

describe('holes of Docker', () => {
  test('of an old engine are named, each with the version to update to and where it is written', () => {
    const findings = engineFindings(check, examined('20.10.24+dfsg1'));
    expect(findings.map(({ severity }) => severity)).toEqual(Array.from({ length: 5 }, () => 'warning'));
    for (const { remedy } of findings) expect(remedy).toMatch(/update docker to 29\.5\.1 or later, .*: https:\/\//);
  });

  test.each([
    ['29.5.1', ''],
    ['30.0', ''],
    ['29.5.0', 'CVE-2026-41567, CVE-2026-41568, CVE-2026-42306'],
    ['28.3.3', oldOnes],
    ['28.3.2', `${oldOnes}; CVE-2025-54388`],
    ['28.2.0', `${oldOnes}; CVE-2025-54388`],
    ['28.1.1', oldOnes],
    ['27.5.1', `${oldOnes}; moby#45610`],
  ])('of %s are %j', (version, expected) => {
    expect(holes(examined(version))).toBe(expected);
  });

  test('that an own line has closed are closed, though a newer line closed them later', () => {
    expect(holes(examined('26.1.5'))).not.toContain('CVE-2024-41110');
    expect(holes(examined('27.0.3'))).toContain('CVE-2024-41110');
    expect(holes(examined('25.0.5'))).not.toContain('CVE-2024-29018');
    expect(holes(examined('24.0.9'))).toContain('CVE-2024-29018');
  });
});

describe('holes of what an engine starts containers with', () => {
  const with_ = (name: string, version: string, engine = 'docker'): string =>
    holes(examined('29.5.1', { engine, components: [{ name, version }] }));

  test.each([
    ['runc', '1.1.5+ds1', 'CVE-2025-31133, CVE-2025-52565, CVE-2025-52881; CVE-2024-21626'],
    ['runc', '1.1.12', 'CVE-2025-31133, CVE-2025-52565, CVE-2025-52881'],
    ['runc', '1.2.7', 'CVE-2025-31133, CVE-2025-52565, CVE-2025-52881'],
    ['runc', '1.2.8', ''],
    ['runc', '1.3.2', 'CVE-2025-31133, CVE-2025-52565, CVE-2025-52881'],
    ['runc', '1.5.2', ''],
    ['containerd', '1.6.20~ds1', 'CVE-2024-25621; CVE-2024-40635'],
    ['containerd', 'v1.7.29', ''],
    ['containerd', '2.1.4', 'CVE-2024-25621'],
    ['containerd', '2.4.2', ''],
    ['docker-init', '0.19.0', ''],
  ])('of %s %s are %j', (name, version, expected) => {
    expect(with_(name, version)).toBe(expected);
  });

  test('count for Podman too, whose own are not listed', () => {
    expect(with_('runc', '1.1.11', 'podman')).toContain('CVE-2024-21626');
    expect(engineFindings(check, examined('4.3.1', { engine: 'podman' }))).toMatchObject([{ severity: 'ok' }]);
  });
});

test('each hole has a name, a closed version and a source', () => {
  for (const { id, fixedIn, source } of engineHoles) {
    expect(id).toMatch(/^(?:CVE-\d{4}-\d{4,}(?:, )?)+$|^moby#\d+$/);
    expect(fixedIn.length).toBeGreaterThan(0);
    expect(source).toMatch(/^https:\/\/(?:www\.cve\.org|github\.com)\//);
  }
});

test('a version that cannot be compared is said to be one', () => {
  expect(engineFindings(check, examined('library-import'))).toMatchObject([
    { severity: 'notice', message: 'docker names no version that can be compared: "library-import"' },
  ]);
});

test.each([
  ['yes', 'ok', 'btrfs, can limit'],
  ['mount', 'notice', 'btrfs, can limit the files of a sandbox only when it is mounted with pquota'],
  ['no', 'notice', 'btrfs, cannot limit'],
] as const)('storage whose quotas are "%s" is told', (quota, severity, words) => {
  const storage = { driver: 'btrfs', fileSystem: '', quota };
  const [, finding] = engineFindings(check, examined('29.5.1', { storage }));
  expect(finding).toMatchObject({ severity, message: expect.stringContaining(words) });
  expect(finding?.remedy === '').toBe(severity === 'ok');
});
