// Runs scenario.json by the client of the npm package. See ../README.md.
import { readFileSync } from 'node:fs';

import { outcomeOfFailure } from './outcomes.ts';
import { Runner } from './runner.ts';
import { type Outcome, type Step, variable } from './step.ts';

interface Scenario {
  readonly cases: readonly { readonly name: string; readonly steps: readonly Step[] }[];
}

const { cases } = JSON.parse(readFileSync(variable('SANDKEEP_SCENARIO'), 'utf8')) as Scenario;
const runner = new Runner();
for (const { name, steps } of cases) {
  for (const [index, step] of steps.entries()) {
    const outcome = await outcomeOf(step);
    const shown = Object.keys(step.expect)
      .sort()
      .map((key) => `${key}=${JSON.stringify(outcome[key] ?? null)}`);
    console.log([name, index + 1, step.call, shown.join(' ')].join('\t'));
  }
}
await runner.close();

async function outcomeOf(step: Step): Promise<Outcome> {
  try {
    return await runner.run(step);
  } catch (error) {
    return outcomeOfFailure(error);
  }
}
