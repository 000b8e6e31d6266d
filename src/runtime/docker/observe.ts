// From the engine's words about a container to ours.

import { SandkeepError } from '../../domain/errors.ts';
import type { ExitEvidence, InstancePhase, ObservedInstance, PublishedPort } from '../../ports/runtime.ts';
import { at, flagAt, isObject, listAt, numberAt, objectAt, textAt, textMapAt, textsAt } from './json.ts';
import { refFromLabels } from './labels.ts';

const phases: Readonly<Record<string, InstancePhase>> = {
  created: 'created',
  configured: 'created',
  initialized: 'created',
  running: 'running',
  restarting: 'running',
  // Podman's word while a stop is in progress.
  stopping: 'running',
  paused: 'paused',
  exited: 'exited',
  stopped: 'exited',
  removing: 'dead',
  dead: 'dead',
};

const killedBySignalBase = 128;

/** What inspect says, or null when the container is not ours. */
export function observeInspection(
  inspection: unknown,
  instanceId: string,
  hasHealthChecks: boolean,
): ObservedInstance | null {
  const labels = textMapAt(inspection, 'Config', 'Labels');
  const name = textAt(inspection, 'Name').replace(/^\//, '');
  const ref = refFromLabels(labels, instanceId, name, textAt(inspection, 'Id'));
  if (ref === null) return null;
  const phase = phaseOf(textAt(inspection, 'State', 'Status'), name);
  return {
    ref,
    phase,
    labels,
    ports: hasPorts(phase) ? inspectedPorts(inspection) : [],
    imageDigest: textAt(inspection, 'Image') || null,
    startedAtMs: timeOf(textAt(inspection, 'State', 'StartedAt')),
    exit: phase === 'exited' || phase === 'dead' ? exitOf(inspection) : null,
    health: hasHealthChecks ? healthOf(textAt(inspection, 'State', 'Health', 'Status')) : null,
  };
}

/** What the list says of one container, or null when it is not ours. It knows neither start time nor OOM. */
export function observeListed(entry: unknown, instanceId: string): ObservedInstance | null {
  const labels = textMapAt(entry, 'Labels');
  const name = (textsAt(entry, 'Names')[0] ?? '').replace(/^\//, '');
  const ref = refFromLabels(labels, instanceId, name, textAt(entry, 'Id'));
  if (ref === null) return null;
  const phase = phaseOf(textAt(entry, 'State'), name);
  return {
    ref,
    phase,
    labels,
    ports: hasPorts(phase) ? listAt(entry, 'Ports').flatMap(listedPort) : [],
    imageDigest: textAt(entry, 'ImageID') || null,
    startedAtMs: null,
    exit: phase === 'exited' || phase === 'dead' ? exitFromStatus(textAt(entry, 'Status')) : null,
    health: null,
  };
}

/** How the container ended; the exit code is null while it has not. */
export function exitOf(inspection: unknown): ExitEvidence {
  const oomKilled = flagAt(inspection, 'State', 'OOMKilled');
  const exitCode = numberAt(inspection, 'State', 'ExitCode');
  const engineWords = textAt(inspection, 'State', 'Error');
  return { exitCode, oomKilled, message: engineWords || exitMessage(exitCode, oomKilled) };
}

export function exitMessage(exitCode: number | null, oomKilled: boolean): string {
  if (oomKilled) return 'killed by the kernel: its memory limit was reached';
  if (exitCode === null) return 'ended; the exit code is unknown';
  if (exitCode > killedBySignalBase) return `ended by signal ${exitCode - killedBySignalBase}`;
  return `exited with code ${exitCode}`;
}

function phaseOf(status: string, name: string): InstancePhase {
  const phase = phases[status.toLowerCase()];
  if (phase) return phase;
  throw new SandkeepError('INTERNAL', `container ${name}: the engine reports the unknown state "${status}"`);
}

/** Podman also tells the ports that a container would have. */
function hasPorts(phase: InstancePhase): boolean {
  return phase === 'running' || phase === 'paused';
}

function exitFromStatus(status: string): ExitEvidence {
  const code = /exited \((\d+)\)/i.exec(status)?.[1];
  const exitCode = code === undefined ? null : Number(code);
  return { exitCode, oomKilled: false, message: exitMessage(exitCode, false) };
}

function inspectedPorts(inspection: unknown): readonly PublishedPort[] {
  return Object.entries(objectAt(inspection, 'NetworkSettings', 'Ports')).flatMap(([key, bindings]) => {
    const containerPort = Number.parseInt(key, 10);
    if (!key.endsWith('/tcp') || !Array.isArray(bindings)) return [];
    return bindings.flatMap((binding: unknown) => {
      const hostPort = Number(textAt(binding, 'HostPort'));
      if (!Number.isInteger(hostPort) || hostPort === 0) return [];
      return [{ containerPort, hostAddress: textAt(binding, 'HostIp') || '0.0.0.0', hostPort }];
    });
  });
}

function listedPort(port: unknown): readonly PublishedPort[] {
  const containerPort = numberAt(port, 'PrivatePort');
  const hostPort = numberAt(port, 'PublicPort');
  if (containerPort === null || !hostPort || textAt(port, 'Type') !== 'tcp') return [];
  return [{ containerPort, hostAddress: textAt(port, 'IP') || '0.0.0.0', hostPort }];
}

function timeOf(text: string): number | null {
  const time = Date.parse(text);
  // An engine writes "never" as year 1.
  return Number.isNaN(time) || time <= 0 ? null : time;
}

function healthOf(status: string): ObservedInstance['health'] {
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : null;
}

/** The id in an answer to a create. */
export function createdId(answer: unknown): string {
  const id = isObject(answer) ? at(answer, 'Id') : undefined;
  if (typeof id === 'string' && id !== '') return id;
  throw new SandkeepError('INTERNAL', 'the engine answered a create without an id');
}
