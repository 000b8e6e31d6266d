// Commands of local instances: inside bubblewrap where a probe of it has worked, else on the host without isolation.

import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';

import { invalidField, SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExecRequest, ExecResult, InstanceTarget } from '../../ports/runtime.ts';
import type { MountedFiles } from '../rooted/mounted-files.ts';
import { bubblewrapCall, exitCodeIn, isMissingCommand, isSystemPath } from './bubblewrap.ts';
import { isolatedEnvironment, joinEnvironments, markerName, scrubbedEnvironment } from './command-environment.ts';
import { killMarked, signalGroup } from './marked-processes.ts';
import { hideHostPaths, mapArgument, partialHostPathBytes, type PathPair } from './path-mapping.ts';
import { type CommandLimits, type CommandOutcome, type CommandPlan, runCommand } from './run-command.ts';

const probeTimeoutMs = 5_000;
const probeOutputBytes = 4_096;
const defaultSearchPath = '/usr/local/bin:/usr/bin:/bin';

export interface CommandSettings {
  /** null: searched in the daemon's PATH. */
  readonly bubblewrapPath: string | null;
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** What the probe found. */
export type Isolation = { readonly kind: 'bubblewrap' } | { readonly kind: 'none'; readonly why: string };

export interface CommandJob {
  readonly target: InstanceTarget;
  readonly files: MountedFiles;
  readonly network: string;
  readonly request: ExecRequest;
  /** Asked once more when the command has started: a stop in between would have missed it. */
  isWanted(): Promise<boolean>;
}

export class LocalCommands {
  readonly #settings: CommandSettings;
  #isolation: Promise<Isolation> | null = null;
  /** Process groups of the commands in flight, by instance. */
  readonly #groups = new Map<string, Set<number>>();

  constructor(settings: CommandSettings) {
    this.#settings = settings;
  }

  /** Tries bubblewrap with the arguments of a real command, and remembers the answer for run. Never rejects. */
  async probe(): Promise<Isolation> {
    this.#isolation = this.#tryBubblewrap();
    return await this.#isolation;
  }

