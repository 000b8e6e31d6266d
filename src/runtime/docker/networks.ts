// What an engine's network lets its containers reach.

import type { NetworkReach } from '../../ports/runtime.ts';
import type { Engine } from './connection.ts';
import { hasStatus } from './errors.ts';
import { flagAt } from './json.ts';

/** null when the engine has no network of this name. */
export async function networkReach(engine: Engine, name: string, signal: AbortSignal): Promise<NetworkReach | null> {
  if (name === 'none') return 'nothing';
  // Podman takes the word for its default network, which it calls otherwise.
  if (name === 'bridge' && engine.capabilities.engine === 'podman') return 'anything';
  try {
    const path = `/networks/${encodeURIComponent(name)}`;
    const network = await engine.client.json({ method: 'GET', path }, signal);
    return flagAt(network, 'Internal') ? 'own_network' : 'anything';
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}
