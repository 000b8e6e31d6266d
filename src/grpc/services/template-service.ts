// TemplateService: what sandboxes can be made from, and what is made before anybody asks.

import { invalidField } from '../../domain/errors.ts';
import type { Template } from '../../domain/template.ts';
import { findTemplate, type EngineContext } from '../../engine/context.ts';
import { pullImage } from '../../engine/sandbox/pull.ts';
import type { PullImageResponse } from '../../gen/sandkeep/v1/PullImageResponse.ts';
import type { Template as TemplateMessage } from '../../gen/sandkeep/v1/Template.ts';
import type { TemplateServiceHandlers } from '../../gen/sandkeep/v1/TemplateService.ts';
import { toDuration } from '../convert.ts';
import type { Handlers } from '../handler.ts';
import { poolHandlers } from './pool-handlers.ts';

export function templateService(context: EngineContext, handlers: Handlers): TemplateServiceHandlers {
  return {
    ListTemplates: handlers.unary('ListTemplates', async () => {
      const templates = [...context.settings().templates.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      return { templates: templates.map((template) => templateMessage(context, template)) };
    }),

    GetTemplate: handlers.unary('GetTemplate', async (request) => ({
      template: templateMessage(context, findTemplate(context, request.template)),
    })),

    PullImage: handlers.serverStream(
      'PullImage',
      async function* (request, { signal }): AsyncGenerator<PullImageResponse> {
        if ((request.template === '') === (request.image === ''))
          throw invalidField('template', 'set either template or image');
        const template = request.template === '' ? null : findTemplate(context, request.template);
        for await (const step of pullImage(
          context,
          template?.runtime ?? 'docker',
          template?.image ?? request.image,
          signal,
        )) {
          if (step.kind === 'done')
            yield { done: true, digest: step.digest, status: step.pulled ? 'pulled' : 'present' };
          else {
            const { layer, status, currentBytes, totalBytes } = step.progress;
            yield { layer, status, currentBytes, totalBytes };
          }
        }
      },
    ),

    ...poolHandlers(context, handlers),
  };
}

function templateMessage(context: EngineContext, template: Template): TemplateMessage {
  return {
    name: template.name,
    runtime: template.runtime,
    image: template.image,
    pull: template.pull,
    ports: [...template.ports],
    readiness: template.readiness.kind,
    workspace: template.workspace,
    securityClass: template.security.class,
    idleTimeout: toDuration(template.idleTimeoutMs),
    idleAction: template.idleAction,
    releaseMode: template.releaseMode,
    environmentNames: Object.keys(template.environment).sort(),
    memoryBytes: template.limits.memoryBytes,
    cpus: template.limits.cpus,
    pids: template.limits.pids,
    digest: template.digest,
    description: template.description,
    mountTargets: [...template.workspaceMounts, ...template.siblingMounts, ...template.mounts].map(
      (mount) => mount.target,
    ),
    defaultTemplate: template.name === context.settings().defaultTemplate,
  };
}
