// One digest over everything that shapes a container: a sandbox made with another one is outdated.

import { createHash } from 'node:crypto';

import type { Template } from '../domain/template.ts';

/** What can change without making running containers outdated. */
const policyKeys: ReadonlySet<string> = new Set([
  'name',
  'description',
  'pull',
  'readiness',
  'toolApi',
  'toolPort',
  'missingEnvironment',
  'stopGraceMs',
  'createTimeoutMs',
  'autoStart',
  'idleTimeoutMs',
  'idleAction',
  'releaseMode',
  'heartbeatTimeoutMs',
  'pool',
  'maxSandboxes',
  'storeWorkspace',
  'labels',
  'refused',
] satisfies (keyof Template)[]);

/** SHA-256 in hex. Values of the environment are in it only as a hash of their own. */
export function templateDigest(template: Omit<Template, 'digest'>): string {
  const shaping = Object.entries(template).filter(([name]) => !policyKeys.has(name) && name !== 'digest');
  const environment = sha256(canonicalJson(template.environment));
  return sha256(canonicalJson({ ...Object.fromEntries(shaping), environment }));
}

/** JSON whose keys are in order, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`).join(',')}}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
