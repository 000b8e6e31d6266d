import { describe, expect, test } from 'vitest';

import { registryOf, storedCredentials } from '../../../../src/runtime/docker/credentials.ts';
import { pullFailureReason, splitImageName } from '../../../../src/runtime/docker/images.ts';

const auth = Buffer.from('user:pass:word').toString('base64');
const dockerHub = 'https://index.docker.io/v1/';

describe('image names', () => {
  test.each([
    ['busybox', dockerHub],
    ['library/busybox:1', dockerHub],
    ['docker.io/library/busybox', dockerHub],
    ['ghcr.io/owner/image:tag', 'ghcr.io'],
    ['localhost/image', 'localhost'],
    ['127.0.0.1:5000/image', '127.0.0.1:5000'],
  ])('the registry of %s is %s', (image, registry) => {
    expect(registryOf(image)).toBe(registry);
  });

  test.each([
    ['busybox', 'busybox', 'latest'],
    ['127.0.0.1:5000/image', '127.0.0.1:5000/image', 'latest'],
    ['127.0.0.1:5000/image:v1', '127.0.0.1:5000/image', 'v1'],
    ['image@sha256:abc', 'image', 'sha256:abc'],
    ['image:v1@sha256:abc', 'image', 'sha256:abc'],
  ])('%s is pulled as %s and %s, never as all tags', (image, repository, tag) => {
    expect(splitImageName(image)).toEqual({ repository, tag });
  });
});

describe('stored credentials', () => {
  test('a password may hold a colon', () => {
    expect(storedCredentials({ 'ghcr.io': { auth } }, 'ghcr.io')).toEqual({
      username: 'user',
      password: 'pass:word',
      serveraddress: 'ghcr.io',
    });
  });

  test.each(['https://ghcr.io', 'http://ghcr.io/v2/', 'ghcr.io'])('the key may be saved as %s', (key) => {
    expect(storedCredentials({ [key]: { auth } }, 'ghcr.io')).not.toBeNull();
  });

  test('credentials of another registry are never given away', () => {
    const auths = { 'ghcr.io.evil.example': { auth }, 'evil.example/ghcr.io': { auth }, 'ghcr.io:444': { auth } };
    expect(storedCredentials(auths, 'ghcr.io')).toBeNull();
  });

  test('tokens are passed as tokens', () => {
    expect(storedCredentials({ r: { identitytoken: 't' } }, 'r')).toEqual({ identitytoken: 't', serveraddress: 'r' });
    expect(storedCredentials({ r: { registrytoken: 't' } }, 'r')).toEqual({ registrytoken: 't', serveraddress: 'r' });
  });

  test('an entry that a helper left empty is no credential', () => {
    expect(storedCredentials({ r: {} }, 'r')).toBeNull();
    expect(storedCredentials({ r: 'nonsense' }, 'r')).toBeNull();
  });
});

describe('what a failed pull means', () => {
  test.each([
    ['manifest unknown: manifest unknown', 'IMAGE_NOT_FOUND'],
    ['manifest for x:1 not found: manifest unknown', 'IMAGE_NOT_FOUND'],
    ['pull access denied for x, repository does not exist or may require docker login', 'IMAGE_PULL_DENIED'],
    ['Head "https://r/v2/x": unauthorized: authentication required', 'IMAGE_PULL_DENIED'],
    ['no basic auth credentials', 'IMAGE_PULL_DENIED'],
    ['dial tcp 127.0.0.1:1: connect: connection refused', 'IMAGE_PULL_FAILED'],
    ['dial tcp: lookup r.example: no such host', 'IMAGE_PULL_FAILED'],
    ['net/http: TLS handshake timeout', 'IMAGE_PULL_FAILED'],
  ])('%s', (words, reason) => {
    expect(pullFailureReason(words)).toBe(reason);
  });
});
