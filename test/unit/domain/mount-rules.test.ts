import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { hasReason, SandkeepError } from '../../../src/domain/errors.ts';
import {
  checkDistinctTargets,
  checkMountSource,
  checkMountTarget,
  checkWorkspaceDir,
  isAtOrBelow,
  isNormalisedPath,
  type MountRules,
  pathsOverlap,
  sessionMountTargets,
  systemMountSources,
  systemMountTargets,
} from '../../../src/domain/mount-rules.ts';

const reservedTargets = [...systemMountTargets, ...sessionMountTargets];
const rules: MountRules = {
  allowedSources: ['/srv/shared', '/var/lib/sandkeep/data/skills', '/home/ada'],
  deniedSources: [...systemMountSources, '/var/lib/sandkeep', '/home/ada/.ssh', '/srv/engine/engine.sock'],
  dataDir: '/var/lib/sandkeep/data',
  reservedTargets,
};

function failure(check: () => void): SandkeepError {
  try {
    check();
  } catch (error) {
    if (error instanceof SandkeepError) return error;
    throw error;
  }
  return expect.fail('it was accepted');
}

const segment = fc.stringMatching(/^[a-z.]{1,4}$/).filter((text) => text !== '.' && text !== '..');
const normalPath = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => `/${segments.join('/')}`);

describe('paths', () => {
  test('prefixes count on segment boundaries (B3-67)', () => {
    expect(isAtOrBelow('/mnt/skills/x', '/mnt/skills')).toBe(true);
    expect(isAtOrBelow('/mnt/skills', '/mnt/skills')).toBe(true);
    expect(isAtOrBelow('/mnt/skills-extra', '/mnt/skills')).toBe(false);
    expect(isAtOrBelow('/mnt', '/mnt/skills')).toBe(false);
    expect(isAtOrBelow('/anything', '/')).toBe(true);
  });

  test('overlap is the same in both directions, and every path overlaps itself and the root', () => {
    fc.assert(
      fc.property(normalPath, normalPath, (left, right) => {
        expect(pathsOverlap(left, right)).toBe(pathsOverlap(right, left));
        expect(pathsOverlap(left, left)).toBe(true);
        expect(pathsOverlap(left, '/')).toBe(true);
        expect(pathsOverlap(left, `${left}${right}`)).toBe(true);
      }),
    );
  });

  test.each(['/', '/a', '/a/b.c', '/a/..b', '/ä'])('%s is normalised', (path) => {
    expect(isNormalisedPath(path)).toBe(true);
  });

  test.each(['', 'a', './a', '/a/', '//a', '/a//b', '/a/./b', '/a/..', '/../a', '/a\0b', '/\ud800'])(
    '%j is not',
    (path) => {
      expect(isNormalisedPath(path)).toBe(false);
    },
  );
});

describe('targets (B3-73, D bug 38)', () => {
  test('a reserved place is covered neither by itself, nor from below, nor from above', () => {
    for (const reserved of reservedTargets) {
      const parent = reserved.slice(0, reserved.lastIndexOf('/')) || '/';
      for (const target of [reserved, `${reserved}/inner`, parent]) {
        const error = failure(() => checkMountTarget(target, reservedTargets));
        expect(error.reason).toBe('INVALID_FIELD');
        expect(error.message).toContain('reserved');
      }
    }
  });

  test('a sibling of a reserved place is free', () => {
    for (const target of ['/mnt/skills-extra', '/mnt/user', '/etc/ssl', '/data', '/processes']) {
      expect(() => checkMountTarget(target, reservedTargets)).not.toThrow();
    }
  });

  test('relative and unnormalised targets are refused with the field they stand in', () => {
    for (const target of ['data', '', './x', '/a/../mnt', '/a//b', '/a/']) {
      const error = failure(() => checkMountTarget(target, reservedTargets, 'mounts[2].target'));
      expect(error.details.fieldViolations?.[0]?.field).toBe('mounts[2].target');
    }
  });

  test('no accepted target overlaps a reserved one', () => {
    const target = fc.oneof(
      normalPath,
      fc.constantFrom(...reservedTargets).chain((base) => fc.constantFrom(base, `${base}x`)),
    );
    fc.assert(
      fc.property(target, (path) => {
        try {
          checkMountTarget(path, reservedTargets);
        } catch {
          return;
        }
        expect(reservedTargets.some((reserved) => pathsOverlap(path, reserved))).toBe(false);
      }),
    );
  });

  test('one container path is not mounted twice', () => {
    expect(() => checkDistinctTargets(['/a', '/a/b', '/ab'])).not.toThrow();
    expect(failure(() => checkDistinctTargets(['/a', '/b', '/a'])).message).toContain('"/a"');
  });
});

