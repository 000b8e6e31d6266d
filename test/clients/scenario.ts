// The scenario, and the table that it expects.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const scenarioFile = path.join(import.meta.dirname, 'scenario.json');

interface Step {
  readonly call: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

interface Scenario {
  readonly cases: readonly { readonly name: string; readonly steps: readonly Step[] }[];
}

/** A line for each step, as README.md says that a runner prints it. */
export function expectedTable(): readonly string[] {
  const { cases } = JSON.parse(readFileSync(scenarioFile, 'utf8')) as Scenario;
  return cases.flatMap(({ name, steps }) =>
    steps.map(({ call, expect }, index) => [name, index + 1, call, outcomeOf(expect)].join('\t')),
  );
}

export interface Difference {
  readonly expected: string;
  readonly got: string;
}

/** Where a table is not the expected one, in order; "" stands for a line that is missing. */
export function differences(expected: readonly string[], got: readonly string[]): readonly Difference[] {
  const length = Math.max(expected.length, got.length);
  return Array.from({ length }, (_, index) => ({ expected: expected[index] ?? '', got: got[index] ?? '' })).filter(
    (line) => line.expected !== line.got,
  );
}

function outcomeOf(expect: Readonly<Record<string, unknown>>): string {
  return Object.keys(expect)
    .sort()
    .map((key) => `${key}=${JSON.stringify(expect[key])}`)
    .join(' ');
}
