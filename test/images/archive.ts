// Images as the archive `docker save` writes. An import of a plain file system would be simpler, but Podman's takes
// no health check, and every image would bring its own copy of busybox.

import { createHash } from 'node:crypto';

import type { ImageRecipe } from './behaviours.ts';
import { buildTar, type TarEntry } from './tar.ts';

const contentLabel = 'sandkeep-test.content';

const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

export interface BuiltImage {
  /** The same content has the same hash; the image carries it as a label. */
  contentHash: string;
  config: string;
  layers: { name: string; archive: Buffer }[];
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function buildImage({ layers, config }: ImageRecipe): BuiltImage {
  const built = layers.map((entries) => {
    const archive = Buffer.isBuffer(entries) ? entries : buildTar(entries);
    return { archive, digest: sha256(archive) };
  });
  const contentHash = sha256(JSON.stringify([config, built.map((layer) => layer.digest)])).slice(0, 16);
  return {
    contentHash,
    config: JSON.stringify({
      architecture: architectures[process.arch] ?? process.arch,
      os: 'linux',
      created: '2026-01-01T00:00:00Z',
      config: { ...config, Labels: { [contentLabel]: contentHash } },
      rootfs: { type: 'layers', diff_ids: built.map((layer) => `sha256:${layer.digest}`) },
      history: built.map(() => ({ created: '2026-01-01T00:00:00Z', created_by: 'sandkeep tests' })),
    }),
    layers: built.map(({ archive, digest }) => ({ archive, name: `${digest}.tar` })),
  };
}

/** One archive with all the images; a layer they share is in it once. */
export function packImages(images: Map<string, BuiltImage>): Buffer {
  const files = new Map<string, Buffer | string>();
  const manifest = [...images].map(([name, image]) => {
    const configName = `${sha256(image.config)}.json`;
    files.set(configName, image.config);
    for (const layer of image.layers) files.set(layer.name, layer.archive);
    return { Config: configName, RepoTags: [name], Layers: image.layers.map((layer) => layer.name) };
  });
  files.set('manifest.json', JSON.stringify(manifest));
  return buildTar([...files].map(([path, content]): TarEntry => ({ path, kind: 'file', content })));
}
