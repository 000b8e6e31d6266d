// Finds files and symbols in a serialised FileDescriptorSet. Reads only the few fields it needs; field numbers
// are those of google/protobuf/descriptor.proto.

export interface DescriptorIndex {
  readonly services: readonly string[];
  fileOfSymbol(symbol: string): string | null;
  /** The file and everything it imports, each serialised; [] for an unknown one. */
  withDependencies(fileName: string): readonly Buffer[];
}

interface FileEntry {
  readonly bytes: Buffer;
  readonly dependencies: readonly string[];
}

interface Field {
  readonly number: number;
  /** Set for length-delimited fields, the only ones that are looked at. */
  readonly bytes: Buffer;
}

const setFile = 1;
const file = { name: 1, package: 2, dependency: 3, message: 4, enum: 5, service: 6 };
const message = { name: 1, nested: 3, enum: 4 };
const service = { name: 1, method: 2 };
const name = 1;

export function indexDescriptorSet(set: Buffer): DescriptorIndex {
  const files = new Map<string, FileEntry>();
  const symbols = new Map<string, string>();
  const services: string[] = [];
  for (const { bytes } of fieldsOf(set, setFile)) {
    const fileName = textOf(bytes, file.name);
    const packageName = textOf(bytes, file.package);
    files.set(fileName, {
      bytes,
      dependencies: fieldsOf(bytes, file.dependency).map((field) => field.bytes.toString()),
    });
    for (const symbol of symbolsOf(bytes, packageName)) symbols.set(symbol, fileName);
    for (const field of fieldsOf(bytes, file.service))
      services.push(join(packageName, textOf(field.bytes, service.name)));
  }
  return {
    services: services.sort(),
    fileOfSymbol: (symbol) => symbols.get(symbol) ?? null,
    withDependencies: (fileName) => collect(files, fileName, new Set()),
  };
}

function collect(files: ReadonlyMap<string, FileEntry>, fileName: string, seen: Set<string>): Buffer[] {
  const entry = files.get(fileName);
  if (entry === undefined || seen.has(fileName)) return [];
  seen.add(fileName);
  return [entry.bytes, ...entry.dependencies.flatMap((dependency) => collect(files, dependency, seen))];
}

function* symbolsOf(bytes: Buffer, packageName: string): Generator<string> {
  for (const field of fieldsOf(bytes, file.message)) yield* messageSymbols(field.bytes, packageName);
  for (const field of fieldsOf(bytes, file.enum)) yield join(packageName, textOf(field.bytes, name));
  for (const field of fieldsOf(bytes, file.service)) {
    const own = join(packageName, textOf(field.bytes, service.name));
    yield own;
    for (const method of fieldsOf(field.bytes, service.method)) yield join(own, textOf(method.bytes, name));
  }
}

function* messageSymbols(bytes: Buffer, parent: string): Generator<string> {
  const own = join(parent, textOf(bytes, message.name));
  yield own;
  for (const field of fieldsOf(bytes, message.nested)) yield* messageSymbols(field.bytes, own);
  for (const field of fieldsOf(bytes, message.enum)) yield join(own, textOf(field.bytes, name));
}

function join(parent: string, child: string): string {
  return parent === '' ? child : `${parent}.${child}`;
}

function textOf(bytes: Buffer, number: number): string {
  return fieldsOf(bytes, number)[0]?.bytes.toString('utf8') ?? '';
}

/** Length-delimited fields with this number, in order. */
function fieldsOf(bytes: Buffer, number: number): Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [tag, afterTag] = readVarint(bytes, at);
    const [field, next] = readField(bytes, afterTag, tag & 7);
    if (tag >>> 3 === number && field !== null) fields.push({ number, bytes: field });
    at = next;
  }
  return fields;
}

function readField(bytes: Buffer, at: number, wireType: number): [Buffer | null, number] {
  if (wireType === 0) return [null, readVarint(bytes, at)[1]];
  if (wireType === 1) return [null, at + 8];
  if (wireType === 5) return [null, at + 4];
  if (wireType !== 2) throw new Error(`descriptor set is damaged: wire type ${wireType}`);
  const [length, start] = readVarint(bytes, at);
  return [bytes.subarray(start, start + length), start + length];
}

function readVarint(bytes: Buffer, at: number): [number, number] {
  let value = 0;
  for (let index = at, shift = 0; index < bytes.length; index += 1, shift += 7) {
    const byte = bytes[index] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, index + 1];
  }
  throw new Error('descriptor set is damaged: it ends inside a number');
}
