// Names that callers choose: what they may hold, and how they become names of directories.

import { invalidField } from './errors.ts';

const maxNameCharacters = 128;
const maxLabelValueCharacters = 1024;
const maxStoragePathCharacters = 700;
/** A directory of the storage has one name for each, and a file name ends at 255 bytes. */
const maxStorageNameCharacters = 200;
/** Leaves room below the 255 bytes of a file name for text before it and the suffix of a directory beside it. */
const maxComponentBytes = 160;

/** Control characters, unpaired surrogates, separators, and marks that turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const environmentName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const labelKey = /^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$/;
const storagePath = /^[A-Za-z0-9_@%~=-][A-Za-z0-9._@%~=-]*(\/[A-Za-z0-9_@%~=-][A-Za-z0-9._@%~=-]*)*$/;
const keptInComponents = /^[a-z0-9_-]+$/;

/** Namespace, user or session: opaque, 1 to 128 printable characters. */
export function validateSessionPart(text: string, field = 'session'): void {
  validatePrintable(text, field);
}

export function isSessionPart(text: string): boolean {
  return printableFault(text) === null;
}

export function validateHolder(text: string): void {
  validatePrintable(text, 'holder');
}

export function validateTokenLabel(text: string): void {
  validatePrintable(text, 'label');
}

export function validateRequestId(text: string): void {
  validatePrintable(text, 'request_id');
}

export function validateLabel(name: string, value: string, field = 'labels'): void {
  if (isLonger(name, maxNameCharacters) || !labelKey.test(name)) {
    throw invalidField(
      field,
      `a key is 1 to ${maxNameCharacters} of the characters A-Z a-z 0-9 . _ / - and begins and ends with a letter or digit`,
    );
  }
  if (isLonger(value, maxLabelValueCharacters) || unprintable.test(value)) {
    throw invalidField(`${field}.${name}`, `a value is at most ${maxLabelValueCharacters} printable characters`);
  }
}

/** A place in the storage: plain names with "/" between them, so that it means the same in a directory and in S3. */
export function isStoragePath(text: string): boolean {
  if (text.length > maxStoragePathCharacters || !storagePath.test(text)) return false;
  return text.split('/').every((name) => name.length <= maxStorageNameCharacters);
}

export function isEnvironmentName(text: string): boolean {
  return environmentName.test(text);
}

/** The value is never part of the error (R10). */
export function validateEnvironmentVariable(name: string, value: string, field = 'environment'): void {
  if (!isEnvironmentName(name)) {
    throw invalidField(field, 'a name begins with a letter or "_" and holds only letters, digits and "_"');
  }
  if (value.includes('\0') || !value.isWellFormed()) {
    throw invalidField(`${field}.${name}`, 'the value holds NUL or is not valid Unicode');
  }
}

/**
 * Text as the name of one directory. Different texts give different names, also where the file system
 * folds case: what is not a-z, 0-9, "_" or "-" becomes "%" and the hex of its UTF-8 bytes. Longer results
 * end in "~" and `hash(text)`, which is lower-case hex; "~" appears in no other result.
 */
export function encodePathComponent(text: string, hash: (text: string) => string): string {
  if (text.length <= maxComponentBytes && keptInComponents.test(text)) return text;
  if (!text.isWellFormed()) throw new RangeError('text is not valid Unicode');
  const encoded = text === '' ? '%' : Array.from(text, encodeCharacter).join('');
  if (encoded.length <= maxComponentBytes) return encoded;
  const suffix = `~${hash(text)}`;
  if (!/^~[0-9a-f]{32,128}$/.test(suffix)) throw new RangeError('hash is not lower-case hex of at least 128 bits');
  return encoded.slice(0, maxComponentBytes - suffix.length) + suffix;
}

function encodeCharacter(character: string): string {
  if (keptInComponents.test(character)) return character;
  const bytes = Array.from(new TextEncoder().encode(character));
  return bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function validatePrintable(text: string, field: string): void {
  const fault = printableFault(text);
  if (fault !== null) throw invalidField(field, fault);
}

function printableFault(text: string): string | null {
  if (text === '') return 'must not be empty';
  if (isLonger(text, maxNameCharacters)) return `is longer than ${maxNameCharacters} characters`;
  return unprintable.test(text) ? 'holds control or other unprintable characters' : null;
}

/** In code points, not the halves of surrogate pairs; most texts are short enough however they are counted. */
function isLonger(text: string, maxCharacters: number): boolean {
  return text.length > maxCharacters && Array.from(text).length > maxCharacters;
}
