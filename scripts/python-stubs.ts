// Generates the Python messages and stubs of clients/python from proto/, with protoc of a pinned grpcio-tools.
// With --check it generates into a temporary directory and fails when the checked-in files differ.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { fillOnce } from '../test/engines/cache.ts';
import { runCommand } from '../test/engines/commands.ts';
import { findService } from '../src/client/contract.ts';

const root = path.resolve(import.meta.dirname, '..');
const protoDirectory = path.join(root, 'proto');
const target = path.join(root, 'clients/python/src/sandkeep/_gen');
const installTimeoutMs = 300_000;
/** Its protoc decides which runtimes can read the result: protobuf 6.30 and later, and grpcio 1.72 and later. */
const packages = ['grpcio-tools==1.72.2', 'setuptools<81'];
const header = '# Written by scripts/python-stubs.ts from proto/; change it there.\n';

const protoNames = readdirSync(path.join(protoDirectory, 'sandkeep/v1'))
  .filter((name) => name.endsWith('.proto'))
  .sort();
const serviceNames = protoNames.filter((name) => name.endsWith('_service.proto')).map((name) => name.slice(0, -14));

const generated = await generate();
if (process.argv.includes('--check')) check();
else write();

function write(): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const [name, content] of generated) writeFileSync(path.join(target, name), content);
}

function check(): void {
  const names = new Set([...generated.keys(), ...listOrEmpty(target)]);
  const drift = [...names].filter((name) => generated.get(name) !== readOrEmpty(path.join(target, name)));
  if (drift.length === 0) return;
  console.error(`clients/python/src/sandkeep/_gen differs, run "node scripts/python-stubs.ts":\n${drift.join('\n')}`);
  process.exitCode = 1;
}

/** The content of each file by its name. */
async function generate(): Promise<ReadonlyMap<string, string>> {
  const directory = mkdtempSync(path.join(tmpdir(), 'sandkeep-python-'));
  try {
    await runCommand(await python(), [
      '-m',
      'grpc_tools.protoc',
      `-I${protoDirectory}`,
      ...['python', 'pyi', 'grpc_python'].map((kind) => `--${kind}_out=${directory}`),
      ...protoNames.map((name) => `sandkeep/v1/${name}`),
    ]);
    const made = path.join(directory, 'sandkeep/v1');
    const files = readdirSync(made).map(
      (name) => [name, relative(readFileSync(path.join(made, name), 'utf8'))] as const,
    );
    const typed = serviceNames.map((name) => [`${name}_service_pb2_grpc.pyi`, typedStub(name)] as const);
    const package_ = ['__init__.py', `${header}"""Messages and stubs as protoc makes them."""\n`] as const;
    return new Map([package_, ...files, ...typed, ['messages.py', messages(made)], ['stubs.py', stubs()]]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** An interpreter that has the pinned packages. */
async function python(): Promise<string> {
  const version = await runCommand('python3', ['--version']);
  const directory = await fillOnce('python-stubs', [version, packages], async (environment) => {
    await runCommand('python3', ['-m', 'venv', environment], { timeoutMs: installTimeoutMs });
    const pip = ['-m', 'pip', '--no-cache-dir', 'install', '-q', ...packages];
    await runCommand(path.join(environment, 'bin/python'), pip, { timeoutMs: installTimeoutMs });
  });
  return path.join(directory, 'bin/python');
}

/** The modules lie beside each other in a package of their own, so nothing called sandkeep.v1 is needed or taken. */
function relative(source: string): string {
  return header + source.replaceAll(/^from sandkeep\.v1 import /gm, 'from . import ');
}

/** protoc makes types of messages but not of stubs. */
function typedStub(name: string): string {
  const service = `${pascalCase(name)}Service`;
  const methods = Object.entries(findService(`sandkeep.v1.${service}`));
  const messagesOf = `${name}_service_pb2`;
  const lines = (module: string) =>
    methods.map(([method, { requestStream, responseStream }]) => {
      const shape = `${requestStream ? 'Stream' : 'Unary'}${responseStream ? 'Stream' : 'Unary'}MultiCallable`;
      return `    ${method}: ${module}.${shape}[${messagesOf}.${method}Request, ${messagesOf}.${method}Response]`;
    });
  return `${header}import grpc
import grpc.aio
from . import ${messagesOf}

class ${service}Stub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
${lines('grpc').join('\n')}

# Only a type: the stub above on a channel of grpc.aio.
class ${service}AsyncStub:
${lines('grpc.aio').join('\n')}
`;
}

/** Every message and enum under one name. */
function messages(made: string): string {
  const imports = protoNames.flatMap((proto) => {
    const module = proto.replace('.proto', '_pb2');
    const types = readFileSync(path.join(made, `${module}.pyi`), 'utf8');
    const names = [...types.matchAll(/^class (\w+)|^([A-Z][A-Z0-9_]*): /gm)].map((match) => match[1] ?? match[2] ?? '');
    return names.filter((name) => name !== 'DESCRIPTOR').map((name) => `from .${module} import ${name} as ${name}`);
  });
  return `${header}"""Every message and enum value of the contract."""\n\n${imports.join('\n')}\n`;
}

/** The stubs of every service on one channel. */
function stubs(): string {
  const modules = serviceNames.map((name) => `from . import ${name}_service_pb2_grpc`);
  const attributes = (kind: 'Stub' | 'AsyncStub') =>
    serviceNames.map((name) => {
      const module = `${name}_service_pb2_grpc`;
      const made = `${module}.${pascalCase(name)}ServiceStub(channel)`;
      const type = `"${module}.${pascalCase(name)}Service${kind}"`;
      return `        self.${name}: ${type} = ${kind === 'Stub' ? made : `cast(${type}, ${made})`}`;
    });
  return `${header}"""The generated stubs of every service, bare: no deadline, no request_id, no retry, errors of grpc."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

${modules.join('\n')}

if TYPE_CHECKING:
    import grpc
    import grpc.aio


class Stubs:
    """One attribute for each service, named as its .proto file."""

    def __init__(self, channel: grpc.Channel) -> None:
${attributes('Stub').join('\n')}


class AsyncStubs:
    """One attribute for each service, named as its .proto file."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
${attributes('AsyncStub').join('\n')}
`;
}

function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function listOrEmpty(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name !== '__pycache__');
  } catch {
    return [];
  }
}
