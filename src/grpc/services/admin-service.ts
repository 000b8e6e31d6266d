// AdminService: operating the daemon.

import type { DoctorFinding, Severity } from '../../domain/doctor.ts';
import { SandkeepError } from '../../domain/errors.ts';
import type { RuntimeName } from '../../domain/template.ts';
import type { EngineContext } from '../../engine/context.ts';
import { makeBackup } from '../../engine/backup.ts';
import { adoptOrphan, listOrphans, removeOrphan } from '../../engine/reconcile/orphans.ts';
import { reconcile } from '../../engine/reconcile/reconcile.ts';
import { acceptRecovery, discardRecovery, recoveryItems } from '../../engine/reconcile/recovery.ts';
import type { LoopState, Ticker } from '../../loops/ticker.ts';
import type { AdminServiceHandlers } from '../../gen/sandkeep/v1/AdminService.ts';
import type { DegradedMode } from '../../gen/sandkeep/v1/DegradedMode.ts';
import type { GetInfoResponse } from '../../gen/sandkeep/v1/GetInfoResponse.ts';
import type { LoopStatus } from '../../gen/sandkeep/v1/LoopStatus.ts';
import type { RuntimeStatus } from '../../gen/sandkeep/v1/RuntimeStatus.ts';
import { defaultPart, durationMs, sessionKey, toDuration, toTimestamp } from '../convert.ts';
import type { Handlers } from '../handler.ts';
import type { NamedCalls } from '../named-calls.ts';
import { sandboxMessage } from '../sandbox-message.ts';
import { tokenHandlers } from './token-handlers.ts';

export interface ReloadResult {
  readonly applied: readonly string[];
  readonly restartRequired: readonly string[];
  readonly outdatedSandboxes: number;
}

/** What only the whole daemon can do; given by the composition root. */
export interface DaemonControl {
  readonly version: string;
  readonly startedAtMs: number;
  readonly ticker: Ticker;
  status(): 'STARTING' | 'READY' | 'DEGRADED' | 'DRAINING';
  /** CONFIG_INVALID. */
  reload(mode: 'apply' | 'dry_run'): Promise<ReloadResult>;
  setDraining(state: 'draining' | 'open'): void;
  doctor(repair: 'look' | 'repair'): Promise<readonly DoctorFinding[]>;
  metrics(): Promise<{ readonly text: string; readonly contentType: string }>;
}

