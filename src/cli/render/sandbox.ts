// Sandboxes as tables and blocks.
import { durationToMs } from '../../client/convert.ts';
import type { Endpoint__Output } from '../../gen/sandkeep/v1/Endpoint.ts';
import type { Failure__Output } from '../../gen/sandkeep/v1/Failure.ts';
import type { PhaseTiming__Output } from '../../gen/sandkeep/v1/PhaseTiming.ts';
import type { Sandbox__Output } from '../../gen/sandkeep/v1/Sandbox.ts';
import type { Column, Style } from './table.ts';
import {
  ageText,
  agoText,
  dueText,
  enumWord,
  ownerText,
  pairsText,
  printable,
  shortId,
  spanText,
  timeoutText,
} from './text.ts';

export type BlockRow = readonly [string, string | undefined];

const stateStyles: Readonly<Record<string, Style>> = {
  SANDBOX_STATE_RUNNING: 'green',
  SANDBOX_STATE_WARM: 'cyan',
  SANDBOX_STATE_CREATING: 'cyan',
  SANDBOX_STATE_RESTORING: 'cyan',
  SANDBOX_STATE_PAUSED: 'yellow',
  SANDBOX_STATE_PARKED: 'yellow',
  SANDBOX_STATE_STOPPED: 'yellow',
  SANDBOX_STATE_LOST: 'red',
  SANDBOX_STATE_FAILED: 'red',
  SANDBOX_STATE_RECYCLING: 'dim',
  SANDBOX_STATE_RECYCLED: 'dim',
  SANDBOX_STATE_RELEASING: 'dim',
  SANDBOX_STATE_RELEASED: 'dim',
};

export function stateWord(state: Sandbox__Output['state']): string {
  return enumWord(state, 'SANDBOX_STATE_');
}

export function stateStyle(state: Sandbox__Output['state']): Style | undefined {
  return stateStyles[state];
}

export function sandboxColumns(now: Date, idOf: (id: string) => string = shortId): readonly Column<Sandbox__Output>[] {
  return [
    { header: 'ID', cell: ({ id }) => idOf(id) },
    { header: 'STATE', cell: stateCell, style: ({ state }) => stateStyle(state) },
    { header: 'TEMPLATE', cell: ({ template }) => template, shrinks: true },
    { header: 'RUNTIME', cell: ({ runtime }) => runtime },
    { header: 'SESSION', cell: ({ session }) => ownerText(session), shrinks: true },
    { header: 'IDLE', cell: ({ lastActiveTime }) => ageText(lastActiveTime, now), align: 'right' },
    { header: 'AGE', cell: ({ createTime }) => ageText(createTime, now), align: 'right' },
    { header: 'REASON', cell: ({ reason }) => reason || '-', shrinks: true },
  ];
}

function stateCell({ state, quarantined }: Sandbox__Output): string {
  return quarantined ? `${stateWord(state)}!` : stateWord(state);
}

/** The few rows that a caller who just got a sandbox wants. */
export function handoverRows(sandbox: Sandbox__Output | null, endpoint: Endpoint__Output | null): readonly BlockRow[] {
  if (sandbox === null) return [];
  return [
    ['id', sandbox.id],
    ['state', stateWord(sandbox.state)],
    ['endpoint', endpoint?.url],
    ['ports', portsText(endpoint)],
    ['workspace', sandbox.workspacePath || sandbox.workspaceId],
  ];
}

export function sandboxRows(
  sandbox: Sandbox__Output,
  endpoint: Endpoint__Output | null,
  now: Date,
): readonly BlockRow[] {
  return [
    ['id', sandbox.id],
    ['state', stateWord(sandbox.state)],
    ['reason', sandbox.reason],
    ['message', sandbox.message],
    ['actor', enumWord(sandbox.actor, 'ACTOR_')],
    ['quarantined', sandbox.quarantined ? 'yes' : ''],
    ['session', ownerText(sandbox.session)],
    ['holders', sandbox.holders.join(', ')],
    ['template', sandbox.outdated ? `${sandbox.template} (changed since)` : sandbox.template],
    ['runtime', sandbox.runtime],
    ['image', sandbox.image],
    ['digest', sandbox.imageDigest],
    ['container', sandbox.containerName],
    ['generation', sandbox.generation],
    ['endpoint', endpoint?.url],
    ['ports', portsText(endpoint)],
    ['workspace', sandbox.workspacePath || sandbox.workspaceId],
    ['storage', sandbox.storagePath],
    ['labels', pairsText(sandbox.labels)],
    ['annotations', pairsText(sandbox.annotations)],
    ['idle timeout', timeoutText(sandbox.idleTimeout)],
    ['created', agoText(sandbox.createTime, now)],
    ['last active', agoText(sandbox.lastActiveTime, now)],
    ['released', agoText(sandbox.releaseTime, now)],
    ['forgotten', dueText(sandbox.purgeTime, now)],
    ...failureRows(sandbox.failure),
  ];
}

function failureRows(failure: Failure__Output | null): readonly BlockRow[] {
  if (failure === null) return [];
  return [
    ['failure', `${failure.reason}: ${failure.message}`],
    ['exit code', failure.exitCode === undefined ? '' : String(failure.exitCode)],
    ['out of memory', failure.oomKilled ? 'yes' : ''],
  ];
}

/** The last words of a container, marked as such. */
export function logTailLines(failure: Failure__Output | null): readonly string[] {
  if (failure === null || failure.logTail.length === 0) return [];
  return ['last output:', ...failure.logTail.map((line) => `  | ${printable(line)}`)];
}

export function timingsText(timings: readonly PhaseTiming__Output[]): string {
  return timings
    .map(({ phase, duration }) => `${phase} ${spanText(duration === null ? 0 : durationToMs(duration))}`)
    .join(', ');
}

/** Only where there is more to say than the URL does. */
function portsText(endpoint: Endpoint__Output | null): string | undefined {
  if (endpoint === null || endpoint.ports.length < 2) return undefined;
  return endpoint.ports.map((port) => `${port.containerPort} at ${port.host}:${port.hostPort}`).join(', ');
}
