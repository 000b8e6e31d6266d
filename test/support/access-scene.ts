// A daemon that asks for tokens, and clients that have some.

import { afterAll, beforeAll, onTestFinished } from 'vitest';

import { Tokens } from '../../src/engine/access/tokens.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { createIds, sha256 } from '../../src/host/random-ids.ts';
import { systemClock } from '../../src/host/system-clock.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { connect, type SandkeepClient } from '../../src/client/client.ts';
import { type AtEnd, type Scene, type SceneOptions, startScene } from './scene.ts';

export interface TokenClient {
  readonly client: SandkeepClient;
  readonly id: string;
  readonly secret: string;
}

export interface AccessScene {
  readonly scene: Scene;
  readonly admin: TokenClient;
  /** A token for these namespaces, or for all. */
  readonly token: (role: 'CLIENT' | 'READ', namespaces: readonly string[] | 'all') => Promise<TokenClient>;
}

/** Its first token is made as "sandkeepd --create-admin-token" makes it: on the database, while no daemon runs. */
export async function startAccessScene(
  { config = {}, ...options }: SceneOptions = {},
  atEnd: AtEnd = onTestFinished,
): Promise<AccessScene> {
  const access = { ...(config['access'] as object | undefined), tokens: 'required' };
  let first = { secret: '', id: '' };
  const prepare = async (stateDir: string): Promise<void> => {
    first = await firstToken(stateDir);
  };
  const scene = await startScene({ ...options, config: { ...config, access }, prepare }, atEnd);
  const withToken = ({ secret, id }: typeof first): TokenClient => {
    const client = connect({ socketPath: scene.daemon.socketPath, token: secret });
    atEnd(client.close);
    return { client, secret, id };
  };
  const admin = withToken(first);
  return {
    scene,
    admin,
    token: async (role, namespaces) => {
      const scope = namespaces === 'all' ? { allNamespaces: true } : { namespaces: [...namespaces] };
      const made = await admin.client.createToken({ label: role, role: `ACCESS_ROLE_${role}`, ...scope });
      return withToken({ secret: made.secret, id: made.accessToken?.id ?? '' });
    },
  };
}

/** One for the tests of a suite, each with namespaces of its own. */
export function sharedAccessScene(options: SceneOptions = {}): () => AccessScene {
  const ends: (() => void | Promise<void>)[] = [];
  let scene: AccessScene | undefined;
  beforeAll(async () => {
    scene = await startAccessScene(options, (end) => ends.unshift(end));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return () => {
    if (scene === undefined) throw new Error('the scene was not made');
    return scene;
  };
}

async function firstToken(stateDir: string): Promise<{ readonly secret: string; readonly id: string }> {
  const store = openStore({ stateDir, clock: systemClock, maxBatch: 1, ballastBytes: 0, onFatal: () => undefined });
  try {
    // Of the settings they read these and no other.
    const settings = () => ({ access: { tokens: 'required', maxTokens: 1000 } }) as Settings;
    const tokens = new Tokens({ store, clock: systemClock, ids: createIds(systemClock), hash: sha256, settings });
    const { secret, token } = await tokens.create({ label: 'operator', role: 'admin', namespaces: null });
    return { secret, id: token.id };
  } finally {
    store.close();
  }
}
