// Loaded into a process that is measured, as "loop-delay.js?out=FILE": at each SIGUSR2 it writes how late its event loop
// was since the last one, p99 in ms.

import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 5;
const out = new URL(import.meta.url).searchParams.get('out') ?? '/dev/null';
const delays = monitorEventLoopDelay({ resolution: resolutionMs });
delays.enable();
process.on('SIGUSR2', () => {
  // What is measured is the time between two samples, so the time they are apart on purpose goes off.
  const lateMs = Math.max(0, delays.percentile(99) / 1e6 - resolutionMs);
  writeFileSync(`${out}.new`, String(lateMs));
  renameSync(`${out}.new`, out);
  delays.reset();
});
