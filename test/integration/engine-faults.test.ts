// Each call to the fake engine goes wrong in each way that a line to an engine has.

import path from 'node:path';
import { onTestFinished } from 'vitest';

import { type DockFault, startDockFault } from '../support/dockfault.ts';
import { engineFaultClauses, type FaultScene } from '../support/engine-faults.ts';
import { startScene } from '../support/scene.ts';

const crashExitCode = 3;

engineFaultClauses({
  timeoutMs: 180_000,
  routes: {
    info: { method: 'GET', path: /^\/info/ },
    list: { method: 'GET', path: /^\/containers\?/ },
    events: { method: 'GET', path: /^\/events/ },
    create: { method: 'POST', path: /^\/containers\?/ },
    start: { method: 'POST', path: /^\/containers\/[^/]+\/start/ },
    inspect: { method: 'GET', path: /^\/containers\/[^/?]+$/ },
    stop: { method: 'POST', path: /^\/containers\/[^/]+\/stop/ },
    remove: { method: 'DELETE', path: /^\/containers\// },
    pause: { method: 'POST', path: /^\/containers\/[^/]+\/pause/ },
    unpause: { method: 'POST', path: /^\/containers\/[^/]+\/unpause/ },
    'exec create': { method: 'POST', path: /^\/containers\/[^/]+\/exec/ },
    'exec start': { method: 'POST', path: /^\/execs\/[^/]+\/start/ },
  },
  start: async (): Promise<FaultScene> => {
    const scene = await startScene();
    const proxy = await proxyBefore(scene.engine.socketPath, scene.directory);
    const runtimes = { fake: { socket: proxy.socketPath }, local: { enabled: false } };
    const limits = { runtime_call_timeout: '500ms' };
    await scene.daemon.restart({ config: { ...scene.config({ limits }), runtimes } });
    return {
      client: scene.client,
      proxy,
      containers: async () => (await scene.engine.containers()).map(({ name }) => name),
      crash: async (name) => await scene.engine.control({ action: 'crash_container', name, exitCode: crashExitCode }),
    };
  },
});

async function proxyBefore(target: string, directory: string): Promise<DockFault> {
  const proxy = await startDockFault({ socketPath: path.join(directory, 'fault.sock'), target, events: /^\/events/ });
  onTestFinished(async () => await proxy.close());
  return proxy;
}
