// Secrets at rest: AES-256-GCM under a key of the state directory (R10).

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StateDirectoryError, writeDurably } from './state-directory.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const formatVersion = 1;

export class Sealer {
  /** Made once: a key given as bytes is taken in anew by every call. */
  readonly #key: KeyObject;

  constructor(key: Buffer) {
    if (key.length !== keyBytes) throw new Error(`secret key has ${key.length} bytes, expected ${keyBytes}`);
    this.#key = createSecretKey(key);
  }

  /** `context` binds the sealed bytes to their row: moved to another row they do not open. */
  seal(plain: Uint8Array, context: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([Buffer.of(formatVersion), nonce, cipher.getAuthTag(), body]);
  }

  /** A hash that says nothing to whoever lacks the key, not even of a short text. */
  fingerprint(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }

  /** Throws when the bytes were changed or belong to another context or key. */
  open(sealed: Uint8Array, context: string): Buffer {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes[0] !== formatVersion) throw new Error('sealed value has an unknown format');
    const nonce = bytes.subarray(1, 1 + nonceBytes);
    const tag = bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(context)).setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(1 + nonceBytes + tagBytes)), decipher.final()]);
  }
}

/**
 * Reads the key of the state directory, or makes one for a database that holds nothing sealed yet.
 * StateDirectoryError when the key of an older database is missing.
 */
export function loadSealer(stateDir: string, database: 'new' | 'older'): Sealer {
  const path = join(stateDir, 'secret.key');
  const existing = readKey(path);
  if (existing !== null) return new Sealer(existing);
  if (database === 'older') {
    throw new StateDirectoryError(
      'unusable',
      `${path} is missing, and the database beside it is sealed with it; restore the key from where you keep it`,
    );
  }
  const key = randomBytes(keyBytes);
  writeDurably(path, key);
  return new Sealer(key);
}

function readKey(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
