import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import type { FileEvent } from '../../../../src/ports/files.ts';
import { MountedFiles } from '../../../../src/runtime/rooted/mounted-files.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { mount, never } from './helpers.ts';

const request = { recursive: true, maxDirectories: 50, maxQueued: 5 };

it('says that events were lost when they come faster than they are read, and goes on', async () => {
  const root = await temporaryDirectory('watch');
  const seen: string[] = [];
  for await (const event of new MountedFiles([mount(root, '/m')]).watch('/m', request, never)) {
    seen.push(wordsOf(event));
    if (event.kind === 'ready')
      for (let count = 0; count < 50; count += 1) writeFileSync(path.join(root, `f${count}`), '');
    if (event.kind === 'overflow') writeFileSync(path.join(root, 'after'), '');
    if (seen.at(-1) === 'created /m/after') break;
  }
  expect(seen).toContain('overflow');
});

it('tells what was in a directory before it was watched, and does not look through links', async () => {
  const root = await temporaryDirectory('watch');
  const outside = await temporaryDirectory('outside');
  const seen: string[] = [];
  const wide = { ...request, maxQueued: 1000 };
  for await (const event of new MountedFiles([mount(root, '/m')]).watch('/m', wide, never)) {
    seen.push(wordsOf(event));
    if (event.kind === 'ready') {
      symlinkSync(outside, path.join(root, 'out'));
      mkdirSync(path.join(root, 'a/b'), { recursive: true });
      writeFileSync(path.join(root, 'a/b/file'), '');
    }
    if (seen.at(-1) === 'created /m/a/b/file') {
      writeFileSync(path.join(outside, 'secret.txt'), '');
      rmSync(path.join(root, 'a'), { recursive: true });
    }
    if (seen.at(-1) === 'removed /m/a') break;
  }
  expect(seen).toContain('created /m/out');
  expect(seen.join()).not.toContain('secret');
});

function wordsOf(event: FileEvent): string {
  return 'path' in event ? `${event.kind} ${event.path}` : event.kind;
}
