// What the clauses of the runtime contract share: the subject under test, and instances that are removed again.

import { expect, type TestContext } from 'vitest';

import { type ErrorReason, SandkeepError } from '../../../src/domain/errors.ts';
import type { InstanceRef, InstanceSpec } from '../../../src/domain/runtime-spec.ts';
import type { FileEntry, FileWriteOptions } from '../../../src/ports/files.ts';
import type {
  ExecRequest,
  ExecResult,
  InstanceTarget,
  ObservedInstance,
  Runtime,
  RuntimeCapabilities,
  RuntimeInfo,
} from '../../../src/ports/runtime.ts';
import { call, makeSpec, type SpecOverrides, targetOf } from '../../support/spec.ts';

/** Image names by behaviour; a runtime without images gives any text as base. */
export interface ContractImages {
  readonly base: string;
  /** Says "boom: cannot start" and exits with code 3. */
  readonly exit?: string;
  readonly slow?: string;
  /** Ignores the stop signal. */
  readonly deaf?: string;
  /** Has a health check that succeeds within seconds. */
  readonly health?: string;
  /** Says the lines of the file "say" in its mount as they come; "!" begins those for standard error, "exit N" ends it. */
  readonly talk?: string;
}

export interface ContractSubject {
  readonly runtime: Runtime;
  /** What `runtime` and `secondRuntime` were made with. */
  readonly instanceId: string;
  /** What `foreignRuntime` was made with. */
  readonly foreignInstanceId: string;
  readonly images: ContractImages;
  /** Where published ports are reached from the test. */
  readonly endpointHost: string;
  /** Same engine, same instance id: the daemon restarted. The suite closes it. */
  secondRuntime(): Promise<Runtime>;
  /** Same engine, other instance id: decoys. The suite closes it. */
  foreignRuntime(): Promise<Runtime>;
  /** An adapter whose engine does not answer, where that can be arranged. The suite closes it. */
  unreachable?(): Promise<Runtime>;
  /** A new empty host directory that may be mounted; removed by cleanup. */
  makeMountDirectory(): Promise<string>;
  cleanup(): Promise<void>;
}

export interface Instance {
  readonly spec: InstanceSpec;
  readonly ref: InstanceRef;
  readonly target: InstanceTarget;
  readonly observed: ObservedInstance;
}

export const mountTarget = '/mnt/user-data';
export const readOnlyTarget = '/mnt/skills';

/** Everything made through it is removed by removeAll. */
export class Instances {
  readonly subject: ContractSubject;
  readonly info: RuntimeInfo;
  readonly #refs: { runtime: Runtime; ref: InstanceRef }[] = [];
  readonly #runtimes: Runtime[] = [];

  constructor(subject: ContractSubject, info: RuntimeInfo) {
    this.subject = subject;
    this.info = info;
  }

  get runtime(): Runtime {
    return this.subject.runtime;
  }

  spec(overrides: SpecOverrides = {}): InstanceSpec {
    return makeSpec({ instanceId: this.subject.instanceId, image: this.subject.images.base, ...overrides });
  }

  foreignSpec(overrides: SpecOverrides = {}): InstanceSpec {
    return this.spec({ instanceId: this.subject.foreignInstanceId, ...overrides });
  }

  /** Registers before the effect, so that a create that fails half way is removed too. */
  async createFrom(spec: InstanceSpec, runtime: Runtime = this.runtime): Promise<Instance> {
    this.willCreate(spec, runtime);
    const observed = await runtime.create(spec, call());
    return { spec, observed, ref: observed.ref, target: targetOf(spec, observed.ref) };
  }

  willCreate(spec: InstanceSpec, runtime: Runtime = this.runtime): void {
    this.#refs.push({ runtime, ref: spec.ref });
  }

  async create(overrides: SpecOverrides = {}): Promise<Instance> {
    return await this.createFrom(this.spec(overrides));
  }

  async run(overrides: SpecOverrides = {}): Promise<Instance> {
    return await this.runFrom(this.spec(overrides));
  }

  async runFrom(spec: InstanceSpec, runtime: Runtime = this.runtime): Promise<Instance> {
    const created = await this.createFrom(spec, runtime);
    return { ...created, observed: await runtime.start(created.ref, call()) };
  }

