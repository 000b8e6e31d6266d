// Commands of local instances: inside bubblewrap where a probe of it has worked, else on the host without isolation,
// or not at all where they would have the capabilities of the daemon.

import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';

import { invalidField, SandkeepError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  ExecHandle,
  ExecSignal,
  FoundExec,
  InstanceTarget,
  RunningExec,
  StartExecRequest,
} from '../../ports/runtime.ts';
import { inTerminal, terminalEnvironment } from '../exec/terminal.ts';
import type { MountedFiles } from '../rooted/mounted-files.ts';
import { passesCapabilitiesOn, withoutAmbient } from './ambient-capabilities.ts';
import { bubblewrapCall, isSystemPath } from './bubblewrap.ts';
import { isolatedEnvironment, joinEnvironments, markerName, scrubbedEnvironment } from './command-environment.ts';
import { firstLine, LocalExec } from './local-exec.ts';
import { isAnyMarked, killMarked, signalGroup, signalMarked } from './marked-processes.ts';
import { mapArgument, type PathPair } from './path-mapping.ts';
import { type CommandPlan, startCommand } from './run-command.ts';

const probeTimeoutMs = 5_000;
const probeMarkBytes = 8;
const defaultSearchPath = '/usr/local/bin:/usr/bin:/bin';
/** Ends the marker of what is inside bubblewrap: a signal is for the command, and would end bubblewrap itself. */
const insideMark = '/inside';

export interface CommandSettings {
  /** null: searched in the daemon's PATH. */
  readonly bubblewrapPath: string | null;
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** What the probe found. "refused": without bubblewrap no command is run. */
export type Isolation = { readonly kind: 'bubblewrap' } | { readonly kind: 'none' | 'refused'; readonly why: string };

export interface CommandJob {
  readonly target: InstanceTarget;
  readonly files: MountedFiles;
  readonly network: string;
  readonly request: StartExecRequest;
  /** Asked once more when the command has started: a stop in between would have missed it. */
  isWanted(): Promise<boolean>;
}

export class LocalCommands {
  readonly #settings: CommandSettings;
  readonly #passesCapabilitiesOn = passesCapabilitiesOn();
  #isolation: Promise<Isolation> | null = null;
  /** Process groups of the commands in flight by their marker, by instance. */
  readonly #groups = new Map<string, Map<string, number>>();

  constructor(settings: CommandSettings) {
    this.#settings = settings;
  }

  /** Tries bubblewrap with the arguments of a real command, and remembers the answer for start. Never rejects. */
  async probe(): Promise<Isolation> {
    this.#isolation = this.#tryBubblewrap();
    return await this.#isolation;
  }

