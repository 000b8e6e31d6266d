// Writes docs/METRICS.md from the table of metrics. With --check it fails when the checked-in file differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { metricDefinitions } from '../src/observe/metric-definitions.ts';

const file = join(import.meta.dirname, '../docs/METRICS.md');

const rows = Object.entries(metricDefinitions).map(([name, { kind, labels, help }]) => {
  const shown = labels.map((label) => `\`${label}\``).join(', ');
  return `| \`${name}\` | ${kind} | ${shown} | ${help} |`;
});

const text = `# Metrics

What \`sandkeep metrics\` prints and the address of \`metrics.address\` answers with, at \`/metrics\`. Each metric keeps at most 200
combinations of its labels; what comes after them is counted together under \`other\`. Histograms of durations reach from
half a millisecond to five minutes. [grafana-dashboard.json](grafana-dashboard.json) is a dashboard of them for Grafana.

| metric | kind | labels | what it says |
|---|---|---|---|
${rows.join('\n')}

## Under load

64 clients on the fake engine, each of which acquires a sandbox, runs a command, releases it and pauses for two seconds, while systemd
restarts the daemon twice: drawn from the scrapes of \`npm run test:load -- --restarts 2 --pictures docs/pictures\` on a machine with
two cores, which the clients and the engine share. At the end of each such run the counts of \`sandkeep_rpc_duration_seconds\` are
compared, by method and code, with what the clients were answered.

![Calls per second](pictures/load-rpc-rate.svg)

![Time of an Acquire](pictures/load-latency.svg)

![Sandboxes by state](pictures/load-sandboxes.svg)

![Delay of the event loop](pictures/load-event-loop.svg)
`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error('docs/METRICS.md differs from its table, run "node scripts/metrics-docs.ts"');
  process.exitCode = 1;
}
