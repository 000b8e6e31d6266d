import { describe, expect, test } from 'vitest';

import { engineFindings } from '../../../src/domain/doctor.ts';

function holes(version: string, engine = 'docker'): string {
  return engineFindings('runtime:docker', engine, version)
    .filter(({ severity }) => severity === 'warning')
    .map(({ message }) => /\(([^)]+)\)$/.exec(message)?.[1])
    .join('; ');
}

describe('holes of Docker', () => {
  test('of an old engine are named, each with the version to update to', () => {
    const findings = engineFindings('runtime:docker', 'docker', '20.10.24+dfsg1');
    expect(findings.map(({ severity }) => severity)).toEqual(Array.from({ length: 6 }, () => 'warning'));
    expect(findings.every(({ remedy }) => remedy.includes('29.5.1'))).toBe(true);
  });

  test.each([
    ['29.5.1', ''],
    ['30.0', ''],
    ['29.5.0', 'CVE-2026-41567, CVE-2026-41568, CVE-2026-42306'],
    ['28.3.3', 'CVE-2026-41567, CVE-2026-41568, CVE-2026-42306'],
    ['28.3.2', 'CVE-2026-41567, CVE-2026-41568, CVE-2026-42306; CVE-2025-54388'],
  ])('of %s are %j', (version, expected) => {
    expect(holes(version)).toBe(expected);
  });

  test('that an own line has closed are closed, though a newer line closed them later', () => {
    expect(holes('26.1.5')).not.toContain('CVE-2024-41110');
    expect(holes('27.0.3')).toContain('CVE-2024-41110');
    expect(holes('24.0.9')).not.toContain('CVE-2024-21626');
    expect(holes('24.0.9')).toContain('CVE-2024-29018');
  });
});

test.each([
  ['podman', '4.3.1', 'ok'],
  ['docker', 'library-import', 'notice'],
])('%s %s has no list here', (engine, version, severity) => {
  expect(engineFindings('runtime:docker', engine, version)).toMatchObject([{ severity }]);
});
