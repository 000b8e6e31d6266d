// Random messages made from the descriptors of the contract: every field, every type, and values that break programs.

import { z } from 'zod';

import { findMessage } from '../../src/client/contract.ts';
import type { Random } from '../crash/random.ts';

const maxDepth = 4;
const maxItems = 4;
const longCharacters = 5000;
const manyItems = 200;

/** As proto-loader shows a message; only what is used here. */
const descriptor = z.object({
  name: z.string(),
  field: z.array(z.object({ name: z.string(), label: z.string(), type: z.string(), typeName: z.string() })),
  nestedType: z.array(z.object({ name: z.string(), field: z.array(z.object({ name: z.string() })) })),
});
type Descriptor = z.output<typeof descriptor>;
type Field = Descriptor['field'][number];

/** What calls have in common, so that many get beyond the checks. */
export interface Known {
  readonly sandboxIds: readonly string[];
  readonly sessions: readonly string[];
  readonly templates: readonly string[];
}

const hostileTexts = [
  '',
  ' ',
  '.',
  '..',
  '../../../../etc/passwd',
  '%2e%2e%2f',
  '/',
  '//',
  '/workspace/../../etc',
  '/proc/self/mem',
  '/dev/zero',
  'a\0b',
  '\u202Egnp.exe',
  '\uFEFF',
  '\uD800',
  '💥'.repeat(300),
  '02280',
  '-1',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  '$HOME ${PATH} $$',
  "'; DROP TABLE sandboxes; --",
  '%s%n%x',
  '<script>',
  '(a+)+$',
  '[',
  '*'.repeat(100),
  '{a,b}'.repeat(40),
  'line\nbreak\r\n',
  '\u001b[2J',
  'x'.repeat(longCharacters),
];

const integers = ['0', '1', '-1', '2', '7', '127', '65535', '2147483647', '-2147483648', '4294967295'];
const longIntegers = ['9007199254740993', '9223372036854775807', '-9223372036854775808', '18446744073709551615'];
const reals = [0, -0, 1, -1, 0.5, Number.MAX_VALUE, Number.MIN_VALUE, NaN, Infinity, -Infinity];

/** Fields that have a meaning: mostly something that fits, so that the rest of the message is looked at. */
const fitting: Readonly<Record<string, (random: Random, known: Known) => string>> = {
  sandboxId: (random, { sandboxIds }) => random.pick([...sandboxIds, 'zz', '01']),
  namespace: () => '',
  user: (random) => random.pick(['', 'u1']),
  session: (random, { sessions }) => random.pick(sessions),
  template: (random, { templates }) => random.pick([...templates, '']),
  runtime: (random) => random.pick(['fake', 'local', '']),
  path: (random) => `/workspace/${random.pick(['a', 'b', 'deep/er', 'a/b', '.'])}`,
  source: (random) => `/workspace/${random.pick(['a', 'b'])}`,
  destination: (random) => `/workspace/${random.pick(['a', 'b', 'c'])}`,
  cwd: (random) => random.pick(['', '/workspace']),
  workdir: (random) => random.pick(['', '/workspace']),
  execId: (random) => random.pick(['', 'e1', 'e2', 'e3']),
  requestId: (random) => random.pick(['', `r${random.below(40)}`]),
  holder: (random) => random.pick(['', 'h1', 'h2']),
  loop: (random) => random.pick(['idle', 'pool', 'reconcile', 'retention']),
  pageToken: () => '',
  argv: (random) => random.pick(['true', 'sleep', '0.05', 'echo', 'x']),
};
const shareFitting = 0.75;

/** A random message of this type, as an object that its serializer takes. */
export function randomMessage(typeName: string, random: Random, known: Known, depth = 0): Record<string, unknown> {
  const type = descriptorOf(typeName);
  const message: Record<string, unknown> = {};
  for (const field of type.field) {
    if (random.chance(0.35)) continue;
    message[field.name] = randomField(type, field, random, known, depth);
  }
  return message;
}

function randomField(type: Descriptor, field: Field, random: Random, known: Known, depth: number): unknown {
  const one = (): unknown => randomValue(type, field, random, known, depth);
  if (field.label !== 'LABEL_REPEATED') return one();
  const count = random.chance(0.02) ? manyItems : random.below(maxItems);
  const isMap = field.type === 'TYPE_MESSAGE' && isMapEntry(type, field.typeName);
  if (!isMap) return Array.from({ length: count }, one);
  return Object.fromEntries(
    Array.from({ length: count }, () => [randomText('key', random, known), randomText('value', random, known)]),
  );
}

function randomValue(type: Descriptor, field: Field, random: Random, known: Known, depth: number): unknown {
  switch (field.type) {
    case 'TYPE_STRING':
      return randomText(field.name, random, known);
    case 'TYPE_BYTES':
      return randomBytes(random, random.pick([0, 1, 10, 1000, 70_000]));
    case 'TYPE_BOOL':
      return random.chance(0.5);
    case 'TYPE_ENUM':
      return random.chance(0.9) ? random.below(6) : random.pick([99, 2_147_483_647, -1]);
    case 'TYPE_DOUBLE':
    case 'TYPE_FLOAT':
      return random.pick(reals);
    case 'TYPE_INT64':
    case 'TYPE_UINT64':
      return random.pick([...integers, ...longIntegers]);
    case 'TYPE_MESSAGE':
      if (depth >= maxDepth) return {};
      return randomMessage(fullName(field.typeName, type), random, known, depth + 1);
    default:
      return Number(random.pick(integers));
  }
}

function randomText(name: string, random: Random, known: Known): string {
  const fits = fitting[name];
  if (fits !== undefined && random.chance(shareFitting)) return fits(random, known);
  if (random.chance(0.4)) return random.pick(['a', 'one', 'x-1', 'ready', '10', 'KEY']);
  return random.pick(hostileTexts);
}

/** Bytes that the seed repeats. */
export function randomBytes(random: Random, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index += 1) bytes[index] = random.below(256);
  return bytes;
}

/** The same bytes with some flipped, cut off, repeated or put in. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  switch (random.below(4)) {
    case 0:
      for (let flips = 1 + random.below(8); flips > 0 && copy.length > 0; flips -= 1) {
        copy[random.below(copy.length)] = random.below(256);
      }
      return copy;
    case 1:
      return copy.subarray(0, random.below(copy.length + 1));
    case 2:
      return Buffer.concat([copy, copy]);
    default: {
      const at = random.below(copy.length + 1);
      return Buffer.concat([copy.subarray(0, at), randomBytes(random, random.below(40)), copy.subarray(at)]);
    }
  }
}

const descriptors = new Map<string, Descriptor>();

function descriptorOf(typeName: string): Descriptor {
  let found = descriptors.get(typeName);
  if (found === undefined) {
    found = descriptor.parse(findMessage(typeName)?.type);
    descriptors.set(typeName, found);
  }
  return found;
}

function isMapEntry(type: Descriptor, typeName: string): boolean {
  const nested = type.nestedType.find(({ name }) => name === typeName);
  return nested !== undefined && nested.field.map(({ name }) => name).join() === 'key,value';
}

/** A type is named by itself, within its own message, or whole. */
function fullName(typeName: string, owner: Descriptor): string {
  const candidates = [typeName, `sandkeep.v1.${typeName}`, `sandkeep.v1.${owner.name}.${typeName}`];
  const found = candidates.find((name) => findMessage(name) !== undefined);
  if (found === undefined) throw new Error(`${owner.name} has a field of the unknown type ${typeName}`);
  return found;
}
