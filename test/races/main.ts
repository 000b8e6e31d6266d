// npm run test:races -- --tries 1000000

import { parseArgs } from 'node:util';
import { race } from './race.ts';

const { values } = parseArgs({ options: { tries: { type: 'string', default: '100000' } } });
const begunMs = performance.now();
const { tries, swaps, answered, escapes } = await race(Number(values.tries));
const seconds = ((performance.now() - begunMs) / 1000).toFixed(1);
console.info(`${tries} tries, ${swaps} swaps, ${answered} answered, ${escapes.length} escapes in ${seconds} s`);
for (const escape of escapes.slice(0, 10)) console.error(escape);
process.exitCode = escapes.length === 0 ? 0 : 1;
