#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=1 --optimize-for-size
// Says clearly that Node.js is too old before anything that it cannot run is loaded.
var node = process.versions.node;
var parts = node.split('.').map(Number);
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 14)) {
  console.error('sandkeepd: needs Node.js 22.14 or newer, but ' + process.execPath + ' is ' + node + '.');
  process.exit(69);
}

// The C library has read it by now: one heap for all threads instead of one for each. Commands have their own.
delete process.env.MALLOC_ARENA_MAX;

import('../dist/main.js').then(run).catch(fail);

function run(daemon) {
  return daemon.runDaemon(process.argv);
}

function fail(error) {
  console.error('sandkeepd:', error);
  process.exit(1);
}
