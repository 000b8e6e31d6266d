// Each call to a real engine goes wrong in each way that a line to an engine has.

import path from 'node:path';
import { onTestFinished } from 'vitest';

import { askEngineJson } from '../engines/engineApi.ts';
import { startDockFault } from '../support/dockfault.ts';
import { engineFaultClauses, type FaultScene } from '../support/engine-faults.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { startEngineScene } from '../support/engine-scene.ts';
import { temporary } from '../support/daemon.ts';
import { removeDirectory } from '../support/temporary.ts';

const unixScheme = 'unix://';

await describeWithEngine('the line to the engine', ({ host }) => {
  engineFaultClauses({
    timeoutMs: 400_000,
    routes: {
      info: { method: 'GET', path: /\/info/ },
      list: { method: 'GET', path: /\/containers\/json/ },
      events: { method: 'GET', path: /\/events/ },
      create: { method: 'POST', path: /\/containers\/create/ },
      start: { method: 'POST', path: /\/containers\/[^/]+\/start/ },
      inspect: { method: 'GET', path: /\/containers\/[^/]+\/json/ },
      stop: { method: 'POST', path: /\/containers\/[^/]+\/stop/ },
      remove: { method: 'DELETE', path: /\/containers\// },
      pause: { method: 'POST', path: /\/containers\/[^/]+\/pause/ },
      unpause: { method: 'POST', path: /\/containers\/[^/]+\/unpause/ },
      'exec create': { method: 'POST', path: /\/containers\/[^/]+\/exec/ },
      'exec start': { method: 'POST', path: /\/exec\/[^/]+\/start/ },
    },
    start: async (): Promise<FaultScene> => await startBehindProxy(host),
  });
});

async function startBehindProxy(host: string): Promise<FaultScene> {
  const directory = temporary();
  onTestFinished(async () => await removeDirectory(directory));
  const socketPath = path.join(directory, 'fault.sock');
  const target = host.startsWith(unixScheme) ? host.slice(unixScheme.length) : host;
  const proxy = await startDockFault({ socketPath, target, events: /\/events/ });
  onTestFinished(async () => await proxy.close());
  const scene = await startEngineScene({
    host: `${unixScheme}${socketPath}`,
    config: { proven_for: 0, reconcile_interval: 0, limits: { runtime_call_timeout: '2s' } },
    templates: { base: { stop_grace: 0 } },
  });
  const { instanceId } = await scene.client.getInfo({});
  const filters = encodeURIComponent(JSON.stringify({ label: [`sandkeep.instance=${instanceId}`] }));
  return {
    client: scene.client,
    proxy,
    containers: async () => {
      const list = (await askEngineJson(host, { path: `/containers/json?all=1&filters=${filters}` })) as Named[];
      return list.map(({ Names: [name = ''] }) => name.replace(/^\//, ''));
    },
    crash: async (name) => void (await askEngineJson(host, { method: 'POST', path: `/containers/${name}/kill` })),
  };
}

interface Named {
  readonly Names: readonly string[];
}
