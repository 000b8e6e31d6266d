// Who owns a container is written on it, and only there.

import { type InstanceRef, type InstanceSpec, ownershipLabels } from '../../domain/runtime-spec.ts';

/** The labels a container is created with; ownership cannot be left out or overridden. */
export function labelsFor(spec: InstanceSpec, instanceId: string): Readonly<Record<string, string>> {
  return {
    ...spec.labels,
    [ownershipLabels.instance]: instanceId,
    [ownershipLabels.sandbox]: spec.ref.sandboxId,
    [ownershipLabels.generation]: String(spec.ref.generation),
  };
}

/** Filter of the engine's lists and events: ours only (R5). */
export function ownershipFilter(instanceId: string): string {
  return `${ownershipLabels.instance}=${instanceId}`;
}

/** The reference written on a container, or null when it is not ours or its labels are damaged. */
export function refFromLabels(
  labels: Readonly<Record<string, string>>,
  instanceId: string,
  name: string,
  containerId: string,
): InstanceRef | null {
  if (labels[ownershipLabels.instance] !== instanceId) return null;
  const sandboxId = labels[ownershipLabels.sandbox];
  const generation = Number(labels[ownershipLabels.generation] || Number.NaN);
  if (!sandboxId || !Number.isSafeInteger(generation) || generation < 0) return null;
  return { name, sandboxId, generation, containerId };
}

/** Whether a container with these labels is this very generation of this sandbox. */
export function isSameInstance(found: InstanceRef | null, asked: InstanceRef): boolean {
  return found !== null && found.sandboxId === asked.sandboxId && found.generation === asked.generation;
}
