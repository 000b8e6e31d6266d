// Test images made of static busybox and loaded over the engine's API: no registry, no build, no client.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { unpackedDebianPackages } from '../engines/cache.ts';
import { runCommand } from '../engines/commands.ts';
import { askEngine } from '../engines/engineApi.ts';
import { type BuiltImage, buildImage, packImages } from './archive.ts';
import { type Behaviour, behaviours, imageRecipe, type Programs } from './behaviours.ts';

export { type Behaviour, behaviours } from './behaviours.ts';

const loadTimeoutMs = 60_000;

/** The image names by behaviour. */
export const testImages: Record<Behaviour, string> = {
  base: 'sandkeep-test:base',
  slow: 'sandkeep-test:slow',
  exit: 'sandkeep-test:exit',
  never: 'sandkeep-test:never',
  deaf: 'sandkeep-test:deaf',
  oom: 'sandkeep-test:oom',
  flood: 'sandkeep-test:flood',
  health: 'sandkeep-test:health',
  auth: 'sandkeep-test:auth',
  talk: 'sandkeep-test:talk',
  noshell: 'sandkeep-test:noshell',
  probe: 'sandkeep-test:probe',
};

async function readPrograms(): Promise<Programs> {
  const unpacked = await unpackedDebianPackages('image-programs', ['busybox-static', 'tini']);
  const program = path.join(unpacked, 'bin/busybox');
  return {
    busybox: await readFile(program),
    applets: (await runCommand(program, ['--list'])).trim().split('\n'),
    tini: await readFile(path.join(unpacked, 'usr/bin/tini-static')),
  };
}

/** Loads one image under a name of the caller's choice. `dockerHost` is a DOCKER_HOST value or a socket path. */
export async function importImage(dockerHost: string, name: string, options: { behaviour: Behaviour }): Promise<void> {
  const image = buildImage(imageRecipe(options.behaviour, await readPrograms()));
  await loadImages(dockerHost, new Map([[name, image]]));
}

/** Loads the test images that are missing or of another content. */
export async function ensureTestImages(dockerHost: string, wanted: readonly Behaviour[] = behaviours): Promise<void> {
  const programs = await readPrograms();
  const missing = new Map<string, BuiltImage>();
  for (const behaviour of wanted) {
    const image = buildImage(imageRecipe(behaviour, programs));
    const name = testImages[behaviour];
    if (!(await hasImage(dockerHost, name, image.contentHash))) missing.set(name, image);
  }
  if (missing.size > 0) await loadImages(dockerHost, missing);
}

/** Loads one image under the name unless it is there with this content. */
export async function ensureImage(dockerHost: string, name: string, image: BuiltImage): Promise<void> {
  if (await hasImage(dockerHost, name, image.contentHash)) return;
  await loadImages(dockerHost, new Map([[name, image]]));
}

async function loadImages(dockerHost: string, images: Map<string, BuiltImage>): Promise<void> {
  const answer = await askEngine(dockerHost, {
    method: 'POST',
    path: '/images/load?quiet=1',
    contentType: 'application/x-tar',
    body: packImages(images),
    timeoutMs: loadTimeoutMs,
  });
  // A failure after the first byte of progress comes with status 200 and an error in the stream.
  if (answer.status === 200 && !answer.body.includes(`"error"`)) return;
  throw new Error(`loading ${[...images.keys()].join(', ')} failed: ${answer.status} ${answer.body.trim()}`);
}

async function hasImage(dockerHost: string, name: string, contentHash: string): Promise<boolean> {
  const answer = await askEngine(dockerHost, { path: `/images/${encodeURIComponent(name)}/json` });
  return answer.status === 200 && answer.body.includes(contentHash);
}
