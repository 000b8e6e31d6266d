import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hasReason } from '../../../../src/domain/errors.ts';
import { HostPathFilter, hideHostPaths, mapArgument } from '../../../../src/runtime/local/path-mapping.ts';

const pairs = [
  { virtual: '/mnt/skills', host: '/srv/host/skills' },
  { virtual: '/mnt/user-data', host: '/srv/host/data' },
  { virtual: '/mnt/user-data/uploads', host: '/srv/host/data-uploads' },
];

function hide(output: string): string {
  return hideHostPaths(Buffer.from(output), pairs).toString('utf8');
}

describe('mapping of arguments', () => {
  it.each([
    ['/mnt/user-data', '/srv/host/data'],
    ['/mnt/user-data/a b.txt', '/srv/host/data/a b.txt'],
    ['/mnt/user-data/uploads/x', '/srv/host/data-uploads/x'],
    ['/mnt/skills-extra/x', '/mnt/skills-extra/x'],
    ['/mnt/skillsx', '/mnt/skillsx'],
    ['/data/mnt/skills/x', '/data/mnt/skills/x'],
    ['/etc/passwd', '/etc/passwd'],
    ['plain', 'plain'],
    ['', ''],
  ])('%j becomes %j, longest prefix first, on segment boundaries (B3-67)', (argument, expected) => {
    expect(mapArgument(argument, pairs)).toBe(expected);
  });

  it.each([
    'cat /mnt/user-data/x',
    '--file=/mnt/user-data/x',
    '-I/mnt/skills/include',
    'file:///mnt/skills/x',
    'cd "/mnt/user-data"; ls',
    'look in /mnt/skills.',
  ])('%j is refused, for it names a virtual path inside other text', (argument) => {
    expect.assertions(1);
    try {
      mapArgument(argument, pairs);
    } catch (error) {
      expect(hasReason(error, 'EXEC_PATH_NOT_MAPPED')).toBe(true);
    }
  });

  it('a mount at "/" maps whole arguments and refuses no text', () => {
    const everything = [{ virtual: '/', host: '/srv/root' }];
    expect(mapArgument('/etc/motd', everything)).toBe('/srv/root/etc/motd');
    expect(mapArgument('cat /etc/motd', everything)).toBe('cat /etc/motd');
  });
});

describe('hiding of host paths', () => {
  it.each([
    ['/srv/host/data/a\n', '/mnt/user-data/a\n'],
    ['open "/srv/host/data": no', 'open "/mnt/user-data": no'],
    ['in /srv/host/data.', 'in /mnt/user-data.'],
    ['/srv/host/data-uploads/x', '/mnt/user-data/uploads/x'],
    ['/srv/host/data-other/x', '/srv/host/data-other/x'],
    ['/srv/host/data2', '/srv/host/data2'],
    ['-I/srv/host/skills/include', '-I/mnt/skills/include'],
    ['“/srv/host/skills”', '“/mnt/skills”'],
    ['/backup/srv/host/skills', '/backup/srv/host/skills'],
    ['/srv/host/data:/srv/host/skills', '/mnt/user-data:/mnt/skills'],
  ])('%j becomes %j (D3-34, B3-67)', (output, expected) => {
    expect(hide(output)).toBe(expected);
  });

  it('keeps every other byte, also where it is not UTF-8 (B3-62)', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x0a]);
    expect(hideHostPaths(Buffer.concat([bytes, Buffer.from('/srv/host/skills '), bytes]), pairs)).toEqual(
      Buffer.concat([bytes, Buffer.from('/mnt/skills '), bytes]),
    );
  });

  it('turns a host path into an absolute one under a mount at "/"', () => {
    const everything = [{ virtual: '/', host: '/srv/root' }];
    expect(hideHostPaths(Buffer.from('/srv/root/etc /srv/root'), everything).toString()).toBe('/etc /');
  });

  it('undoes what the mapping of arguments did, for any path below a mount', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_ é.-]{0,12}$/);
    const virtualPath = fc
      .tuple(fc.constantFrom(...pairs.map((pair) => pair.virtual)), fc.array(name, { maxLength: 4 }))
      .map(([base, names]) => [base, ...names].join('/'));
    fc.assert(
      fc.property(virtualPath, (place) => {
        const mapped = mapArgument(place, pairs);
        expect(mapped.startsWith('/srv/host/')).toBe(true);
        expect(hide(`'${mapped}'`)).toBe(`'${place}'`);
      }),
    );
  });

  it.each([
    ['see /srv/host/sk', 'ills/a'],
    ['see /srv/host/skills', '/a'],
    ['see /', 'srv/host/skills/a'],
  ])('finds a host path in two pieces: %s, %s', (first, second) => {
    const filter = new HostPathFilter(pairs);
    const shown = [filter.push(Buffer.from(first)), filter.push(Buffer.from(second)), filter.end()];
    expect(Buffer.concat(shown).toString()).toBe('see /mnt/skills/a');
  });

  it('takes a name that goes on in the next piece for another one', () => {
    const filter = new HostPathFilter(pairs);
    const shown = [filter.push(Buffer.from('/srv/host/skills')), filter.push(Buffer.from('hop\n')), filter.end()];
    expect(Buffer.concat(shown).toString()).toBe('/srv/host/skillshop\n');
  });

  it('takes no path for one that is only the end of a longer one begun before', () => {
    const filter = new HostPathFilter(pairs);
    const shown = [filter.push(Buffer.from('/data/x')), filter.push(Buffer.from('/srv/host/skills ')), filter.end()];
    expect(Buffer.concat(shown).toString()).toBe('/data/x/srv/host/skills ');
  });

  it('lets everything else through at once', () => {
    expect(new HostPathFilter(pairs).push(Buffer.from('0123456789')).toString()).toBe('0123456789');
  });
});