/** Names of requests are kept per namespace; what is about the whole daemon has its own in the default one. */
export function adminService(
  context: EngineContext,
  handlers: Handlers,
  named: NamedCalls,
  daemon: DaemonControl,
): AdminServiceHandlers {
  return {
    GetInfo: handlers.unary('GetInfo', async (_request, { caller }) =>
      caller.namespaces === null ? infoMessage(context, daemon) : narrowInfoMessage(context, daemon),
    ),

    ...tokenHandlers(context, handlers),

    Reconcile: handlers.unary('Reconcile', async (request, { signal }) => {
      const only = request.runtime === '' ? null : (request.runtime as RuntimeName);
      if (only !== null) context.runtimes.get(only);
      const report = await reconcile(context, signal, only);
      return { counters: report.counters, unavailable: [...report.unavailable] };
    }),

    RunSweep: handlers.unary('RunSweep', async (request) => {
      const run = daemon.ticker.runNow(request.loop, Math.max(0, request.maxItems));
      if (run === null) throw loopNotFound(request.loop, daemon);
      return { counters: await run };
    }),

    Backup: handlers.unary('Backup', async (_request, { signal }) => {
      const { path, bytes, removed } = await makeBackup(context, signal);
      return { path, bytes, removed: [...removed] };
    }),

    Doctor: handlers.unary('Doctor', async (request, { signal }) => {
      if (request.repair) await reconcile(context, signal);
      const findings = await daemon.doctor(request.repair ? 'repair' : 'look');
      return {
        findings: findings.map(({ severity, ...finding }) => ({ ...finding, severity: severityMessage(severity) })),
      };
    }),

    GetMetrics: handlers.unary('GetMetrics', () => daemon.metrics()),

    PauseLoop: handlers.unary('PauseLoop', (request) => setLoop(context, daemon, request.loop, 'paused')),
    ResumeLoop: handlers.unary('ResumeLoop', (request) => setLoop(context, daemon, request.loop, 'running')),

    Drain: handlers.unary('Drain', (request, { signal }) => {
      const timeoutMs = durationMs(request.timeout, 'timeout') ?? 0;
      return named.once('Drain', defaultPart, request, async () => {
        daemon.setDraining(request.undo ? 'open' : 'draining');
        if (!request.undo && timeoutMs > 0) {
          await Promise.race([context.tasks.settled(), context.clock.sleep(timeoutMs, signal)]);
        }
        return { operations: context.tasks.size, draining: context.gate.isDraining() };
      });
    }),

    Reload: handlers.unary('Reload', async (request) => {
      const result = await daemon.reload(request.dryRun ? 'dry_run' : 'apply');
      return { ...result, applied: [...result.applied], restartRequired: [...result.restartRequired] };
    }),

    ListOrphans: handlers.unary('ListOrphans', async (_request, { signal }) => {
      const orphans = await listOrphans(context, signal);
      return {
        orphans: orphans.map(({ record, phase, removeAtMs }) => ({
          containerName: record.containerName,
          containerId: record.containerId,
          runtime: record.runtime,
          sandboxId: record.sandboxId,
          generation: record.generation,
          phase,
          message: 'it has the label of this daemon and no record explains it',
          firstSeenTime: toTimestamp(record.firstSeenAtMs),
          removeTime: toTimestamp(removeAtMs),
        })),
      };
    }),

    AdoptOrphan: handlers.unary('AdoptOrphan', (request, { signal }) => {
      const owner = request.session === null ? null : sessionKey(request.session);
      return named.once('AdoptOrphan', defaultPart, request, async () => {
        const record = await adoptOrphan(context, request.containerName, owner, signal);
        return { sandbox: sandboxMessage(context, record) };
      });
    }),

    RemoveOrphan: handlers.unary('RemoveOrphan', (request, { signal }) =>
      named.once('RemoveOrphan', defaultPart, request, async () => {
        await removeOrphan(context, request.containerName, signal);
        return {};
      }),
    ),

    Recover: handlers.unary('Recover', (request, { signal }) =>
      named.once('Recover', defaultPart, request, async () => {
        const counters = await recover(context, request.action, signal);
        return { items: [...recoveryItems(context)], counters };
      }),
    ),
  };
}

function severityMessage(severity: Severity): `DOCTOR_SEVERITY_${Uppercase<Severity>}` {
  return `DOCTOR_SEVERITY_${severity.toUpperCase() as Uppercase<Severity>}`;
}

async function recover(context: EngineContext, action: unknown, signal: AbortSignal): Promise<Record<string, number>> {
  if (action === 'RECOVER_ACTION_ACCEPT') return await acceptRecovery(context, signal);
  if (action === 'RECOVER_ACTION_DISCARD') return await discardRecovery(context, signal);
  return {};
}

async function setLoop(
  context: EngineContext,
  daemon: DaemonControl,
  name: string,
  state: 'paused' | 'running',
): Promise<{ loop: LoopStatus }> {
  const changed = daemon.ticker.setState(name, state);
  if (changed === null) throw loopNotFound(name, daemon);
  await context.store.write((tx) => {
    tx.setLoopPaused(name, state);
    tx.appendEvent({
      type: 'loop',
      sandboxId: '',
      reason: 'LOOP_CHANGED',
      message: `loop ${name} is ${state}`,
      actor: 'client',
    });
  });
  return { loop: loopMessage(changed) };
}

