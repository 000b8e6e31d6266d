// Puts a tiny image into a registry over the registry's own API, so that no engine has seen it before.

import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { buildTar } from '../../images/tar.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
}

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const requestTimeoutMs = 10_000;

/** Publishes fresh random content; returns the digest of its manifest. */
export async function publishImage(registryUrl: string, name: string, tag: string, login?: Login): Promise<string> {
  const layer = buildTar([{ path: 'content', kind: 'file', content: randomBytes(64).toString('hex') }]);
  const compressed = gzipSync(layer);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      config: { Cmd: ['/content'] },
      rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    }),
  );
  for (const blob of [compressed, config]) await upload(registryUrl, name, blob, login);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: config.length,
      digest: digestOf(config),
    },
    layers: [
      {
        mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        size: compressed.length,
        digest: digestOf(compressed),
      },
    ],
  });
  await send(`${registryUrl}/v2/${name}/manifests/${tag}`, 'PUT', login, Buffer.from(manifest), manifestType);
  return digestOf(Buffer.from(manifest));
}

async function upload(registryUrl: string, name: string, blob: Buffer, login: Login | undefined): Promise<void> {
  const begun = await send(`${registryUrl}/v2/${name}/blobs/uploads/`, 'POST', login);
  const place = new URL(begun.headers.get('location') ?? '', registryUrl);
  place.searchParams.set('digest', digestOf(blob));
  await send(place.href, 'PUT', login, blob, 'application/octet-stream');
}

async function send(
  url: string,
  method: string,
  login: Login | undefined,
  body?: Buffer,
  contentType?: string,
): Promise<Response> {
  const headers = new Headers();
  if (contentType) headers.set('content-type', contentType);
  if (login) {
    headers.set('authorization', `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`);
  }
  const signal = AbortSignal.timeout(requestTimeoutMs);
  const answer = await fetch(url, { method, headers, signal, ...(body ? { body: new Uint8Array(body) } : {}) });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
