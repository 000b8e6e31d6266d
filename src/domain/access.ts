// Who may do what: roles, the namespaces that a token is for, and what a caller is once it is known.

import { invalidField, SandkeepError } from './errors.ts';

/** Each may what the one before it may. */
export const roles = ['read', 'client', 'admin'] as const;
export type Role = (typeof roles)[number];

export const maxTokenNamespaces = 64;

export interface AccessToken {
  readonly id: string;
  /** What people call it. */
  readonly label: string;
  readonly role: Role;
  /** null: all of them. Never empty. */
  readonly namespaces: readonly string[] | null;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
  readonly revokedAtMs: number | null;
}

export interface Caller {
  /** null: nobody asked for a token. */
  readonly tokenId: string | null;
  readonly role: Role;
  /** null: all of them. */
  readonly namespaces: readonly string[] | null;
}

/** Whoever can open the socket, where no token is asked for. */
export const anyone: Caller = { tokenId: null, role: 'admin', namespaces: null };

/** INVALID_FIELD. An admin is one of the whole daemon; anybody else names namespaces, and none is not all. */
export function assertTokenScope(role: Role, namespaces: readonly string[] | null): void {
  if (role === 'admin' && namespaces !== null) {
    throw invalidField('namespaces', 'must be empty: an admin token is for all of them');
  }
  if (namespaces?.length === 0) throw invalidField('namespaces', 'must not be empty; all_namespaces means all');
  if (namespaces !== null && namespaces.length > maxTokenNamespaces) {
    throw invalidField('namespaces', `has more than ${maxTokenNamespaces} names`);
  }
}

/** ROLE_DENIED. */
export function assertRole(caller: Caller, needed: Role, method: string): void {
  if (roles.indexOf(caller.role) >= roles.indexOf(needed)) return;
  throw new SandkeepError(
    'ROLE_DENIED',
    `${method} needs a token of role ${needed}, this one is of role ${caller.role}`,
    {
      metadata: { method, role: caller.role, needed_role: needed },
    },
  );
}

export function mayUse(caller: Caller, namespace: string): boolean {
  return caller.namespaces === null || caller.namespaces.includes(namespace);
}

/** NAMESPACE_DENIED. Says nothing of what is in the namespace. */
export function assertNamespace(caller: Caller, namespace: string): void {
  if (mayUse(caller, namespace)) return;
  throw new SandkeepError('NAMESPACE_DENIED', `the token is not for namespace "${namespace}"`, {
    metadata: { namespace },
  });
}

/** NAMESPACE_DENIED: of a call that is about the whole daemon, or reaches past namespaces. */
export function assertAllNamespaces(caller: Caller, what: string): void {
  if (caller.namespaces === null) return;
  throw new SandkeepError('NAMESPACE_DENIED', `${what} needs a token for all namespaces`);
}

/** The filter, narrowed to what the caller may see. */
export function within<Filter extends object>(
  filter: Filter,
  { namespaces }: Caller,
): Filter & { readonly namespaces?: readonly string[] } {
  return namespaces === null ? filter : { ...filter, namespaces };
}
