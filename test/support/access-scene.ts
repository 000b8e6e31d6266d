// A daemon that asks for tokens, and clients that have some.

import { onTestFinished } from 'vitest';

import { connect, type SandkeepClient } from '../../src/client/client.ts';
import { type Scene, type SceneOptions, startScene } from './scene.ts';

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

/** Its first token is made before tokens are asked for. */
export async function startAccessScene({ config = {}, ...options }: SceneOptions = {}): Promise<AccessScene> {
  const scene = await startScene({ ...options, config });
  const first = await scene.client.createToken({ label: 'operator', role: 'ACCESS_ROLE_ADMIN' });
  const access = { ...(config['access'] as object | undefined), tokens: 'required' };
  await scene.daemon.restart({ config: scene.config({ access }) });
  const withToken = (answer: typeof first): TokenClient => {
    const { secret, accessToken } = answer;
    const client = connect({ socketPath: scene.daemon.socketPath, token: secret });
    onTestFinished(client.close);
    return { client, secret, id: accessToken?.id ?? '' };
  };
  const admin = withToken(first);
  return {
    scene,
    admin,
    token: async (role, namespaces) => {
      const scope = namespaces === 'all' ? { allNamespaces: true } : { namespaces: [...namespaces] };
      return withToken(await admin.client.createToken({ label: role, role: `ACCESS_ROLE_${role}`, ...scope }));
    },
  };
}
