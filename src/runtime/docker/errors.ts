// What the engine's refusals mean. Everything the adapter throws passes through here once.

import { type ErrorReason, SandkeepError } from '../../domain/errors.ts';
import { textAt } from './json.ts';

/** Longest engine message that is passed on. */
const maxMessageCharacters = 2000;

/** What the engine or the way to it answered; never leaves this room. */
export class EngineFailure extends Error {
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null;
  /** Node's code of a connection error, such as ECONNREFUSED. */
  readonly code: string | null;
  /** Headers of the answer, where there was one. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;

  constructor(
    message: string,
    status: number | null,
    code: string | null,
    cause?: unknown,
    headers: EngineFailure['headers'] = {},
  ) {
    super(message.slice(0, maxMessageCharacters), cause === undefined ? undefined : { cause });
    this.name = 'EngineFailure';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The engine answered, and with this status. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): error is EngineFailure {
  return error instanceof EngineFailure && error.status !== null && statuses.includes(error.status);
}

/** The engine answered, and its message matches. */
export function saysThat(error: unknown, pattern: RegExp): error is EngineFailure {
  return error instanceof EngineFailure && error.status !== null && pattern.test(error.message);
}

/** A failure of the connection itself as an EngineFailure. */
export function connectionFailure(error: unknown): EngineFailure {
  if (error instanceof EngineFailure) return error;
  const code = textAt(error, 'code');
  const message = error instanceof Error ? error.message : String(error);
  return new EngineFailure(message || code, null, code || null, error);
}

// Docker and Podman word the same facts differently.
const says = {
  noSuchContainer: /no such container|no container with/i,
  nameTaken: /name .* is already in use|container name .* in use|is already in use by/i,
  noSuchImage: /no such image|image not known|failed to find image|unable to find .*image|not found: does not exist/i,
  portTaken: /port is already allocated|address already in use|ports are not available/i,
  // Podman answers every refusal of a create with 500, as it does its own failures.
  refusedCreate: /network not found|seccomp profile failed|invalid argument|not supported|no such file or directory/i,
  mountMissing: /bind source path does not exist|bind mount source path|statfs .*no such file/i,
};

/** A 404 may also be about a file, a network or an image. */
export function isMissingContainer(error: unknown): boolean {
  return hasStatus(error, 404) && says.noSuchContainer.test(error.message);
}

export function isNameConflict(error: unknown): boolean {
  // Podman answers a taken name with 500.
  return hasStatus(error, 409, 500) && says.nameTaken.test(error.message);
}

/** A refused create. Values of the environment are taken out of the engine's words. */
export function createError(error: unknown, image: string, environment: Readonly<Record<string, string>>): unknown {
  if (!(error instanceof EngineFailure) || error.status === null) return error;
  const message = withoutValues(error.message, Object.values(environment));
  if (says.noSuchImage.test(message)) {
    return refusal('IMAGE_NOT_FOUND', `image ${image} is not on the engine; pull it first`, error, { image });
  }
  if (says.mountMissing.test(message)) return refusal('MOUNT_SOURCE_MISSING', `create: ${message}`);
  if (says.portTaken.test(message)) return refusal('PORT_UNAVAILABLE', `create: ${message}`);
  if (error.status < 500 || says.refusedCreate.test(message)) return refusal('CREATE_REFUSED', `create: ${message}`);
  return refusal('RUNTIME_UNAVAILABLE', `create: the engine failed: ${message}`);
}

/** A refused start. The container is left created; one that is missing stays a 404 for the caller to look into. */
export function startError(error: unknown, name: string): unknown {
  if (!(error instanceof EngineFailure) || error.status === null) return error;
  if (isMissingContainer(error)) return error;
  if (/paused container|must be in created or stopped state/i.test(error.message)) {
    return refusal('WRONG_STATE', `start of ${name}: it is paused; resume it instead`, error, { name });
  }
  if (says.portTaken.test(error.message)) {
    return refusal('PORT_UNAVAILABLE', `start of ${name}: ${error.message}`, error, { name });
  }
  if (says.mountMissing.test(error.message)) {
    return refusal('MOUNT_SOURCE_MISSING', `start of ${name}: ${error.message}`, error, { name });
  }
  const isRuntimeRefusal =
    /oci runtime|crun:|runc:|executable file not found|no such file or directory|permission denied/i;
  if (error.status < 500 || isRuntimeRefusal.test(error.message)) {
    return refusal('CREATE_REFUSED', `start of ${name}: ${error.message}`, error, { name });
  }
  return error;
}

/**
 * Any failure as a SandkeepError: no answer is RUNTIME_UNAVAILABLE, 5xx likewise since the effect is unknown,
 * 501 NOT_SUPPORTED, everything else INTERNAL because whoever knew what it means should have mapped it.
 */
export function toSandkeepError(error: unknown, what: string): SandkeepError {
  if (error instanceof SandkeepError) return error;
  if (!(error instanceof EngineFailure)) {
    return refusal('INTERNAL', `${what}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  const failure = error;
  if (failure.status === null) {
    const text = `${what}: the container engine does not answer (${connectionWords(failure)})`;
    return refusal('RUNTIME_UNAVAILABLE', text, error);
  }
  if (failure.status === 501) return refusal('NOT_SUPPORTED', `${what}: ${failure.message}`, error);
  if (failure.status >= 500) {
    return refusal('RUNTIME_UNAVAILABLE', `${what}: the engine failed: ${failure.message}`, error);
  }
  return refusal('INTERNAL', `${what}: the engine answered ${failure.status}: ${failure.message}`, error);
}

export function lost(name: string): SandkeepError {
  return refusal('SANDBOX_LOST', `container ${name} does not exist on the engine`, undefined, { name });
}

/** Replaces secret values in text that the engine wrote. */
export function withoutValues(text: string, values: readonly string[]): string {
  // Very short values would blank out ordinary words, and are no secrets.
  const secrets = values.filter((value) => value.length >= 4).sort((left, right) => right.length - left.length);
  return secrets.reduce((shorter, value) => shorter.replaceAll(value, '***'), text);
}

function connectionWords(failure: EngineFailure): string {
  if (failure.code === 'ENOENT') return 'its socket does not exist; is the engine running?';
  if (failure.code === 'EACCES') return "permission denied on its socket; add the daemon's user to the socket's group";
  if (failure.code === 'ECONNREFUSED') return 'connection refused; is the engine running?';
  return failure.code === null || failure.code === 'ECONNRESET' ? failure.message : failure.code;
}

function refusal(
  reason: ErrorReason,
  message: string,
  cause?: unknown,
  metadata: Readonly<Record<string, string>> = {},
): SandkeepError {
  return new SandkeepError(reason, message, { metadata, ...(cause === undefined ? {} : { cause }) });
}