  /** With a writable mount, where commands start, and a read-only one. */
  async runMounted(overrides: SpecOverrides = {}): Promise<Instance & { source: string; readOnlySource: string }> {
    const source = await this.subject.makeMountDirectory();
    const readOnlySource = await this.subject.makeMountDirectory();
    const mounts = [
      { source, target: mountTarget, readOnly: false },
      { source: readOnlySource, target: readOnlyTarget, readOnly: true },
    ];
    return { ...(await this.run({ mounts, workdir: mountTarget, ...overrides })), source, readOnlySource };
  }

  async second(): Promise<Runtime> {
    return await this.#own(this.subject.secondRuntime());
  }

  async foreign(): Promise<Runtime> {
    return await this.#own(this.subject.foreignRuntime());
  }

  async unreachable(context: TestContext): Promise<Runtime> {
    const make = this.subject.unreachable?.bind(this.subject);
    if (make === undefined) context.skip('the subject cannot be unreachable');
    return await this.#own(make());
  }

  async removeAll(): Promise<void> {
    for (const { runtime, ref } of this.#refs.splice(0)) await runtime.remove(ref, call());
    for (const runtime of this.#runtimes.splice(0)) await runtime.close();
  }

  async #own(made: Promise<Runtime>): Promise<Runtime> {
    const runtime = await made;
    this.#runtimes.push(runtime);
    return runtime;
  }
}

export type Needed = {
  [Key in keyof RuntimeCapabilities]: RuntimeCapabilities[Key] extends boolean ? Key : never;
}[keyof RuntimeCapabilities];

/** Skips the test on a runtime that says it cannot. */
export function needs(context: TestContext, instances: Instances, ...capabilities: readonly Needed[]): void {
  for (const capability of capabilities) context.skip(!instances.info.capabilities[capability], `no ${capability}`);
}

export function needsImage(context: TestContext, instances: Instances, behaviour: keyof ContractImages): string {
  const image = instances.subject.images[behaviour];
  if (image === undefined) context.skip(`no image "${behaviour}"`);
  return image;
}

export async function expectReason(
  outcome: Promise<unknown>,
  ...reasons: readonly ErrorReason[]
): Promise<SandkeepError> {
  const error: unknown = await outcome.then(
    () => new Error('it succeeded'),
    (failure: unknown) => failure,
  );
  if (!(error instanceof SandkeepError)) throw new Error(`expected ${reasons.join(' or ')}`, { cause: error });
  expect(reasons, error.message).toContain(error.reason);
  return error;
}

export async function phaseOf(runtime: Runtime, ref: InstanceRef): Promise<ObservedInstance['phase'] | 'absent'> {
  const inspection = await runtime.inspect(ref, call());
  return inspection.kind === 'present' ? inspection.instance.phase : 'absent';
}

export async function execute(
  runtime: Runtime,
  target: InstanceTarget,
  argv: readonly string[],
  overrides: Partial<ExecRequest> = {},
): Promise<ExecResult> {
  const defaults: Omit<ExecRequest, 'argv'> = {
    environment: {},
    workdir: null,
    user: null,
    stdin: null,
    maxOutputBytes: 64 * 1024,
    timeoutMs: 20_000,
  };
  return await runtime.exec(target, { ...defaults, argv, ...overrides }, call());
}

export async function shell(
  runtime: Runtime,
  target: InstanceTarget,
  script: string,
  overrides: Partial<ExecRequest> = {},
): Promise<ExecResult> {
  return await execute(runtime, target, ['sh', '-c', script], overrides);
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export async function readBytes(
  runtime: Runtime,
  target: InstanceTarget,
  path: string,
  range: { offset: number; limit: number | null } = { offset: 0, limit: null },
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of runtime.files.read(target, path, range, call())) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function readText(runtime: Runtime, target: InstanceTarget, path: string): Promise<string> {
  return (await readBytes(runtime, target, path)).toString('utf8');
}

export async function writeBytes(
  runtime: Runtime,
  target: InstanceTarget,
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  overrides: Partial<FileWriteOptions> = {},
): Promise<FileEntry> {
  const options: FileWriteOptions = {
    mode: null,
    createParents: false,
    append: false,
    mustNotExist: false,
    ifMatch: null,
    ...overrides,
  };
  return await runtime.files.write(target, path, streamOf(content), options, call());
}

const chunkBytes = 10_000;

async function* streamOf(content: string | Uint8Array | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (typeof content === 'object' && Symbol.asyncIterator in content) {
    yield* content;
    return;
  }
  const bytes = Buffer.from(content);
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) yield bytes.subarray(offset, offset + chunkBytes);
}
