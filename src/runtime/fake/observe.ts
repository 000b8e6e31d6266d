// The engine's words in those of the port.

import { type InstanceRef, ownershipLabels } from '../../domain/runtime-spec.ts';
import type { ObservedInstance, RuntimeCapabilities, RuntimeEvent } from '../../ports/runtime.ts';
import type { ContainerView, EngineEvent } from './protocol.ts';

export const capabilities: RuntimeCapabilities = {
  pause: true,
  exec: true,
  images: true,
  hostExec: true,
  publishedPorts: true,
  imageHealthcheck: true,
  init: true,
  events: true,
  logs: true,
  ociRuntimes: ['runc'],
};

const kinds: Readonly<Record<EngineEvent['kind'], RuntimeEvent['kind']>> = {
  create: 'other',
  start: 'start',
  die: 'exit',
  pause: 'pause',
  unpause: 'unpause',
  destroy: 'remove',
};

export function observe(view: ContainerView): ObservedInstance {
  const { labels, imageDigest, ports, startedAtMs, exit, health } = view;
  const phase = view.phase === 'removing' ? 'dead' : view.phase;
  return { ref: refOf(view), phase, labels, ports, imageDigest, startedAtMs, exit, health };
}

/** The same generation of the same sandbox; whose it is, is another question. */
export function isSame(view: ContainerView, ref: InstanceRef): boolean {
  const found = refOf(view);
  return found.name === ref.name && found.sandboxId === ref.sandboxId && found.generation === ref.generation;
}

export function toEvent(event: EngineEvent): RuntimeEvent {
  return { kind: kinds[event.kind], ref: refOf(event), exitCode: event.exitCode, oomKilled: event.oomKilled };
}

function refOf(labelled: { name: string; id: string; labels: Readonly<Record<string, string>> }): InstanceRef {
  return {
    name: labelled.name,
    sandboxId: labelled.labels[ownershipLabels.sandbox] ?? '',
    generation: Number(labelled.labels[ownershipLabels.generation] ?? 0),
    containerId: labelled.id,
  };
}
