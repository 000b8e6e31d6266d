// The life of a container. Every operation can be repeated: the name decides, the id only saves a lookup.

import { access } from 'node:fs/promises';

import { SandkeepError } from '../../domain/errors.ts';
import type { InstanceRef, InstanceSpec } from '../../domain/runtime-spec.ts';
import type { ExitEvidence, Inspection, ObservedInstance } from '../../ports/runtime.ts';
import type { Engine } from './connection.ts';
import { type CreateBody, createBody } from './create-options.ts';
import { createError, hasStatus, isNameConflict, lost, startError } from './errors.ts';
import { numberAt, textAt } from './json.ts';
import { isSameInstance, ownershipFilter } from './labels.ts';
import { shippedProfile } from './seccomp-profile.ts';
import { createdId, exitMessage, exitOf, observeInspection, observeListed } from './observe.ts';
import { ignoredFields } from './verify.ts';

/** How often a name that nobody visible holds is asked for again. */
const maxSettleAttempts = 12;
const firstSettlePauseMs = 5;
const longestSettlePauseMs = 250;

interface Found {
  readonly inspection: unknown;
  readonly instance: ObservedInstance;
}

/** NAME_TAKEN, IMAGE_NOT_FOUND, MOUNT_SOURCE_MISSING, CREATE_REFUSED, NOT_SUPPORTED; see the port. */
export async function createContainer(
  engine: Engine,
  spec: InstanceSpec,
  signal: AbortSignal,
): Promise<ObservedInstance> {
  await requireMountSources(engine, spec);
  const body = createBody(spec, { ...engine, shippedProfile: await shippedProfile(engine, spec) });
  const found = await createOrAdopt(engine, spec, body, signal);
  const ignored = ignoredFields(body, found.inspection, engine.capabilities);
  if (ignored.length === 0) return found.instance;
  await deleteContainer(engine, textAt(found.inspection, 'Id'), signal);
  throw new SandkeepError(
    'CREATE_REFUSED',
    `the engine ignored ${ignored.join(', ')} of container ${spec.ref.name}, so it was removed; ` +
      'look for plugins or daemon settings that change containers',
    { metadata: { name: spec.ref.name, fields: ignored.join(',') } },
  );
}

/** CREATE_REFUSED, PORT_UNAVAILABLE, WRONG_STATE, SANDBOX_LOST. */
export async function startContainer(engine: Engine, ref: InstanceRef, signal: AbortSignal): Promise<ObservedInstance> {
  return await withContainerId(engine, ref, signal, async (id) => {
    try {
      await engine.client.json({ method: 'POST', path: `/containers/${id}/start` }, signal);
    } catch (error) {
      // Already started is success.
      if (!hasStatus(error, 304)) throw startError(error, ref.name);
    }
    const found = await findById(engine, id, signal);
    if (found === null) throw lost(ref.name);
    return found.instance;
  });
}

/** Absent, created and ended containers are left as they are. */
export async function stopContainer(
  engine: Engine,
  ref: InstanceRef,
  graceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const found = await find(engine, ref, signal);
  if (found === null || (found.instance.phase !== 'running' && found.instance.phase !== 'paused')) return;
  const id = textAt(found.inspection, 'Id');
  // A frozen process cannot act on a signal.
  if (found.instance.phase === 'paused') await changePhase(engine, ref, 'unpause', signal);
  const query = { t: Math.ceil(graceMs / 1000) };
  try {
    await engine.client.slowJson({ method: 'POST', path: `/containers/${id}/stop`, query }, signal);
  } catch (error) {
    if (!hasStatus(error, 304, 404)) throw error;
  }
}

/** Pauses or unpauses; being there already is success. WRONG_STATE, SANDBOX_LOST. */
export async function changePhase(
  engine: Engine,
  ref: InstanceRef,
  action: 'pause' | 'unpause',
  signal: AbortSignal,
): Promise<void> {
  const wanted = action === 'pause' ? 'paused' : 'running';
  await withContainerId(engine, ref, signal, async (id) => {
    try {
      await engine.client.json({ method: 'POST', path: `/containers/${id}/${action}` }, signal);
    } catch (error) {
      if (!hasStatus(error, 304, 409, 500)) throw error;
      const found = await findById(engine, id, signal);
      if (found === null) throw lost(ref.name);
      if (found.instance.phase === wanted) return;
      if (found.instance.phase === 'running' || found.instance.phase === 'paused') throw error;
      throw wrongState(ref, found.instance.phase, action);
    }
  });
}

/** The tri-state answer: absent only when the engine knows neither id nor name as ours. */
export async function inspectContainer(engine: Engine, ref: InstanceRef, signal: AbortSignal): Promise<Inspection> {
  const found = await find(engine, ref, signal);
  return found === null ? { kind: 'absent' } : { kind: 'present', instance: found.instance };
}

/** Everything with our label; a container whose labels are damaged is logged and left out. */
export async function listContainers(engine: Engine, signal: AbortSignal): Promise<readonly ObservedInstance[]> {
  const query = { all: true, filters: { label: [ownershipFilter(engine.instanceId)] } };
  const answer = await engine.client.json({ method: 'GET', path: '/containers/json', query }, signal);
  if (!Array.isArray(answer)) throw new SandkeepError('INTERNAL', 'the engine answered a list with something else');
  return answer.flatMap((entry: unknown) => {
    const instance = observeListed(entry, engine.instanceId);
    if (instance !== null) return [instance];
    engine.logger.warn({ containerId: textAt(entry, 'Id') }, 'a container with our label has damaged labels');
    return [];
  });
}

