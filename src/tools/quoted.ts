// Text of a sandbox in a message of ours: short, printable, and without what must not be shown.

const maxCharacters = 300;
/** What is made printable before it is cut, so that a long answer costs little. */
const maxLookedAt = 4096;
/** Control characters, unpaired surrogates, separators, and marks that turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** `secret` is replaced wherever it appears; '' is none. */
export function quoted(text: string, secret: string): string {
  const hidden = secret === '' ? text : text.replaceAll(secret, '[token]');
  const printable = hidden.slice(0, maxLookedAt).replace(unprintable, ' ').replace(/ {2,}/g, ' ').trim();
  return printable.length <= maxCharacters ? printable : `${printable.slice(0, maxCharacters).toWellFormed()}…`;
}
