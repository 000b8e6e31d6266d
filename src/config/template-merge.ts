// A template as written plus the template it extends.

import type { Finding } from './problems.ts';
import { readyMadeTemplates } from './ready-made/index.ts';
import { nearestName } from './suggest.ts';

type Written = Readonly<Record<string, unknown>>;

export type Merged = { readonly values: Written } | { readonly finding: Finding };

/** Follows `extends` to the end. The finding is about a base that does not exist or leads back. */
export function mergeTemplate(
  name: string,
  written: Readonly<Record<string, unknown>>,
  seen: readonly string[] = [],
): Merged {
  const readyMade = readyMadeTemplates.get(name) as Written | undefined;
  const own = written[name];
  if (!isSection(own)) return readyMade === undefined ? unknownBase(name, written, seen) : { values: readyMade };
  if (seen.includes(name)) return cycle(name, seen);
  const saysBase = Object.hasOwn(own, 'extends');
  const baseName = saysBase ? own['extends'] : name;
  if (typeof baseName !== 'string') return { values: own };
  if (baseName !== name) {
    const base = mergeTemplate(baseName, written, [...seen, name]);
    return 'finding' in base ? base : { values: merge(base.values, own) };
  }
  if (readyMade !== undefined) return { values: merge(readyMade, own) };
  return saysBase ? cycle(name, [...seen, name]) : { values: own };
}

/** Sections merge key by key, mounts by their target; anything else is replaced. */
export function merge(base: Written, own: Written): Written {
  const result: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(own)) {
    const inherited = result[name];
    if (name === 'mounts' && Array.isArray(inherited) && Array.isArray(value))
      result[name] = addMounts(inherited, value);
    else if (isSection(inherited) && isSection(value)) result[name] = merge(inherited, value);
    else result[name] = value;
  }
  return result;
}

function addMounts(inherited: readonly unknown[], own: readonly unknown[]): readonly unknown[] {
  const replaced = new Set(own.map(targetOf));
  return [...inherited.filter((mount) => !replaced.has(targetOf(mount))), ...own];
}

function targetOf(mount: unknown): unknown {
  return isSection(mount) ? mount['target'] : undefined;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownBase(name: string, written: Written, seen: readonly string[]): Merged {
  const known = [...new Set([...Object.keys(written), ...readyMadeTemplates.keys()])];
  const nearest = nearestName(name, known);
  return {
    finding: {
      path: ['templates', seen.at(-1) ?? name, 'extends'],
      message: `there is no template ${JSON.stringify(name)}`,
      hint: nearest === null ? `Templates: ${known.join(', ')}.` : `Did you mean "${nearest}"?`,
    },
  };
}

function cycle(name: string, seen: readonly string[]): Merged {
  return {
    finding: {
      path: ['templates', seen.at(-1) ?? name, 'extends'],
      message: `templates extend each other in a circle: ${[...seen, name].join(' -> ')}`,
      hint: 'Let one of them extend nothing.',
    },
  };
}