/** SANDBOX_LOST when it was removed before anything could be learnt. */
export async function waitForExit(engine: Engine, ref: InstanceRef, signal: AbortSignal): Promise<ExitEvidence> {
  return await withContainerId(engine, ref, signal, async (id) => {
    const query = { condition: 'not-running' };
    const answer = await engine.client.slowJson({ method: 'POST', path: `/containers/${id}/wait`, query }, signal);
    const found = await findById(engine, id, signal);
    if (found?.instance.phase === 'created') return { exitCode: null, oomKilled: false, message: 'never started' };
    if (found !== null) return found.instance.exit ?? exitOf(found.inspection);
    const exitCode = numberAt(answer, 'StatusCode');
    return { exitCode, oomKilled: false, message: `${exitMessage(exitCode, false)}; removed since` };
  });
}

/** Runs an action on the container's id; when the id is not known or gone, the name says which. SANDBOX_LOST. */
export async function withContainerId<T>(
  engine: Engine,
  ref: InstanceRef,
  signal: AbortSignal,
  action: (id: string) => Promise<T>,
): Promise<T> {
  if (ref.containerId !== null) {
    try {
      return await action(ref.containerId);
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
    }
  }
  const found = await find(engine, ref, signal);
  if (found === null) throw lost(ref.name);
  try {
    return await action(textAt(found.inspection, 'Id'));
  } catch (error) {
    if (hasStatus(error, 404)) throw lost(ref.name);
    throw error;
  }
}

/** The container of this reference, by id and then by name; null when there is none of ours. */
export async function find(engine: Engine, ref: InstanceRef, signal: AbortSignal): Promise<Found | null> {
  const byId = ref.containerId === null ? null : await findById(engine, ref.containerId, signal);
  if (byId !== null && isSameInstance(byId.instance.ref, ref)) return byId;
  const byName = await findById(engine, ref.name, signal);
  return byName !== null && isSameInstance(byName.instance.ref, ref) ? byName : null;
}

/** One DELETE. True when the engine has nothing left to do, false when it must be asked again. */
export async function deleteContainer(engine: Engine, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    await engine.client.slowJson(
      { method: 'DELETE', path: `/containers/${id}`, query: { force: true, v: true } },
      signal,
    );
    return true;
  } catch (error) {
    if (hasStatus(error, 404)) return true;
    // A removal is already in progress.
    if (hasStatus(error, 409)) return false;
    throw error;
  }
}

export function wrongState(ref: InstanceRef, phase: string, action: string): SandkeepError {
  return new SandkeepError('WRONG_STATE', `${action}: container ${ref.name} is ${phase}, not running`, {
    metadata: { name: ref.name, phase, action },
  });
}

/** The id of the new container, or null when the name is taken. */
async function postCreate(
  engine: Engine,
  spec: InstanceSpec,
  body: CreateBody,
  signal: AbortSignal,
): Promise<string | null> {
  const request = { method: 'POST', path: '/containers/create', query: { name: spec.ref.name }, body } as const;
  try {
    return createdId(await engine.client.json(request, signal));
  } catch (error) {
    if (isNameConflict(error)) return null;
    throw createError(error, spec.image, spec.environment);
  }
}

/**
 * Ours of the same name is adopted, a foreign one is NAME_TAKEN. An engine reserves a name before it shows the
 * container and frees it after it has hidden it, so for a while nobody visible may hold it: that is asked again,
 * and then an unknown outcome.
 */
async function createOrAdopt(
  engine: Engine,
  spec: InstanceSpec,
  body: CreateBody,
  signal: AbortSignal,
): Promise<Found> {
  let pauseMs = firstSettlePauseMs;
  for (let attempt = 1; attempt <= maxSettleAttempts; attempt += 1) {
    const id = await postCreate(engine, spec, body, signal);
    const answer = await inspectRaw(engine, id ?? spec.ref.name, signal);
    const found = answer === null ? null : observed(engine, answer);
    if (found !== null && isSameInstance(found.instance.ref, spec.ref)) return found;
    if (answer !== null) throw nameTaken(spec.ref);
    await engine.clock.sleep(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, longestSettlePauseMs);
  }
  throw new SandkeepError(
    'RUNTIME_TIMEOUT',
    `container ${spec.ref.name} is being created or removed by the engine; ask again`,
    { metadata: { name: spec.ref.name } },
  );
}

/** Podman would make the directory, owned by root, where somebody mistyped a path. MOUNT_SOURCE_MISSING. */
async function requireMountSources(engine: Engine, spec: InstanceSpec): Promise<void> {
  if (engine.capabilities.refusesMissingSources || !engine.client.isLocal) return;
  for (const { source } of spec.mounts) {
    try {
      await access(source);
    } catch (cause) {
      throw new SandkeepError('MOUNT_SOURCE_MISSING', `create: the mount source ${source} does not exist`, {
        metadata: { source },
        cause,
      });
    }
  }
}

function nameTaken(ref: InstanceRef): SandkeepError {
  return new SandkeepError('NAME_TAKEN', `another container has the name ${ref.name}; it is left alone`, {
    metadata: { name: ref.name },
  });
}

/** One inspect by id or by name; null when there is none or it is not ours. */
async function findById(engine: Engine, idOrName: string, signal: AbortSignal): Promise<Found | null> {
  const answer = await inspectRaw(engine, idOrName, signal);
  return answer === null ? null : observed(engine, answer);
}

function observed(engine: Engine, inspection: unknown): Found | null {
  const instance = observeInspection(inspection, engine.instanceId, engine.capabilities.imageHealthcheck);
  return instance === null ? null : { inspection, instance };
}

async function inspectRaw(engine: Engine, idOrName: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await engine.client.json(
      { method: 'GET', path: `/containers/${encodeURIComponent(idOrName)}/json` },
      signal,
    );
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}
