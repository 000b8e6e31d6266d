// Reading, without changing what is read: Get, List, Discover, Explain, credentials.

import type { EventRecord, OperationRecord, SandboxRecord, SessionKey } from '../../domain/sandbox.ts';
import { idleDecision } from '../../domain/policy.ts';
import { hasContainer, isRecyclable } from '../../domain/state.ts';
import type { SandboxFilter } from '../../ports/store.ts';
import { findTemplate, type EngineContext } from '../context.ts';
import { bookObservation, inspect } from './liveness.ts';
import { lastHeard, recycleDue } from '../session/session-silence.ts';

const explainedEntries = 20;
const countPage = 500;

export interface LiveView {
  readonly record: SandboxRecord;
  readonly liveness: 'ALIVE' | 'DEAD' | 'UNKNOWN';
  readonly message: string;
}

/**
 * Asks the engine about whatever has a container, and says what it says. What it says is booked, unless something is
 * being done to the sandbox: the outcome of that is booked with the work.
 */
export async function viewLive(context: EngineContext, record: SandboxRecord, signal: AbortSignal): Promise<LiveView> {
  if (!hasContainer(record.state)) return { record, liveness: 'DEAD', message: stateInWords(record) };
  const inspection = await inspect(context, record, signal);
  if (inspection.kind === 'unknown') return { record, liveness: 'UNKNOWN', message: inspection.message };
  const after = context.slots.isBusy(record.id) ? record : await bookObservation(context, record, inspection, 'engine');
  const phase = inspection.kind === 'present' ? inspection.instance.phase : 'absent';
  if (phase === 'running' || phase === 'paused') {
    return { record: after, liveness: 'ALIVE', message: `its container is ${phase}` };
  }
  return { record: after, liveness: 'DEAD', message: stateInWords(after) };
}

function stateInWords(record: SandboxRecord): string {
  return `it is ${record.state}: ${record.message}`;
}

/** A sandbox is outdated when its template no longer is what it was made from, or is gone. */
export function isOutdated(context: EngineContext, record: SandboxRecord): boolean {
  return context.settings().templates.get(record.template)?.digest !== record.templateDigest;
}

/** Sandboxes with a container whose template has changed. */
export function countOutdated(context: EngineContext): number {
  const states = ['WARM', 'RUNNING', 'PAUSED', 'PARKED', 'STOPPED'] as const;
  let outdated = 0;
  let after = 0;
  for (;;) {
    const page = context.store.listSandboxes({ states }, after, countPage);
    outdated += page.filter((record) => isOutdated(context, record)).length;
    const last = page.at(-1);
    if (last === undefined || page.length < countPage) return outdated;
    after = last.position;
  }
}

/** Counts as use, for callers that read often and do nothing else. */
export function touch(context: EngineContext, record: SandboxRecord): void {
  if (record.state === 'RUNNING' || record.state === 'PARKED') context.activity.touch(record.id, record.generation);
}

export interface Discovered {
  readonly record: SandboxRecord | null;
  readonly message: string;
}

/** Finds the sandbox of a session and changes nothing. UNKNOWN_TEMPLATE. */
export function discover(context: EngineContext, owner: SessionKey, templateName: string): Discovered {
  const template = findTemplate(context, templateName);
  const record = context.store.findPrimary(owner, template.name);
  if (record !== null) return { record, message: stateInWords(record) };
  const others = context.store.listSandboxes({ ...owner }, 0, 1);
  if (others.length === 0) return { record: null, message: `session ${owner.session} has no sandbox` };
  return {
    record: null,
    message: `session ${owner.session} has sandboxes, none of template ${template.name} from Acquire`,
  };
}

export function listSandboxes(
  context: EngineContext,
  filter: SandboxFilter,
  afterPosition: number,
  limit: number,
): readonly SandboxRecord[] {
  return context.store.listSandboxes(filter, afterPosition, limit);
}

export interface PlannedAction {
  readonly loop: string;
  readonly action: string;
  readonly dueAtMs: number | null;
  readonly message: string;
}

export interface Explanation {
  readonly record: SandboxRecord;
  readonly planned: readonly PlannedAction[];
  readonly operations: readonly OperationRecord[];
  readonly events: readonly EventRecord[];
  readonly activity: number;
  readonly sentences: readonly string[];
}

