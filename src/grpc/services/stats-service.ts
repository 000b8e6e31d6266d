// StatsService: what sandboxes use.

import { within } from '../../domain/access.ts';
import { invalidField } from '../../domain/errors.ts';
import { resolveSandbox, type EngineContext } from '../../engine/context.ts';
import type { DiskUsage } from '../../engine/observation/disk-usage.ts';
import { getStats, type SandboxFigures, streamStats } from '../../engine/observation/stats.ts';
import type { InstanceUsage } from '../../ports/usage.ts';
import type { DiskUsage as DiskUsageMessage } from '../../gen/sandkeep/v1/DiskUsage.ts';
import type { SandboxStats } from '../../gen/sandkeep/v1/SandboxStats.ts';
import type { StatsServiceHandlers } from '../../gen/sandkeep/v1/StatsService.ts';
import type { StreamStatsResponse } from '../../gen/sandkeep/v1/StreamStatsResponse.ts';
import { durationMs, sandboxFilter, sandboxName, toDuration, toTimestamp, toTimestampNs } from '../convert.ts';
import type { Handlers } from '../handler.ts';
import { stateMessage } from '../sandbox-message.ts';

const maxCpuIntervalMs = 10_000;
const maxProblemCharacters = 200;

export function statsService(context: EngineContext, handlers: Handlers): StatsServiceHandlers {
  return {
    GetStats: handlers.unary('GetStats', async (request, { signal }) => {
      const record = resolveSandbox(context, sandboxName(request.sandboxId));
      const cpuIntervalMs = durationMs(request.cpuInterval, 'cpu_interval') ?? 0;
      if (cpuIntervalMs > maxCpuIntervalMs) {
        throw invalidField('cpu_interval', `is longer than ${maxCpuIntervalMs / 1000} seconds`);
      }
      const disk = request.includeDisk ? 'measure' : 'leave';
      return { stats: statsMessage(await getStats(context, record, { cpuIntervalMs, disk }, signal)) };
    }),

    StreamStats: handlers.serverStream(
      'StreamStats',
      async function* (request, { signal, caller }): AsyncGenerator<StreamStatsResponse> {
        const subject =
          request.sandboxId === ''
            ? ({ kind: 'all', filter: within(sandboxFilter(request.filter), caller) } as const)
            : ({
                kind: 'one',
                id: resolveSandbox(context, sandboxName(request.sandboxId), caller.namespaces).id,
              } as const);
        const wantedMs = durationMs(request.interval, 'interval') ?? 0;
        for await (const measurement of streamStats(context, subject, wantedMs, signal)) {
          yield {
            stats: measurement.figures.map(statsMessage),
            omittedCount: measurement.omittedCount,
            time: toTimestamp(measurement.takenAtMs),
            interval: toDuration(measurement.intervalMs),
          };
        }
      },
    ),
  };
}

function statsMessage({ record, idleAtMs, usage, cpuPercent, disk, problem }: SandboxFigures): SandboxStats {
  return {
    sandboxId: record.id,
    session: record.owner,
    template: record.template,
    runtime: record.runtime,
    state: stateMessage(record.state),
    generation: record.generation,
    idleTime: toTimestamp(idleAtMs),
    problem: problem.slice(0, maxProblemCharacters),
    disk: disk === null ? null : diskMessage(disk),
    ...(cpuPercent === null ? {} : { cpuPercent }),
    ...(usage === null ? {} : usageMessage(usage)),
  };
}

function usageMessage(usage: InstanceUsage): SandboxStats {
  return {
    time: toTimestamp(usage.takenAtMs),
    cpuTime: usage.cpuTimeNs === null ? null : toTimestampNs(BigInt(Math.round(usage.cpuTimeNs))),
    ...known('memoryBytes', usage.memoryBytes),
    ...known('memoryLimitBytes', usage.memoryLimitBytes),
    ...known('pids', usage.pids),
    ...known('pidsLimit', usage.pidsLimit),
    ...known('networkReceivedBytes', usage.networkReceivedBytes),
    ...known('networkSentBytes', usage.networkSentBytes),
    ...known('blockReadBytes', usage.blockReadBytes),
    ...known('blockWrittenBytes', usage.blockWrittenBytes),
  };
}

function diskMessage(disk: DiskUsage): DiskUsageMessage {
  return {
    workspaceTooLarge: disk.isWorkspaceTooLarge,
    time: toTimestamp(disk.takenAtMs),
    ...known('writableLayerBytes', disk.writableLayerBytes),
    ...known('workspaceBytes', disk.workspaceBytes),
  };
}

/** What is not known is left out. */
function known<Name extends string>(name: Name, value: number | null): { readonly [Key in Name]?: number } {
  return (value === null ? {} : { [name]: value }) as { readonly [Key in Name]?: number };
}
