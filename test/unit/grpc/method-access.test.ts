// The rows of method-access.ts against the contract.

import { describe, expect, test } from 'vitest';

import { findService, serviceNames } from '../../../src/client/contract.ts';
import { methodAccess, type Subject } from '../../../src/grpc/method-access.ts';

interface Field {
  readonly name: string;
  readonly typeName: string;
}

const methods = serviceNames
  .filter((service) => service.startsWith('sandkeep.v1.'))
  .flatMap((service) => Object.entries(findService(service)))
  .filter(([name, { path }]) => path.endsWith(`/${name}`));

test('every method of the contract has a row, and every row but that of the reflection is of a method', () => {
  const rows = Object.keys(methodAccess).filter((name) => name !== 'ServerReflectionInfo');
  expect(rows.sort()).toEqual(methods.map(([name]) => name).sort());
});

test('only the reflection, which shows no more than the contract, is open without a token', () => {
  const open = Object.entries(methodAccess).filter(([, { role }]) => role === null);
  expect(open.map(([name]) => name)).toEqual(['ServerReflectionInfo']);
});

test('what changes something is of a client or an admin', () => {
  const wrong = Object.entries(methodAccess).filter(([, { role, effect }]) => effect !== 'looks' && role === 'read');
  expect(wrong).toEqual([]);
});

describe.each(methods)('the row of %s', (name, method) => {
  const { subject, clientIf } = methodAccess[name] ?? { subject: { kind: 'nothing' } as const };

  test('names fields that its request has', () => {
    const marked = pathsOf(subject).map((path): [string, unknown] => [path, 'marked-value']);
    for (const [path, value] of [...marked, ...Object.entries(clientIf ?? {})]) {
      const [last = ''] = path.split('.').slice(-1);
      const sent = method.requestSerialize(nested(path.split('.'), value));
      expect([path, last, sent.length > 0]).toEqual([path, last, true]);
    }
  });

  test('covers every field of its request that names a sandbox or a namespace', () => {
    const paths = pathsOf(subject);
    const isOwn = subject.kind === 'service' || subject.kind === 'daemon';
    for (const path of namingFields(fieldsOf(method))) {
      const isCovered = isOwn || paths.some((known) => known === path || known.startsWith(`${path}.`));
      // A session key beside a sandbox id says nothing more about the namespace.
      expect([path, isCovered || isWithin(subject, path)]).toEqual([path, true]);
    }
  });
});

function isWithin(subject: Subject, path: string): boolean {
  // The filter of events names a sandbox too; the method looks for it among what the caller may see.
  if (subject.kind === 'filter') return path === 'filter';
  return false;
}

function pathsOf(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case 'sandbox':
      return subject.paths;
    case 'session':
      return [`${subject.path}.namespace`];
    case 'new':
      return [`${subject.session}.namespace`, ...(subject.namespace === null ? [] : [subject.namespace])];
    case 'filter':
      return [subject.path];
    case 'nothing':
    case 'daemon':
    case 'service':
      return [];
  }
}

const namingTypes = [
  'SessionKey',
  'SandboxFilter',
  'EventFilter',
  'Sandbox',
  'ExecSpec',
  'AttachExec',
  'WriteFileHeader',
  'CopyInHeader',
];

/** Fields that lead to a sandbox or a namespace, as the request has them. */
function namingFields(fields: readonly Field[]): readonly string[] {
  return fields
    .filter(({ name, typeName }) => {
      const type = typeName.split('.').at(-1) ?? '';
      return ['sandbox_id', 'namespace'].includes(name) || namingTypes.includes(type);
    })
    .map(({ name }) => name.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()));
}

function fieldsOf({ requestType }: (typeof methods)[number][1]): readonly Field[] {
  return (requestType as unknown as { readonly type: { readonly field: readonly Field[] } }).type.field;
}

function nested([name = '', ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  return { [name]: rest.length === 0 ? value : nested(rest, value) };
}
