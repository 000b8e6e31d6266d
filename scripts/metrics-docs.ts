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
`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error('docs/METRICS.md differs from its table, run "node scripts/metrics-docs.ts"');
  process.exitCode = 1;
}
