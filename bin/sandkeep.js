#!/usr/bin/env node
// Says clearly that Node.js is too old before anything that it cannot run is loaded.
var node = process.versions.node;
var parts = node.split('.').map(Number);
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 14)) {
  console.error('sandkeep: needs Node.js 22.14 or newer, but ' + process.execPath + ' is ' + node + '.');
  process.exit(69);
}

import('../dist/cli/main.js').then(run).catch(fail);

function run(cli) {
  return cli.main(process.argv).then(function (exitCode) {
    process.exitCode = exitCode;
    return exitCode;
  });
}

function fail(error) {
  console.error('sandkeep:', error);
  process.exitCode = 1;
}
