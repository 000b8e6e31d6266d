// Ids and secrets from the system's random source.

import { createHash, randomBytes } from 'node:crypto';

import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

/** Crockford's base32: no letter that reads like a digit; in the order of the byte values. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const bitsPerCharacter = 5n;
const timeBits = 48n;
const randomBits = 80n;
const randomLimit = 1n << randomBits;
const sandboxIdCharacters = 26;
const shortIdBytes = 13;
const shortIdCharacters = 20;
const tokenBytes = 32;

/** ULIDs: ids of one process sort in the order they were made, also within a millisecond and after the clock steps back. */
export function createIds(clock: Clock): Ids {
  let lastMs = 0n;
  let lastRandom = 0n;

  function sandboxId(): string {
    const nowMs = BigInt.asUintN(Number(timeBits), BigInt(Math.max(0, Math.trunc(clock.wallMs()))));
    if (nowMs > lastMs) {
      lastMs = nowMs;
      lastRandom = randomNumber(Number(randomBits) / 8);
    } else {
      lastRandom += 1n;
    }
    if (lastRandom >= randomLimit) {
      lastMs += 1n;
      lastRandom = randomNumber(Number(randomBits) / 8);
    }
    return base32((lastMs << randomBits) | lastRandom, sandboxIdCharacters);
  }

  return {
    sandboxId,
    shortId: () => base32(randomNumber(shortIdBytes), shortIdCharacters),
    token: () => randomBytes(tokenBytes).toString('hex'),
    fraction: () => randomBytes(4).readUInt32LE() / 2 ** 32,
  };
}

/** As lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function randomNumber(bytes: number): bigint {
  return BigInt(`0x${randomBytes(bytes).toString('hex')}`);
}

/** The lowest bits of the number; what does not fit is left out. */
function base32(number: bigint, characters: number): string {
  let left = number;
  let text = '';
  while (text.length < characters) {
    text = alphabet.charAt(Number(left & 31n)) + text;
    left >>= bitsPerCharacter;
  }
  return text;
}
