// What the policy probe of the test image says, and a table of what was asked and what it saw.

import { expect } from 'vitest';

import type { EngineScene } from './engine-scene.ts';

export type Seen = Readonly<Record<string, string>>;

/** Runs a part of the probe in a sandbox. */
export async function probe(scene: EngineScene, sandboxId: string, ...argv: readonly string[]): Promise<Seen> {
  const said = await scene.run(sandboxId, ['/policy-probe', ...argv]);
  return Object.fromEntries(
    said
      .trim()
      .split('\n')
      .map((line) => /^([a-z_]+)=(.*)$/.exec(line))
      .map((match) => [match?.[1] ?? '', match?.[2]?.trim() ?? '']),
  );
}

interface Row {
  readonly what: string;
  readonly asked: string;
  readonly seen: string;
}

/** Collects what a suite has seen; the row is there also when its expectation fails. */
export class PolicyTable {
  readonly #title: string;
  readonly #rows: Row[] = [];

  constructor(title: string) {
    this.#title = title;
  }

  expect(what: string, asked: string, seen: string | undefined, expected: string | RegExp = asked): void {
    this.#rows.push({ what, asked, seen: seen ?? 'nothing' });
    if (expected instanceof RegExp) expect(seen, what).toMatch(expected);
    else expect(seen, what).toBe(expected);
  }

  print(): void {
    const cells = [['what', 'asked', 'seen'], ...this.#rows.map(({ what, asked, seen }) => [what, asked, seen])];
    const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
    const lines = cells.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    console.log([this.#title, ...lines].join('\n'));
  }
}