/** Deadlines, what the loops will do and when, and why it died. */
export function explain(context: EngineContext, record: SandboxRecord): Explanation {
  const planned = plannedActions(context, record);
  const events = context.store.eventsNewestFirst({ sandboxId: record.id }, Number.MAX_SAFE_INTEGER, explainedEntries);
  return {
    record,
    planned,
    operations: context.store.operations(record.id, explainedEntries),
    events,
    activity: context.activity.inFlight(record.id),
    sentences: sentences(context, record, planned),
  };
}

function plannedActions(context: EngineContext, record: SandboxRecord): PlannedAction[] {
  const actions: PlannedAction[] = [];
  const idleMs = idleDueNow(context, record);
  if (idleMs !== null) {
    const busy = context.activity.inFlight(record.id) > 0;
    actions.push({
      loop: 'idle',
      action: idleDecision(record.state, record.policy),
      dueAtMs: busy ? null : idleMs,
      message: busy
        ? 'not before the calls in flight have ended'
        : `when it was not used for ${record.idleTimeoutMs / 1000} s`,
    });
  }
  const silent = silenceAction(context, record);
  if (silent !== null) actions.push(silent);
  if (record.purgeAtMs !== null) {
    actions.push({ loop: 'released', action: 'purge', dueAtMs: record.purgeAtMs, message: 'its record is deleted' });
  }
  if (record.retryAtMs !== null) {
    actions.push({
      loop: 'retry',
      action: 'retry',
      dueAtMs: record.retryAtMs,
      message: 'work left undone is tried again',
    });
  }
  return actions.sort((a, b) => (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity));
}

/** The idle loop also recycles sessions that have fallen silent. */
function silenceAction(context: EngineContext, record: SandboxRecord): PlannedAction | null {
  const session = record.owner === null ? null : context.store.getSession(record.owner);
  if (session === null || !isRecyclable(record.state) || record.state === 'PARKED') return null;
  const dueAtMs = recycleDue(session, lastHeard(context, session, context.store.sandboxesOf(session.key)));
  if (dueAtMs === null) return null;
  const message = `when its session was not heard of for ${(session.heartbeatTimeoutMs ?? 0) / 1000} s`;
  return { loop: 'idle', action: 'recycle', dueAtMs, message };
}

/** The stored deadline, moved by use that is not stored yet. */
export function idleDueNow(context: EngineContext, record: SandboxRecord): number | null {
  if (record.idleDueAtMs === null) return null;
  const lastUseMs = context.activity.lastUseMs(record.id, record.generation) ?? 0;
  return Math.max(record.idleDueAtMs, lastUseMs + record.idleTimeoutMs);
}

function sentences(context: EngineContext, record: SandboxRecord, planned: readonly PlannedAction[]): string[] {
  const lines = [
    `It is ${record.state} in generation ${record.generation}: ${record.message} (${record.actor}, ${record.reason}).`,
  ];
  if (isOutdated(context, record)) lines.push('Its template has changed since it was made.');
  if (record.quarantined) lines.push('It is quarantined and kept out of service.');
  if (record.failure !== null) {
    lines.push(`Its last failure: ${record.failure.message}.`);
    if (record.failure.logTail.length > 0) lines.push(`Last output: ${record.failure.logTail.at(-1) ?? ''}`);
  }
  const [last] = context.store.operations(record.id, 1);
  if (last !== undefined && last.endedAtMs === null && last.error !== '') {
    lines.push(`Its ${last.kind} has not succeeded in ${last.attempts} attempts: ${last.error}.`);
  }
  const holders = context.store.holders(record.id);
  if (holders.length > 0) lines.push(`Held by ${holders.join(', ')}.`);
  for (const skipped of record.skippedMounts) lines.push(`Skipped mount ${skipped}.`);
  for (const action of planned) {
    const when = action.dueAtMs === null ? '' : ` at ${new Date(action.dueAtMs).toISOString()}`;
    lines.push(`The ${action.loop} loop will ${action.action} it${when}: ${action.message}.`);
  }
  if (planned.length === 0) lines.push('No loop will do anything to it.');
  return lines;
}
