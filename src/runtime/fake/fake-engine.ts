// Entry of the fake engine's process: node fake-engine.js --socket S --state DIR [--no-listeners] [--create-delay-ms N].
// It ends on SIGTERM and SIGINT.

import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { Engine } from './engine.ts';
import { EventHub } from './event-hub.ts';
import { Faults } from './faults.ts';
import { processClock } from './process-clock.ts';
import { createEngineServer } from './server.ts';

const usageExitCode = 64;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      socket: { type: 'string' },
      state: { type: 'string' },
      'no-listeners': { type: 'boolean', default: false },
      'create-delay-ms': { type: 'string', default: '0' },
    },
  });
  const { socket, state } = values;
  if (socket === undefined || state === undefined) {
    process.stderr.write('usage: fake-engine --socket PATH --state DIRECTORY [--no-listeners] [--create-delay-ms N]\n');
    process.exit(usageExitCode);
  }
  const events = new EventHub(processClock);
  const engine = new Engine({
    directory: state,
    listeners: values['no-listeners'] ? 'none' : 'real',
    clock: processClock,
    onEvent: (event) => events.tell(event),
  });
  engine.delays.createDelayMs = Number(values['create-delay-ms']);
  const services = { engine, events, faults: new Faults(), calls: new Map<string, number>() };
  const server = createEngineServer(services, processClock);
  // A socket file that a killed engine left behind.
  rmSync(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });

  async function stop(): Promise<void> {
    server.close();
    await engine.close();
    server.closeAllConnections();
    process.exit(0);
  }
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}

await main();
