// Messages of the contract as plain JSON for scripts: snake_case keys, enum values without their prefix,
// times as ISO text, durations in seconds, int64 as numbers where they fit, every field present.
import { findMessage } from './contract.ts';
import { durationToMs, timestampToDate } from './convert.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

interface FieldDescriptor {
  readonly name: string;
  readonly type: string;
  readonly typeName: string;
  readonly label: string;
}

interface MessageDescriptor {
  readonly name: string;
  readonly field: readonly FieldDescriptor[];
  readonly nestedType: readonly MessageDescriptor[];
  readonly options: { readonly mapEntry: boolean } | null;
}

type Fields = Readonly<Record<string, unknown>>;

const PACKAGE = 'sandkeep.v1';
const longTypes = new Set(['TYPE_INT64', 'TYPE_UINT64']);

/** @param name of the message in the sandkeep.v1 package, for example "GetSandboxResponse". */
export function messageToJson(name: string, message: object): JsonObject {
  const found = findMessage(`${PACKAGE}.${name}`);
  if (found === undefined) throw new Error(`the contract has no message ${name}`);
  const descriptor = found.type as MessageDescriptor;
  return Object.fromEntries(descriptor.field.flatMap((field) => fieldToJson(field, descriptor, message as Fields)));
}

function fieldToJson(field: FieldDescriptor, parent: MessageDescriptor, message: Fields): [string, JsonValue][] {
  const key = snakeCase(field.name);
  const value = message[field.name];
  if (value === undefined || value === null) return [[key, null]];
  if (field.type === 'TYPE_BYTES') return bytesToJson(key, value as Uint8Array);
  const mapValue = findMapValue(field, parent);
  if (mapValue) {
    const entries = Object.entries(value).map(([name, entry]) => [name, singleToJson(mapValue, entry)] as const);
    return [[key, Object.fromEntries(entries)]];
  }
  if (Array.isArray(value)) return [[key, value.map((item: unknown) => singleToJson(field, item))]];
  return [[key, singleToJson(field, value)]];
}

function findMapValue(field: FieldDescriptor, parent: MessageDescriptor): FieldDescriptor | undefined {
  const entry = parent.nestedType.find((nested) => nested.name === field.typeName && nested.options?.mapEntry);
  return entry?.field.find(({ name }) => name === 'value');
}

function singleToJson(field: FieldDescriptor, value: unknown): JsonValue {
  if (field.typeName === 'google.protobuf.Timestamp') return timestampToDate(value as object).toISOString();
  if (field.typeName === 'google.protobuf.Duration') return durationToMs(value as object) / 1000;
  if (field.type === 'TYPE_MESSAGE') return messageToJson(field.typeName, value as object);
  if (field.type === 'TYPE_ENUM') return shortEnum(value, `${snakeCase(field.typeName).slice(1).toUpperCase()}_`);
  if (longTypes.has(field.type)) return longToJson(String(value));
  return value as JsonValue;
}

/** A value that this client is too old to know is a number. */
function shortEnum(value: unknown, prefix: string): JsonValue {
  return typeof value === 'string' ? value.replace(prefix, '') : Number(value);
}

function longToJson(digits: string): JsonValue {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}

/** Bytes that are no text get a key of their own, so that the plain key is always readable. */
function bytesToJson(key: string, bytes: Uint8Array): [string, JsonValue][] {
  try {
    return [[key, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)]];
  } catch {
    return [
      [key, null],
      [`${key}_base64`, Buffer.from(bytes).toString('base64')],
    ];
  }
}

function snakeCase(camelCase: string): string {
  return camelCase.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