  /**
   * Starts one command.
   * HOST_EXEC_DISABLED when it would have the daemon's capabilities, COMMAND_NOT_FOUND, EXEC_PATH_NOT_MAPPED, INVALID_FIELD, INVALID_PATH, NOT_SUPPORTED for another user,
   * FILE_NOT_FOUND and NOT_A_DIRECTORY for the workdir, MOUNT_SOURCE_MISSING, RUNTIME_UNAVAILABLE; with the ending also
   * CREATE_REFUSED when bubblewrap cannot set the sandbox up.
   */
  async start(job: CommandJob): Promise<RunningExec> {
    const { request, target } = job;
    requireArguments(request);
    const isolation = await (this.#isolation ?? this.probe());
    if (isolation.kind === 'refused') throw new SandkeepError('HOST_EXEC_DISABLED', refusal(isolation.why));
    const isIsolated = isolation.kind === 'bubblewrap';
    const marker = markerOf(target.ref.name) + request.mark;
    const bare = isIsolated ? await this.#isolatedPlan(job, marker) : await this.#hostPlan(job, marker);
    const hasTerminal = request.terminal !== null;
    const plan = request.terminal === null ? bare : terminalPlan(bare, request.terminal);
    const pairs = isIsolated ? [] : await hostPairs(job);
    const command = await startCommand(plan, request.input, this.#settings.clock);
    this.#track(target.ref.name, marker, command.pid, command.ended);
    await killUnlessWanted(job, command.pid);
    return new LocalExec({ plan, command, isIsolated, hasTerminal, pairs });
  }

  /** By its processes alone: what a command of an earlier daemon ended with nobody knows. */
  async find(instanceName: string, handle: ExecHandle): Promise<FoundExec> {
    const isThere = await isAnyMarked(markerOf(instanceName) + handle.mark);
    return { kind: isThere ? 'running' : 'forgotten' };
  }

  /** To the whole tree of one command; nothing left is success. */
  async signal(instanceName: string, handle: ExecHandle, signal: ExecSignal): Promise<void> {
    const marker = markerOf(instanceName) + handle.mark;
    const leaderPid = this.#groups.get(instanceName)?.get(marker);
    if (signal === 'SIGKILL') {
      if (leaderPid !== undefined) signalGroup(leaderPid);
      await killMarked(marker);
      return;
    }
    if ((await signalMarked(marker + insideMark, signal)) > 0) return;
    if ((await this.#isolation)?.kind === 'bubblewrap') return;
    await signalMarked(marker, signal);
  }

  /** Kills every process that commands of this instance have left, background ones and those of an earlier daemon. */
  async killAll(instanceName: string): Promise<void> {
    for (const leaderPid of this.#groups.get(instanceName)?.values() ?? []) signalGroup(leaderPid);
    await killMarked(markerOf(instanceName));
  }

  /** Kills the commands in flight; what they left in the background stays with its sandbox. */
  killInFlight(): void {
    for (const leaders of this.#groups.values()) for (const leaderPid of leaders.values()) signalGroup(leaderPid);
  }

  #track(name: string, marker: string, leaderPid: number, ended: Promise<unknown>): void {
    const leaders = this.#groups.get(name) ?? new Map<string, number>();
    this.#groups.set(name, leaders);
    leaders.set(marker, leaderPid);
    const forget = (): void => {
      leaders.delete(marker);
      if (leaders.size === 0 && this.#groups.get(name) === leaders) this.#groups.delete(name);
    };
    ended.then(forget, forget);
  }

  async #tryBubblewrap(): Promise<Isolation> {
    const command = {
      argv: ['true'],
      mounts: [],
      workdir: '/',
      environment: {},
      network: 'shared',
      terminal: 'none',
    } as const;
    const marker = `${markerOf('probe')}${randomBytes(probeMarkBytes).toString('hex')}`;
    const over = new AbortController();
    try {
      const started = await startCommand(
        this.#bubblewrapPlan(bubblewrapCall(command), marker, 'true'),
        'none',
        this.#settings.clock,
      );
      const limit = this.#settings.clock.sleep(probeTimeoutMs, over.signal).catch(() => undefined);
      const end = await Promise.race([started.ended, limit]);
      started.output.end();
      if (end?.exitCode === 0) return { kind: 'bubblewrap' };
      if (end !== undefined) return this.#withoutIt(firstLine(started.stderrHead()));
      signalGroup(started.pid);
      return this.#withoutIt(`it did not answer within ${probeTimeoutMs} ms`);
    } catch (error) {
      return this.#withoutIt(error instanceof SandkeepError ? error.message : 'it could not be started');
    } finally {
      over.abort();
    }
  }

  #withoutIt(why: string): Isolation {
    return { kind: this.#passesCapabilitiesOn ? 'refused' : 'none', why };
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
        { HOME: home, ...terminalEnvironment(request.terminal) },
        target.environment,
        request.environment,
        { [markerName]: marker + insideMark },
      ),
      terminal: request.terminal === null ? 'none' : 'own',
      network: job.network === 'none' ? 'none' : 'shared',
    });
    return this.#bubblewrapPlan(call, marker, request.argv[0] ?? '');
  }

  /** Bubblewrap's own environment holds nothing of the client's: a preloaded library would run outside. */
  #bubblewrapPlan(call: ReturnType<typeof bubblewrapCall>, marker: string, shownCommand: string): CommandPlan {
    const { bubblewrapPath, hostEnvironment } = this.#settings;
    const bubblewrap = { file: bubblewrapPath ?? 'bwrap', arguments: call.arguments };
    return {
      ...(this.#passesCapabilitiesOn ? withoutAmbient(bubblewrap) : bubblewrap),
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
        { HOME: files.hostPath(home) ?? directory, ...terminalEnvironment(request.terminal) },
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

/** Of the command, and in the words of what is degraded. */
export function refusal(why: string): string {
  return `bubblewrap not usable (${why}): commands are refused, for they would have the daemon's capabilities`;
}

async function killUnlessWanted(job: CommandJob, leaderPid: number): Promise<void> {
  // Without an answer nothing is concluded and the command goes on.
  const isWanted = await job.isWanted().catch(() => true);
  if (!isWanted) signalGroup(leaderPid);
}

/** "script" asks SHELL what runs its text. */
function terminalPlan(plan: CommandPlan, size: NonNullable<StartExecRequest['terminal']>): CommandPlan {
  return { ...plan, ...inTerminal(plan, size), environment: { SHELL: '/bin/sh', ...plan.environment } };
}

/** Ends with a separator, so that no instance's marker begins with that of another. */
function markerOf(instanceName: string): string {
  return `${instanceName}/`;
}

/** Where the sandbox's commands start: its workdir, else its first mount. */
function homeOf(target: InstanceTarget): string | null {
  return target.workdir ?? target.mounts[0]?.target ?? null;
}

function requireArguments(request: StartExecRequest): void {
  if (request.argv.length === 0 || request.argv[0] === '') throw invalidField('argv', 'must name a command');
  if (request.argv.some((argument) => argument.includes('\0'))) throw invalidField('argv', 'must not hold NUL');
  if (request.user !== null) {
    throw new SandkeepError('NOT_SUPPORTED', "the local runtime runs commands as the daemon's own user");
  }
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
