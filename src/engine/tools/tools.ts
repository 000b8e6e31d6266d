// Tools that the image of a sandbox serves. Every call keeps the sandbox in use while it runs (R7).

import { hasReason, SandkeepError } from '../../domain/errors.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import type { Template } from '../../domain/template.ts';
import type {
  AddedMcpServers,
  McpServers,
  ToolCall,
  ToolList,
  ToolRequest,
  ToolResult,
  ToolServer,
  ToolTarget,
} from '../../ports/tools.ts';
import { anySignal, resolveSandbox, wrongState, type EngineContext } from '../context.ts';
import { use } from '../data-plane.ts';
import { dialHost } from '../sandbox/endpoint.ts';
import { inspect, inspectAlive } from '../sandbox/liveness.ts';

export interface ToolHealth {
  readonly healthy: boolean;
  /** Why it is not. */
  readonly message: string;
}

type Ask<T> = (server: ToolServer, target: ToolTarget, call: ToolCall) => Promise<T>;

/** A tool server that does not answer is an answer. NOT_SUPPORTED, TOO_MANY_REQUESTS, and those of begin. */
export async function checkToolHealth(context: EngineContext, id: string, signal: AbortSignal): Promise<ToolHealth> {
  const timeoutMs = context.settings().engine.toolHealthTimeoutMs;
  try {
    await withTools(context, id, { signal, timeoutMs }, (server, target, call) => server.health(target, call));
    return { healthy: true, message: '' };
  } catch (error) {
    if (!hasReason(error, 'TOOL_SERVER_UNAVAILABLE', 'TOOL_FAILED', 'TOOL_RESULT_TOO_LARGE')) throw error;
    return { healthy: false, message: error.message };
  }
}

/** Of one server, or of all for ''. NOT_SUPPORTED, and those of ToolServer.list and begin. */
export async function listTools(
  context: EngineContext,
  id: string,
  serverName: string,
  signal: AbortSignal,
): Promise<ToolList> {
  const timeoutMs = context.settings().engine.toolDefaultTimeoutMs;
  return await withTools(context, id, { signal, timeoutMs }, (server, target, call) =>
    server.list(target, serverName, call),
  );
}

/** NOT_SUPPORTED, and those of ToolServer.call and begin. */
export async function callTool(
  context: EngineContext,
  id: string,
  request: ToolRequest,
  call: ToolCall,
): Promise<ToolResult> {
  return await withTools(context, id, call, (server, target, inner) => server.call(target, request, inner));
}

/** NOT_SUPPORTED, and those of ToolServer.addServers and begin. */
export async function addMcpServers(
  context: EngineContext,
  id: string,
  servers: McpServers,
  call: ToolCall,
): Promise<AddedMcpServers> {
  return await withTools(context, id, call, (server, target, inner) => server.addServers(target, servers, inner));
}

async function withTools<T>(context: EngineContext, id: string, call: ToolCall, ask: Ask<T>): Promise<T> {
  // What can never work wakes nothing.
  const { server } = toolServer(context, resolveSandbox(context, id));
  const signal = anySignal(call.signal, context.stopping);
  return await use(context, id, signal, ({ record }) =>
    context.toolCalls.run(signal, async () => {
      const target = await targetOf(context, record, signal);
      return await ask(server, target, { ...call, signal });
    }),
  );
}

/** NOT_SUPPORTED. */
function toolServer(
  context: EngineContext,
  record: SandboxRecord,
): { readonly server: ToolServer; readonly template: Template } {
  const template = context.settings().templates.get(record.template);
  if (template === undefined || template.toolApi === 'none') {
    const why = template === undefined ? 'is gone' : 'has no tool_api';
    throw new SandkeepError('NOT_SUPPORTED', `template ${record.template} of sandbox ${record.id} ${why}`, {
      metadata: { sandbox_id: record.id, template: record.template },
    });
  }
  return { server: context.tools.get(template.toolApi), template };
}

/**
 * Where the tool server is. The token is sent there, so that a port is asked for anew unless the container was proven
 * alive just now: that of a container which ended unseen may be somebody else's by now. WRONG_STATE, NOT_SUPPORTED.
 */
async function targetOf(context: EngineContext, record: SandboxRecord, signal: AbortSignal): Promise<ToolTarget> {
  const { template } = toolServer(context, record);
  const { id: sandboxId, generation } = record;
  const token = record.policy.tokenEnv === null ? '' : context.store.getSecrets(record.id).token;
  const address = await addressOf(context, record, template, signal);
  if (address !== null) return { sandboxId, generation, token, ...address };
  const message = `sandbox ${sandboxId} does not publish port ${template.toolPort}, where its tools are`;
  throw new SandkeepError('NOT_SUPPORTED', message, { metadata: { sandbox_id: sandboxId } });
}

type Address = Pick<ToolTarget, 'host' | 'port'>;

async function addressOf(
  context: EngineContext,
  record: SandboxRecord,
  template: Template,
  signal: AbortSignal,
): Promise<Address | null> {
  if (context.proofs.isProven(record.runtime, record.id, record.generation)) return recorded(context, record, template);
  const inspection = await inspect(context, record, signal);
  if (inspection.kind === 'unknown') return recorded(context, record, template);
  if (inspection.kind === 'absent' || inspection.instance.phase !== 'running') {
    throw wrongState((await inspectAlive(context, record, signal)).record, 'RUNNING');
  }
  const port = inspection.instance.ports.find(({ containerPort }) => containerPort === template.toolPort);
  return port === undefined ? null : { host: dialHost(port.hostAddress), port: port.hostPort };
}

function recorded({ settings }: EngineContext, record: SandboxRecord, template: Template): Address | null {
  const port = record.endpoint.find(({ containerPort }) => containerPort === template.toolPort);
  if (port === undefined) return null;
  // What clients are told may be a name that only they know.
  const isForClients = record.runtime === 'docker' && settings().runtimes.docker.accessHost !== null;
  return { host: dialHost(isForClients ? template.publish.host : port.host), port: port.hostPort };
}
