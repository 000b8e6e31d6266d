// ToolService: what the image of a sandbox serves tools by.

import { resolveSandbox, type EngineContext } from '../../engine/context.ts';
import { addMcpServers, callTool, checkToolHealth, listTools } from '../../engine/tools/tools.ts';
import type { ToolServiceHandlers } from '../../gen/sandkeep/v1/ToolService.ts';
import { sandboxName, toDuration } from '../convert.ts';
import type { Handlers } from '../handler.ts';
import type { NamedCalls } from '../named-calls.ts';
import { contentMessage, mcpServersOf, serverNameOf, toolRequest, toolTimeoutMs } from '../tool-messages.ts';

export function toolService(context: EngineContext, handlers: Handlers, named: NamedCalls): ToolServiceHandlers {
  const { clock } = context;
  const timed = async <T>(fn: () => Promise<T>) => {
    const begunMs = clock.monotonicMs();
    const value = await fn();
    return { value, duration: toDuration(clock.monotonicMs() - begunMs) };
  };
  return {
    CheckHealth: handlers.unary('CheckHealth', async (request, { signal }) => {
      const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
      const { value, duration } = await timed(() => checkToolHealth(context, id, signal));
      return { ...value, duration };
    }),

    ListTools: handlers.unary('ListTools', async (request, { signal }) => {
      const { id } = resolveSandbox(context, sandboxName(request.sandboxId));
      const { tools, truncated } = await listTools(context, id, serverNameOf(request.serverName), signal);
      const shown = tools.map(({ inputSchema, ...tool }) => ({ ...tool, inputSchemaJson: inputSchema }));
      return { tools: shown, truncated };
    }),

    CallTool: handlers.unary('CallTool', async (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      const call = { signal, timeoutMs: toolTimeoutMs(context, request.timeout) };
      const tool = toolRequest(request);
      return named.once('CallTool', namespace, request, async () => {
        const { value, duration } = await timed(() => callTool(context, id, tool, call));
        const { structuredContent: structuredContentJson, isError } = value;
        return { content: value.content.map(contentMessage), structuredContentJson, isError, duration };
      });
    }),

    AddMcpServers: handlers.unary('AddMcpServers', async (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      const call = { signal, timeoutMs: toolTimeoutMs(context, request.timeout) };
      const servers = mcpServersOf(request);
      return named.once('AddMcpServers', namespace, request, async () => {
        const { added, kept } = await addMcpServers(context, id, servers, call);
        return { added: [...added], kept: [...kept] };
      });
    }),
  };
}