describe('sources (R12)', () => {
  test('what lies below an allowed directory is allowed', () => {
    for (const source of ['/srv/shared', '/srv/shared/a/b', '/home/ada/project']) {
      expect(() => checkMountSource(source, rules)).not.toThrow();
    }
  });

  test('an empty allow-list denies everything', () => {
    fc.assert(
      fc.property(normalPath, (source) => {
        const error = failure(() => checkMountSource(source, { ...rules, allowedSources: [] }));
        expect(hasReason(error, 'MOUNT_DENIED')).toBe(true);
      }),
    );
  });

  test('what is not below an allowed directory is denied, also beside it with the same beginning', () => {
    for (const source of ['/srv', '/srv/shared-not', '/opt']) {
      expect(failure(() => checkMountSource(source, rules)).reason).toBe('MOUNT_DENIED');
    }
  });

  test('what is denied stays denied whatever is allowed: itself, what is below and what is above', () => {
    const open = { ...rules, allowedSources: ['/'] };
    const denied = ['/', '/proc', '/etc/passwd', '/run', '/var/run/docker.sock', '/var', '/var/lib', '/home/ada'];
    for (const source of [...denied, '/home/ada/.ssh/id', '/var/lib/sandkeep/secret.key', '/srv/engine/engine.sock']) {
      const error = failure(() => checkMountSource(source, open));
      expect(error.reason).toBe('MOUNT_DENIED');
      expect(error.details.metadata?.['denied_by']).toBeTypeOf('string');
    }
  });

  test('the data directory may lie in the state directory; only what is in it and allowed can be mounted', () => {
    expect(() => checkMountSource('/var/lib/sandkeep/data/skills', rules)).not.toThrow();
    expect(failure(() => checkMountSource('/var/lib/sandkeep/data/workspaces', rules)).reason).toBe('MOUNT_DENIED');
    expect(failure(() => checkMountSource('/var/lib/sandkeep/data', rules)).reason).toBe('MOUNT_DENIED');
  });

  test('what is denied in the data directory stays denied, whatever is allowed', () => {
    const open = {
      ...rules,
      allowedSources: ['/'],
      deniedSources: [...rules.deniedSources, '/var/lib/sandkeep/data/storage'],
    };
    for (const source of ['/var/lib/sandkeep/data/storage', '/var/lib/sandkeep/data/storage/default/a']) {
      expect(failure(() => checkMountSource(source, open)).reason).toBe('MOUNT_DENIED');
      expect(failure(() => checkWorkspaceDir(source, open, ['/'])).reason).toBe('WORKSPACE_DENIED');
    }
    expect(() => checkMountSource('/var/lib/sandkeep/data/storage-not', open)).not.toThrow();
  });

  test('relative and unnormalised sources are invalid before they are denied', () => {
    for (const source of ['srv/shared', '../etc', '/srv/shared/../../etc', '/srv/shared//x', '/srv/shared/x\0']) {
      expect(failure(() => checkMountSource(source, rules)).reason).toBe('INVALID_FIELD');
    }
  });
});

describe('workspace directories of requests (R12)', () => {
  test('are allowed below an allowed directory only', () => {
    expect(() => checkWorkspaceDir('/srv/work/a', rules, ['/srv/work'])).not.toThrow();
    expect(failure(() => checkWorkspaceDir('/srv/work-not', rules, ['/srv/work'])).reason).toBe('WORKSPACE_DENIED');
    expect(failure(() => checkWorkspaceDir('/srv/work', rules, [])).reason).toBe('WORKSPACE_DENIED');
    expect(failure(() => checkWorkspaceDir('/etc/x', rules, ['/'])).reason).toBe('WORKSPACE_DENIED');
    expect(failure(() => checkWorkspaceDir('work', rules, ['/'])).reason).toBe('INVALID_FIELD');
  });
});
