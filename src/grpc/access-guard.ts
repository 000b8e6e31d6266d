// Asks of every call who makes it and whether it may, by the rows of method-access.ts, and writes the audit log.

import type { Metadata } from '@grpc/grpc-js';
import { anyone, assertAllNamespaces, assertNamespace, assertRole, type Caller } from '../domain/access.ts';
import { invalidField, type SandkeepError } from '../domain/errors.ts';
import type { Tokens } from '../engine/access/tokens.ts';
import { resolveSandbox, type EngineContext } from '../engine/context.ts';
import type { Audit, AuditEntry } from '../ports/observer.ts';
import { defaultPart, sandboxName } from './convert.ts';
import { methodAccess, type MethodAccess } from './method-access.ts';

type Fields = Record<string, unknown>;

export class AccessGuard {
  readonly #context: Pick<EngineContext, 'store'>;
  readonly #tokens: Tokens;
  readonly #audit: Audit;

  constructor(context: Pick<EngineContext, 'store' | 'tokens'>, audit: Audit) {
    this.#context = context;
    this.#tokens = context.tokens;
    this.#audit = audit;
  }

  /** TOKEN_REQUIRED, TOKEN_INVALID. */
  callerOf(method: string, metadata: Metadata): Caller {
    const row = rowOf(method);
    if (row.role === null) return anyone;
    return this.#tokens.authenticate(() => textOf(metadata.get('authorization')[0]));
  }

  /** Calls back when the caller's token is revoked, until the returned function is called. */
  hold({ tokenId }: Caller, onRevoked: (error: SandkeepError) => void): () => void {
    return tokenId === null ? () => undefined : this.#tokens.hold(tokenId, onRevoked);
  }

  /** By its role alone, before anything of the request is known. ROLE_DENIED, NAMESPACE_DENIED. */
  assertMethod(method: string, caller: Caller): void {
    if (caller === anyone) return;
    const row = rowOf(method);
    if (row.role !== null) assertRole(caller, row.role, method);
    if (row.subject.kind === 'daemon') assertAllNamespaces(caller, method);
  }

  /**
   * By what the request, or the first message of a stream, is about. The name of a sandbox becomes its whole id, so
   * that the method finds the one that was looked at. ROLE_DENIED, NAMESPACE_DENIED, SANDBOX_NOT_FOUND, AMBIGUOUS_ID.
   */
  assertRequest(method: string, caller: Caller, request: unknown): void {
    if (caller === anyone || !isFields(request)) return;
    const { subject, clientIf } = rowOf(method);
    for (const [name, value] of Object.entries(clientIf ?? {}))
      if (request[name] === value) assertRole(caller, 'client', `${method} with ${name} ${String(value)}`);
    if (caller.namespaces === null) return;
    switch (subject.kind) {
      case 'nothing':
      case 'daemon':
      case 'service':
        return;
      case 'sandbox':
        return this.#assertSandbox(caller, request, subject.paths);
      case 'session':
        return assertNamespace(caller, namespaceIn(fieldAt(request, subject.path)));
      case 'new':
        return assertNew(caller, request, subject);
      case 'filter': {
        const namespace = textOf(fieldAt(request, subject.path)) ?? '';
        if (namespace !== '') assertNamespace(caller, namespace);
      }
    }
  }

  #assertSandbox(caller: Caller, request: Fields, paths: readonly string[]): void {
    for (const path of paths) {
      const [owner, name] = ownerOf(request, path);
      const text = owner === null ? undefined : textOf(owner[name]);
      if (owner === null || text === undefined) continue;
      owner[name] = resolveSandbox(this.#context, sandboxName(text), caller.namespaces).id;
      return;
    }
    // The method says of the request what is missing; it has named no sandbox.
  }

  /** One line for a call that changes something; `who` null for a caller that is not known. */
  record(method: string, who: Caller | null, request: unknown, result: unknown, error: SandkeepError | null): void {
    if (!this.#audit.isOn || methodAccess[method]?.effect !== 'changes') return;
    const outcome = error === null ? 'ok' : error.reason;
    this.#audit.record({ who: nameOf(who), method, outcome, ...whichOf(method, request, result) });
  }
}

function rowOf(method: string): MethodAccess {
  const row = methodAccess[method];
  if (row === undefined) throw new Error(`method ${method} has no row in method-access.ts`);
  return row;
}

function nameOf(who: Caller | null): string {
  if (who === null) return 'nobody';
  return who.tokenId ?? 'socket';
}

/** A path of the host or of the storage may lead to the files of another namespace. */
function assertNew(
  caller: Caller,
  request: Fields,
  { session, namespace }: { readonly session: string; readonly namespace: string | null },
): void {
  const key = fieldAt(request, session);
  const own = namespace === null ? undefined : textOf(fieldAt(request, namespace));
  assertNamespace(caller, isFields(key) ? namespaceIn(key) : own || defaultPart);
  for (const name of ['workspaceDir', 'storagePath'] as const) {
    if (textOf(request[name])) assertAllNamespaces(caller, name === 'workspaceDir' ? 'workspace_dir' : 'storage_path');
  }
}

function namespaceIn(key: unknown): string {
  if (!isFields(key)) throw invalidField('session', 'is required');
  return textOf(key['namespace']) || defaultPart;
}

function fieldAt(request: Fields, path: string): unknown {
  const [owner, name] = ownerOf(request, path);
  return owner?.[name];
}

/** What holds the last field of the path; null where something on the way is not set. */
function ownerOf(request: Fields, path: string): readonly [Fields | null, string] {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let owner: Fields | null = request;
  for (const name of names) {
    const inner: unknown = owner?.[name];
    owner = isFields(inner) ? inner : null;
  }
  return [owner, last];
}

function whichOf(method: string, request: unknown, result: unknown): Partial<AuditEntry> {
  if (!isFields(request)) return {};
  const subject = methodAccess[method]?.subject;
  const paths = subject?.kind === 'sandbox' ? subject.paths : ['sandboxId'];
  const made = isFields(result) ? fieldAt(result, 'sandbox.id') : undefined;
  const named = paths.map((path) => fieldAt(request, path)).find((text) => text !== undefined);
  const key = isFields(request['session']) ? request['session'] : request;
  const entry = {
    request_id: request['requestId'],
    sandbox: made ?? named,
    namespace: key['namespace'] || fieldAt(request, 'filter.namespace'),
    user: key['user'],
    session: key['session'],
    exec: ['execId', 'start.execId', 'attach.execId', 'spec.execId']
      .map((path) => fieldAt(request, path))
      .find(Boolean),
    template: request['template'],
    loop: request['loop'],
    container: request['containerName'],
    token: request['tokenId'] ?? (isFields(result) ? fieldAt(result, 'accessToken.id') : undefined),
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => typeof value === 'string' && value !== ''));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
