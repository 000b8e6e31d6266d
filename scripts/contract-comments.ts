// The contract with its comments, as docs/API.md shows it.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

export interface Method {
  readonly name: string;
  readonly comment: string;
  readonly request: string;
  readonly response: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

export interface Service {
  readonly name: string;
  readonly comment: string;
  readonly methods: readonly Method[];
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

/** A message, or an enum, whose values are fields with a number for a type. */
export interface Type {
  readonly name: string;
  readonly comment: string;
  readonly fields: readonly Field[];
}

interface Contract {
  readonly services: readonly Service[];
  readonly messages: ReadonlyMap<string, Type>;
  readonly enums: ReadonlyMap<string, Type>;
}

interface FieldDescriptor {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly typeName?: string;
}

interface MessageDescriptor {
  readonly name: string;
  readonly field?: readonly FieldDescriptor[];
  readonly nestedType?: readonly (MessageDescriptor & { readonly options?: { readonly mapEntry?: boolean } })[];
}

interface FileDescriptor {
  readonly package: string;
  readonly service?: readonly {
    readonly name: string;
    readonly method: readonly {
      readonly name: string;
      readonly inputType: string;
      readonly outputType: string;
      readonly clientStreaming?: boolean;
      readonly serverStreaming?: boolean;
    }[];
  }[];
  readonly messageType?: readonly MessageDescriptor[];
  readonly enumType?: readonly {
    readonly name: string;
    readonly value: readonly { name: string; number?: number }[];
  }[];
  readonly sourceCodeInfo: { readonly location: readonly { path?: readonly number[]; leadingComments?: string }[] };
}

/** Numbers of the fields of descriptor.proto, of which paths of comments are made. */
const inFile = { message: 4, enum: 5, service: 6 };
const inParent = 2;

const root = path.resolve(import.meta.dirname, '..');

export function readContract(): Contract {
  const buf = path.join(root, 'node_modules/.bin/buf');
  const text = execFileSync(buf, ['build', 'proto', '-o', '-#format=json'], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  const { file } = JSON.parse(text.toString()) as { readonly file: readonly FileDescriptor[] };
  const files = file.filter((one) => one.package === 'sandkeep.v1').map((one) => ({ one, comment: commentsOf(one) }));
  const messages = files.flatMap(({ one, comment }) =>
    (one.messageType ?? []).map((message, index) =>
      messageOf(message, (...at) => comment(inFile.message, index, ...at)),
    ),
  );
  const enums = files.flatMap(({ one, comment }) =>
    (one.enumType ?? []).map(({ name, value }, index) => ({
      name,
      comment: comment(inFile.enum, index),
      fields: value.map((each, place) => ({
        name: each.name,
        type: String(each.number ?? 0),
        comment: comment(inFile.enum, index, inParent, place),
      })),
    })),
  );
  return {
    services: files.flatMap(({ one, comment }) => servicesOf(one, comment)),
    messages: new Map(messages.map((message) => [message.name, message])),
    enums: new Map(enums.map((one) => [one.name, one])),
  };
}

type Comment = (...at: readonly number[]) => string;

function commentsOf({ sourceCodeInfo }: FileDescriptor): Comment {
  const all = new Map(sourceCodeInfo.location.map((one) => [(one.path ?? []).join('.'), one.leadingComments ?? '']));
  return (...at) => (all.get(at.join('.')) ?? '').trim().replaceAll(/\n ?/g, '\n');
}

function servicesOf(file: FileDescriptor, comment: Comment): readonly Service[] {
  return (file.service ?? []).map(({ name, method }, index) => ({
    name,
    comment: comment(inFile.service, index),
    methods: method.map((each, place) => ({
      name: each.name,
      comment: comment(inFile.service, index, inParent, place),
      request: shortName(each.inputType),
      response: shortName(each.outputType),
      requestStream: each.clientStreaming ?? false,
      responseStream: each.serverStreaming ?? false,
    })),
  }));
}

function messageOf(message: MessageDescriptor, comment: Comment): Type {
  return {
    name: message.name,
    comment: comment(),
    fields: (message.field ?? []).map((field, index) => ({
      name: field.name,
      type: typeOf(field, message),
      comment: comment(inParent, index),
    })),
  };
}

function typeOf(field: FieldDescriptor, parent: MessageDescriptor): string {
  const name = nameOf(field);
  const entry = parent.nestedType?.find((nested) => nested.options?.mapEntry && nested.name === name);
  if (entry) return `map<${(entry.field ?? []).map(nameOf).join(', ')}>`;
  return field.label === 'LABEL_REPEATED' ? `repeated ${name}` : name;
}

function nameOf({ type, typeName }: FieldDescriptor): string {
  return typeName === undefined ? type.replace('TYPE_', '').toLowerCase() : shortName(typeName);
}

/** Of another package with it. */
function shortName(typeName: string): string {
  const name = typeName.replace(/^\./, '');
  return name.startsWith('sandkeep.v1.') ? (name.split('.').at(-1) ?? name) : name;
}