  /**
   * Runs one command to its end.
   * COMMAND_NOT_FOUND, EXEC_PATH_NOT_MAPPED, INVALID_FIELD, INVALID_PATH, NOT_SUPPORTED for another user,
   * FILE_NOT_FOUND and NOT_A_DIRECTORY for the workdir, MOUNT_SOURCE_MISSING, CREATE_REFUSED when bubblewrap cannot
   * set the sandbox up, RUNTIME_UNAVAILABLE, CALL_CANCELLED or the signal's own reason.
   */
  async run(job: CommandJob, signal: AbortSignal): Promise<ExecResult> {
    const { request } = job;
    requireArguments(request);
    const isolation = await (this.#isolation ?? this.probe());
    const isIsolated = isolation.kind === 'bubblewrap';
    const marker = `${markerOf(job.target.ref.name)}${randomBytes(8).toString('hex')}`;
    const startedMs = this.#settings.clock.monotonicMs();
    const plan = isIsolated ? await this.#isolatedPlan(job, marker) : await this.#hostPlan(job, marker);
    const outcome = await this.#runTracked(job, plan, signal);
    const durationMs = this.#settings.clock.monotonicMs() - startedMs;
    const pairs = await hostPairs(job);
    if (isIsolated) requireStarted(outcome, plan, pairs);
    return toResult(outcome, request, isIsolated ? [] : pairs, durationMs);
  }

  /** Kills every process that commands of this instance have left, background ones and those of an earlier daemon. */
  async killAll(instanceName: string): Promise<void> {
    for (const leaderPid of this.#groups.get(instanceName) ?? []) signalGroup(leaderPid);
    await killMarked(markerOf(instanceName));
  }

  /** Kills the commands in flight; what they left in the background stays with its sandbox. */
  killInFlight(): void {
    for (const leaders of this.#groups.values()) for (const leaderPid of leaders) signalGroup(leaderPid);
  }

  async #runTracked(job: CommandJob, plan: CommandPlan, signal: AbortSignal): Promise<CommandOutcome> {
    const { name } = job.target.ref;
    const leaders = this.#groups.get(name) ?? new Set<number>();
    this.#groups.set(name, leaders);
    let checked = Promise.resolve();
    let leaderPid = 0;
    try {
      return await runCommand(plan, job.request, this.#settings.clock, signal, (pid) => {
        leaderPid = pid;
        leaders.add(pid);
        checked = killUnlessWanted(job, pid);
      });
    } finally {
      leaders.delete(leaderPid);
      if (leaders.size === 0) this.#groups.delete(name);
      await checked;
    }
  }

  async #tryBubblewrap(): Promise<Isolation> {
    const call = bubblewrapCall({ argv: ['true'], mounts: [], workdir: '/', environment: {}, network: 'shared' });
    const plan = this.#bubblewrapPlan(call, `${markerOf('probe')}${randomBytes(8).toString('hex')}`, 'true');
    const limits: CommandLimits = { stdin: null, maxOutputBytes: probeOutputBytes, timeoutMs: probeTimeoutMs };
    try {
      const outcome = await runCommand(plan, limits, this.#settings.clock, new AbortController().signal, noMatter);
      if (outcome.exitCode === 0) return { kind: 'bubblewrap' };
      if (outcome.timedOut) return { kind: 'none', why: `it did not answer within ${probeTimeoutMs} ms` };
      return { kind: 'none', why: firstLine(outcome.stderr.bytes()) };
    } catch (error) {
      return { kind: 'none', why: error instanceof SandkeepError ? error.message : 'it could not be started' };
    }
  }

  async #isolatedPlan(job: CommandJob, marker: string): Promise<CommandPlan> {
    const { target, request } = job;
    const home = homeOf(target) ?? '/tmp';
    const workdir = request.workdir ?? home;
    if (job.files.covers(workdir)) await job.files.hostDirectory(workdir);
    else if (!isSystemPath(workdir)) throw new SandkeepError('INVALID_PATH', `${workdir}: it is not in the sandbox`);
    if (target.mounts.some((mount) => mount.target === '/')) {
      throw new SandkeepError('NOT_SUPPORTED', 'bubblewrap cannot run commands under a mount at "/"');
    }
    await job.files.requireSources();
    const call = bubblewrapCall({
      argv: request.argv,
      mounts: target.mounts,
      workdir,
      environment: joinEnvironments(
        isolatedEnvironment(this.#settings.hostEnvironment),
        { HOME: home },
        target.environment,
        request.environment,
      ),
      network: job.network === 'none' ? 'none' : 'shared',
    });
    return this.#bubblewrapPlan(call, marker, request.argv[0] ?? '');
  }

  /** Bubblewrap's own environment holds nothing of the client's: a preloaded library would run outside. */
  #bubblewrapPlan(call: ReturnType<typeof bubblewrapCall>, marker: string, shownCommand: string): CommandPlan {
    const { bubblewrapPath, hostEnvironment } = this.#settings;
    return {
      file: bubblewrapPath ?? 'bwrap',
      arguments: call.arguments,
      directory: '/',
      environment: { PATH: hostEnvironment['PATH'] ?? defaultSearchPath, [markerName]: marker },
      marker,
      sealedArguments: call.sealedArguments,
      shownCommand,
    };
  }

