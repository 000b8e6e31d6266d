// Filters as conditions of a query, each with its values bound by place.

import type { EventFilter, LimitScope, SandboxFilter } from '../ports/store.ts';

type Value = string | number | null;

export const liveStates = `('CREATING', 'WARM', 'RUNNING', 'PAUSED', 'PARKED', 'STOPPED', 'RESTORING')`;
/** A container is there, or not confirmed to be gone. */
export const occupyingStates = `('CREATING', 'WARM', 'RUNNING', 'PAUSED', 'PARKED', 'STOPPED', 'RESTORING', 'RECYCLING', 'RELEASING')`;

/** True of each row; said because the index of states begins with it. */
export const pooledOrNot = 'pooled IN (0, 1)';

interface Where {
  readonly where: string;
  readonly values: readonly Value[];
}

/** One more condition for each column that has a value. */
export function equalities(columns: Readonly<Record<string, string | undefined>>): Where {
  const given = Object.entries(columns).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { where: given.map(([column]) => ` AND ${column} = ?`).join(''), values: given.map(([, value]) => value) };
}

/** None of them matches nothing. */
export function amongNamespaces(namespaces: readonly string[] | null | undefined): Where {
  if (namespaces === undefined || namespaces === null) return { where: '', values: [] };
  return { where: ` AND namespace IN (${namespaces.map(() => '?').join(', ')})`, values: namespaces };
}

export function scopeWhere(scope: LimitScope): Where {
  return scope.kind === 'all' ? { where: '', values: [] } : equalities({ [scope.kind]: scope.name });
}

export function sandboxWhere(filter: SandboxFilter): Where {
  const { namespace, user, session, template, runtime } = filter;
  const equal = equalities({ namespace, user, session, template, runtime });
  const among = amongNamespaces(filter.namespaces);
  const parts = [equal.where, among.where];
  const values = [...equal.values, ...among.values];
  if (filter.states !== undefined) {
    parts.push(` AND state IN (${filter.states.map(() => '?').join(', ')})`);
    values.push(...filter.states);
  }
  for (const [key, value] of Object.entries(filter.labels ?? {})) {
    parts.push(' AND EXISTS (SELECT 1 FROM json_each(sandboxes.labels) WHERE key = ? AND value = ?)');
    values.push(key, value);
  }
  return { where: parts.join(''), values };
}

export function eventWhere(filter: EventFilter): Where {
  const equal = equalities({ namespace: filter.namespace, sandbox_id: filter.sandboxId });
  const among = amongNamespaces(filter.namespaces);
  const parts = [equal.where, among.where];
  const values = [...equal.values, ...among.values];
  if (filter.types !== undefined) {
    parts.push(` AND type IN (${filter.types.map(() => '?').join(', ')})`);
    values.push(...filter.types);
  }
  return { where: parts.join(''), values };
}
