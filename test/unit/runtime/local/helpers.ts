// A local runtime on a directory of its own, and short ways to run instances and commands in it.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { onTestFinished } from 'vitest';

import type { ExecRequest, ExecResult, InstanceTarget, Runtime } from '../../../../src/ports/runtime.ts';
import { processClock } from '../../../../src/runtime/fake/process-clock.ts';
import {
  createLocalRuntime,
  type LocalLogger,
  type LocalRuntimeOptions,
} from '../../../../src/runtime/local/local-runtime.ts';
import { call, makeId, makeSpec, type SpecOverrides, targetOf } from '../../../support/spec.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';

export const noBubblewrap = '/nowhere/bwrap';

export class RecordingLogger implements LocalLogger {
  readonly warnings: { details: Readonly<Record<string, unknown>>; message: string }[] = [];

  debug(): void {}

  info(): void {}

  warn(details: Readonly<Record<string, unknown>>, message: string): void {
    this.warnings.push({ details, message });
  }
}

export interface Bench {
  readonly root: string;
  readonly stateDir: string;
  readonly instanceId: string;
  readonly runtime: Runtime;
  readonly logger: RecordingLogger;
  /** Another adapter on the same directory: the daemon restarted. */
  readonly restart: () => Runtime;
  /** A running instance with root/work at /mnt/user-data, where its commands start. */
  readonly run: (overrides?: SpecOverrides) => Promise<InstanceTarget>;
}

/** Everything it makes goes away with the running test. */
export async function makeBench(options: Partial<LocalRuntimeOptions> = {}): Promise<Bench> {
  const root = await temporaryDirectory('local');
  const stateDir = path.join(root, 'instances');
  const instanceId = makeId();
  const logger = new RecordingLogger();
  await mkdir(path.join(root, 'work'));
  const restart = (): Runtime =>
    createLocalRuntime({
      name: 'local',
      instanceId,
      stateDir,
      allowHostExec: true,
      bubblewrapPath: noBubblewrap,
      maxHeldInstances: 256,
      clock: processClock,
      logger,
      hostEnvironment: process.env,
      ...options,
    });
  const runtime = restart();
  await runtime.connect(call());
  onTestFinished(async () => {
    await runtime.close();
    for (const { ref } of await runtime.list(call())) await runtime.remove(ref, call());
  });
  const run = async (overrides: SpecOverrides = {}): Promise<InstanceTarget> => {
    const mounts = [{ source: path.join(root, 'work'), target: '/mnt/user-data', readOnly: false }];
    const spec = makeSpec({ instanceId, mounts, workdir: '/mnt/user-data', ...overrides });
    await runtime.create(spec, call());
    const { ref } = await runtime.start(spec.ref, call());
    return targetOf(spec, ref);
  };
  return { root, stateDir, instanceId, runtime, logger, restart, run };
}

export async function execute(
  runtime: Runtime,
  target: InstanceTarget,
  argv: readonly string[],
  overrides: Partial<ExecRequest> = {},
): Promise<ExecResult> {
  const request: ExecRequest = {
    argv,
    environment: {},
    workdir: null,
    user: null,
    stdin: null,
    maxOutputBytes: 1_048_576,
    timeoutMs: 30_000,
    ...overrides,
  };
  return await runtime.exec(target, request, call());
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
  return Buffer.from(bytes).toString('utf8');
}