  async #hostPlan(job: CommandJob, marker: string): Promise<CommandPlan> {
    const { target, request, files } = job;
    const home = homeOf(target);
    const workdir = request.workdir ?? home;
    if (home === null || workdir === null) {
      throw new SandkeepError('INVALID_PATH', 'the sandbox has no mount that a command could start in');
    }
    const directory = await files.hostDirectory(workdir);
    const pairs = target.mounts.map((mount) => ({ virtual: mount.target, host: mount.source }));
    const [command = '', ...rest] = request.argv.map((argument) => mapArgument(argument, pairs));
    return {
      file: command,
      arguments: rest,
      directory,
      environment: joinEnvironments(
        scrubbedEnvironment(this.#settings.hostEnvironment),
        { HOME: files.hostPath(home) ?? directory },
        target.environment,
        request.environment,
        { [markerName]: marker },
      ),
      marker,
      sealedArguments: null,
      shownCommand: request.argv[0] ?? '',
    };
  }
}

async function killUnlessWanted(job: CommandJob, leaderPid: number): Promise<void> {
  // Without an answer nothing is concluded and the command goes on.
  const isWanted = await job.isWanted().catch(() => true);
  if (!isWanted) signalGroup(leaderPid);
}

function noMatter(): void {}

/** Ends with a separator, so that no instance's marker begins with that of another. */
function markerOf(instanceName: string): string {
  return `${instanceName}/`;
}

/** Where the sandbox's commands start: its workdir, else its first mount. */
function homeOf(target: InstanceTarget): string | null {
  return target.workdir ?? target.mounts[0]?.target ?? null;
}

function requireArguments(request: ExecRequest): void {
  if (request.argv.length === 0 || request.argv[0] === '') throw invalidField('argv', 'must name a command');
  if (request.argv.some((argument) => argument.includes('\0'))) throw invalidField('argv', 'must not hold NUL');
  if (request.user !== null) {
    throw new SandkeepError('NOT_SUPPORTED', "the local runtime runs commands as the daemon's own user");
  }
}

/** COMMAND_NOT_FOUND or CREATE_REFUSED when bubblewrap ended without having run the command. */
function requireStarted(outcome: CommandOutcome, plan: CommandPlan, pairs: readonly PathPair[]): void {
  const isKilled = outcome.exitCode === null || outcome.exitCode > 128;
  if (isKilled || exitCodeIn(outcome.status) !== null) return;
  const said = outcome.stderr.bytes();
  if (isMissingCommand(said.toString('utf8'))) {
    throw new SandkeepError('COMMAND_NOT_FOUND', `${JSON.stringify(plan.shownCommand)} was not found`);
  }
  throw new SandkeepError('CREATE_REFUSED', `bubblewrap: ${firstLine(hideHostPaths(said, pairs))}`);
}

/** Both the sources as they were given and where their links lead, for commands print either. */
async function hostPairs(job: CommandJob): Promise<readonly PathPair[]> {
  const pairs: PathPair[] = [];
  for (const { source, target } of job.target.mounts) {
    pairs.push({ virtual: target, host: source });
    const real = await realpath(source).catch(() => source);
    if (real !== source) pairs.push({ virtual: target, host: real });
  }
  return pairs;
}

function toResult(
  outcome: CommandOutcome,
  request: ExecRequest,
  pairs: readonly PathPair[],
  durationMs: number,
): ExecResult {
  const stdout = shownOutput(outcome.stdout, request.maxOutputBytes, pairs);
  const stderr = shownOutput(outcome.stderr, request.maxOutputBytes, pairs);
  return {
    exitCode: outcome.exitCode,
    stdout: stdout.bytes,
    stderr: stderr.bytes,
    stdoutTruncatedBytes: stdout.truncatedBytes,
    stderrTruncatedBytes: stderr.truncatedBytes,
    timedOut: outcome.timedOut,
    durationMs,
  };
}

/** Replaced at the end, so that a path that came in two reads is found; a path cut by the bound is left out. */
function shownOutput(
  output: CommandOutcome['stdout'],
  maxBytes: number,
  pairs: readonly PathPair[],
): { bytes: Uint8Array; truncatedBytes: number } {
  const kept = output.bytes();
  const cut = output.droppedBytes > 0 ? partialHostPathBytes(kept, pairs) : 0;
  const hidden = hideHostPaths(kept.subarray(0, kept.length - cut), pairs);
  const bytes = hidden.subarray(0, maxBytes);
  return { bytes, truncatedBytes: output.droppedBytes + cut + hidden.length - bytes.length };
}

function firstLine(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8').trim().split('\n')[0] || 'no reason was given';
}