function loopNotFound(name: string, daemon: DaemonControl): SandkeepError {
  const known = daemon.ticker.states().map((state) => state.name);
  return new SandkeepError('LOOP_NOT_FOUND', `there is no loop "${name}"; known: ${known.join(', ')}`, {
    metadata: { loop: name },
  });
}

function infoMessage(context: EngineContext, daemon: DaemonControl): GetInfoResponse {
  return {
    version: daemon.version,
    instanceId: context.store.instanceId,
    epoch: context.store.epoch,
    schemaVersion: context.store.schemaVersion,
    status: `DAEMON_STATUS_${daemon.status()}`,
    degraded: degradedModes(context),
    runtimes: context.runtimes.names().map((name) => runtimeMessage(context, name)),
    loops: daemon.ticker.states().map(loopMessage),
    sandboxes: context.store.countByState(),
    startTime: toTimestamp(daemon.startedAtMs),
    processId: process.pid,
    residentBytes: process.memoryUsage.rss(),
    eventSeq: context.store.eventBounds().newestSeq,
    defaultTemplate: context.settings().defaultTemplate,
  };
}

/** For who may not see all namespaces: nothing that counts or names what lies in others. */
function narrowInfoMessage(context: EngineContext, daemon: DaemonControl): GetInfoResponse {
  return {
    version: daemon.version,
    instanceId: context.store.instanceId,
    schemaVersion: context.store.schemaVersion,
    status: `DAEMON_STATUS_${daemon.status()}`,
    runtimes: context.runtimes.names().map((name) => {
      return { name, available: context.runtimes.health(name).kind === 'up' };
    }),
    startTime: toTimestamp(daemon.startedAtMs),
    defaultTemplate: context.settings().defaultTemplate,
  };
}

/** Each with the command that ends it. */
export function degradedModes(context: EngineContext): DegradedMode[] {
  const modes: DegradedMode[] = [];
  const store = context.store.health();
  if (!store.writable) {
    modes.push({
      subject: 'store',
      reason: 'STORE_FULL',
      message: store.message,
      remedy: 'free space; it recovers by itself',
    });
  }
  for (const item of recoveryItems(context)) {
    const subject = item.subject === '' ? 'recovery' : `runtime:${item.subject}`;
    modes.push({ subject, reason: item.mode.toUpperCase(), message: item.message, remedy: 'sandkeep recover show' });
  }
  for (const name of context.runtimes.names()) {
    const health = context.runtimes.health(name);
    const subject = `runtime:${name}`;
    if (health.kind === 'down') {
      modes.push({
        subject,
        reason: 'RUNTIME_UNAVAILABLE',
        message: health.message,
        remedy: 'start the engine; it is connected by itself',
      });
    } else if (health.kind === 'up') {
      for (const { mode, remedy } of health.info.degraded)
        modes.push({ subject, reason: 'LIMITED', message: mode, remedy });
    }
  }
  return modes;
}

function runtimeMessage(context: EngineContext, name: RuntimeName): RuntimeStatus {
  const health = context.runtimes.health(name);
  if (health.kind !== 'up') {
    return { name, available: false, message: health.kind === 'down' ? health.message : 'not asked yet' };
  }
  const { engine, version, apiVersion, engineId, capabilities } = health.info;
  const able = Object.entries(capabilities).filter(([, value]) => value === true);
  const ociRuntimes = capabilities.ociRuntimes.map((runtime) => `oci_runtime:${runtime}`);
  return {
    name,
    available: true,
    engine,
    version,
    apiVersion,
    engineId: engineId ?? '',
    capabilities: [...able.map(([capability]) => capability), ...ociRuntimes],
  };
}

function loopMessage(state: LoopState): LoopStatus {
  return {
    name: state.name,
    interval: toDuration(state.intervalMs),
    paused: state.paused,
    lastRunTime: toTimestamp(state.lastRunAtMs),
    lastDuration: toDuration(state.lastDurationMs),
    runs: state.runs,
    errors: state.errors,
    lastError: state.lastError,
  };
}
