// The APIs by their names in templates.

import type { Settings } from '../domain/settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { ToolServers } from '../ports/tools.ts';
import { agentscopeServer } from './agentscope.ts';
import { aioServer } from './aio.ts';
import { Connections } from './connections.ts';
import type { ToolLimits } from './talk.ts';

const messageOverheadBytes = 4096;

/** What bounds calls is read with each of them. */
export type ToolSettings = Pick<Settings, 'engine' | 'grpc'>;

export function createToolServers(settings: () => ToolSettings, clock: Clock): ToolServers {
  const limits = (): ToolLimits => limitsOf(settings());
  const connections = new Connections(() => limits().maxCallsPerSandbox);
  const outside = { connections, clock, limits };
  const servers = { agentscope: agentscopeServer(outside), aio: aioServer(outside) };
  return { get: (api) => servers[api], close: () => connections.close() };
}

/** A result must fit into a message of its own. */
function limitsOf({ engine, grpc }: ToolSettings): ToolLimits {
  return {
    connectTimeoutMs: engine.toolConnectTimeoutMs,
    bodyTimeoutMs: engine.toolBodyTimeoutMs,
    maxResultBytes: Math.min(engine.toolResultMaxBytes, grpc.maxMessageBytes - messageOverheadBytes),
    maxTools: engine.toolsMaxListed,
    maxCallsPerSandbox: engine.maxToolCallsPerSandbox,
  };
}
