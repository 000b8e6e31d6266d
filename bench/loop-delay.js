// Loaded into a process that is measured, as "loop-delay.js?out=FILE&figure=FIGURE": at each SIGUSR2 it writes how late its
// event loop was since the last one in ms, p99 or the most ("max").

import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 5;
const { searchParams } = new URL(import.meta.url);
const out = searchParams.get('out') ?? '/dev/null';
const figure = searchParams.get('figure') ?? 'p99';
const delays = monitorEventLoopDelay({ resolution: resolutionMs });
delays.enable();
process.on('SIGUSR2', () => {
  // What is measured is the time between two samples, so the time they are apart on purpose goes off.
  const apartMs = (figure === 'max' ? delays.max : delays.percentile(99)) / 1e6;
  writeFileSync(`${out}.new`, String(Math.max(0, apartMs - resolutionMs)));
  renameSync(`${out}.new`, out);
  delays.reset();
});
