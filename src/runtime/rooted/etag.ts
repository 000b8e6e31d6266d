// What stands for a content without being it.

import { createHash } from 'node:crypto';

const etagCharacters = 22;

/** Opaque, and another one when any of the parts is. */
export function etagOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join(' ')).digest('base64url').slice(0, etagCharacters);
}
