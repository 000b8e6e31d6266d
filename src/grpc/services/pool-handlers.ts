// The part of TemplateService that is about warm pools.

import { findTemplate, type EngineContext } from '../../engine/context.ts';
import {
  drainPool,
  getPool,
  listPools,
  pausePool,
  prewarmPool,
  resumePool,
  type PoolView,
} from '../../engine/pool/pool.ts';
import type { Pool } from '../../gen/sandkeep/v1/Pool.ts';
import type { TemplateServiceHandlers } from '../../gen/sandkeep/v1/TemplateService.ts';
import { prewarmCount, templateName, toDuration, toTimestamp } from '../convert.ts';
import type { Handlers } from '../handler.ts';

type PoolMethod = 'ListPools' | 'GetPool' | 'PausePool' | 'ResumePool' | 'DrainPool' | 'PrewarmPool';

export function poolHandlers(context: EngineContext, handlers: Handlers): Pick<TemplateServiceHandlers, PoolMethod> {
  return {
    ListPools: handlers.unary('ListPools', async () => ({ pools: listPools(context).map(poolMessage) })),

    GetPool: handlers.unary('GetPool', async (request) => ({
      pool: poolMessage(getPool(context, findTemplate(context, request.template).name)),
    })),

    PausePool: handlers.unary('PausePool', async (request) => ({
      pool: poolMessage(await pausePool(context, templateName(request.template))),
    })),

    ResumePool: handlers.unary('ResumePool', async (request) => ({
      pool: poolMessage(await resumePool(context, templateName(request.template))),
    })),

    DrainPool: handlers.unary('DrainPool', async (request) => {
      const { view, released } = await drainPool(context, templateName(request.template));
      return { pool: poolMessage(view), released };
    }),

    PrewarmPool: handlers.unary('PrewarmPool', async (request, { signal }) => {
      const template = templateName(request.template);
      const count = prewarmCount(request.count);
      return { pool: poolMessage(await prewarmPool(context, template, { count, wait: request.wait }, signal)) };
    }),
  };
}

function poolMessage(view: PoolView): Pool {
  return {
    template: view.template,
    status: `POOL_STATUS_${view.status}`,
    target: view.target,
    warm: view.warm,
    creating: view.creating,
    hits: view.hits,
    misses: view.misses,
    claimWait: view.claimWaitMs === null ? null : toDuration(view.claimWaitMs),
    failures: view.failures,
    lastFailure: view.lastFailure,
    lastFailureTime: toTimestamp(view.lastFailureAtMs),
    retryTime: toTimestamp(view.retryAtMs),
    failedSandboxIds: [...view.failedSandboxIds],
  };
}
