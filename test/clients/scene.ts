// What every client meets: a daemon on a fake engine, with templates and limits for the steps of the scenario.
import { rmSync } from 'node:fs';

import { startDaemon, temporary, type TestDaemon } from '../support/daemon.ts';
import { fakeTemplate } from '../support/fake-config.ts';
import { type FakeEngine, startFakeEngine } from '../support/fake-engine.ts';

/** Until a container of the template "slow" is ready: longer than the deadline of one step, shorter than that of the next. */
const slowReadySeconds = 2;
const removeAttempts = 5;

export interface ClientScene {
  readonly daemon: TestDaemon;
  /** A process of its own: it and what runs in it go on when the daemon is killed. */
  readonly engine: FakeEngine;
  dispose(): Promise<void>;
}

/** Everything is gone after dispose, also when the start fails. */
export async function startClientScene(): Promise<ClientScene> {
  const directory = temporary();
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: removeAttempts });
  let engine: FakeEngine | null = null;
  try {
    engine = await startFakeEngine({ directory });
    const started = engine;
    const daemon = await startDaemon({ directory, config: sceneConfig(engine.socketPath) });
    return {
      daemon,
      engine,
      dispose: async () => {
        await daemon.dispose();
        await started.kill();
        remove();
      },
    };
  } catch (error) {
    await engine?.kill();
    remove();
    throw error;
  }
}

function sceneConfig(engineSocket: string): Readonly<Record<string, unknown>> {
  return {
    default_template: 'base',
    namespaces: { full: { max_sandboxes: 1 } },
    runtimes: { fake: { socket: engineSocket }, local: { enabled: false } },
    templates: {
      base: fakeTemplate,
      slow: { ...fakeTemplate, image: 'fake:slow', environment: { DELAY: String(slowReadySeconds) } },
    },
  };
}
