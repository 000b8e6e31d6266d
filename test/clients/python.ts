// A program of the Python client beside a daemon: node test/clients/python.ts soak|tour|overhead|FILE.py [ARGUMENT...]
import path from 'node:path';

import { ensureBuilt } from '../support/build.ts';
import { pythonEnvironment, pythonWithPackages } from './clients.ts';
import { runControlled } from './control.ts';
import { startClientScene } from './scene.ts';

const timeoutMs = 600_000;
const pythonDirectory = path.resolve(import.meta.dirname, '../../clients/python');
const known: Readonly<Record<string, string>> = {
  soak: path.join(pythonDirectory, 'conformance/soak.py'),
  tour: path.join(pythonDirectory, 'conformance/tour.py'),
  overhead: path.join(pythonDirectory, 'bench/overhead.py'),
};

const [name = '', ...args] = process.argv.slice(2);
await ensureBuilt();
const scene = await startClientScene();
try {
  const failure = await runControlled(scene.daemon, {
    program: await pythonWithPackages(),
    args: [known[name] ?? path.resolve(name), ...args],
    environment: pythonEnvironment,
    timeoutMs,
    onLine: (line) => console.log(line),
  });
  const left = await scene.engine.containers();
  if (name === 'soak') console.log(`containers left on the engine: ${left.length}`);
  if (failure !== '') console.error(`${name}: ${failure}`);
  if (failure !== '' || (name === 'soak' && left.length > 0)) process.exitCode = 1;
} finally {
  await scene.dispose();
}
