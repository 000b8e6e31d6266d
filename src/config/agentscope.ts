// Where the images of the ready-made templates agentscope-* come from.

import type { z } from 'zod';

import { key, kindTexts, nullable, pattern, section } from './key-types.ts';
import type { Finding } from './problems.ts';

const pathPart = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const host = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?';

const values = {
  registry: pattern(new RegExp(`^(?:${host}(?:/${pathPart})*)?$`), {
    kind: 'registry',
    expected: 'the host or host:port of a registry, without a scheme; empty is Docker Hub',
  }),
  namespace: pattern(new RegExp(`^${pathPart}(?:/${pathPart})*$`), {
    kind: 'name',
    expected: 'the namespace of images in a registry, in lower case',
  }),
  tag: pattern(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, {
    kind: 'name',
    expected: 'the tag of an image',
    hint: 'Quote a tag that looks like a number.',
  }),
};

export const agentscopeSection = section(
  {
    registry: key(
      nullable(values.registry),
      null,
      "Registry of the images of the agentscope-* templates; empty is Docker Hub. Without it RUNTIME_SANDBOX_REGISTRY of the daemon's environment, else Docker Hub.",
    ),
    namespace: key(
      nullable(values.namespace),
      null,
      "Namespace of those images. Without it RUNTIME_SANDBOX_IMAGE_NAMESPACE of the daemon's environment, else agentscope.",
    ),
    tag: key(
      nullable(values.tag),
      null,
      "Tag of those images. Without it RUNTIME_SANDBOX_IMAGE_TAG of the daemon's environment, else latest.",
    ),
  },
  'Where the images of the ready-made templates agentscope-* come from.',
);

/** What AgentScope Runtime itself reads, and what it takes when nothing is set. */
const origins = {
  registry: { variable: 'RUNTIME_SANDBOX_REGISTRY', fallback: '' },
  namespace: { variable: 'RUNTIME_SANDBOX_IMAGE_NAMESPACE', fallback: 'agentscope' },
  tag: { variable: 'RUNTIME_SANDBOX_IMAGE_TAG', fallback: 'latest' },
} as const;

export interface AgentscopeImages {
  /** Registry and namespace: what comes before "/" and the name of an image. */
  readonly repository: string;
  readonly tag: string;
}

export interface ResolvedImages {
  readonly images: AgentscopeImages;
  readonly findings: readonly Finding[];
}

/** The config, else the variables of AgentScope Runtime, else its defaults. Values of variables are in no finding. */
export function resolveAgentscopeImages(
  written: z.output<typeof agentscopeSection>,
  env: NodeJS.ProcessEnv,
): ResolvedImages {
  const findings: Finding[] = [];
  const resolve = (name: keyof typeof origins): string => {
    const { variable, fallback } = origins[name];
    const fromEnvironment = env[variable]?.trim() ?? '';
    const value = written[name] ?? (fromEnvironment === '' ? fallback : fromEnvironment);
    if (values[name].safeParse(value).success) return value;
    const expected = kindTexts.get(values[name])?.expected ?? 'another value';
    const message = `${variable} of the daemon's environment: expected ${expected}`;
    findings.push({ path: ['agentscope', name], message, hint: 'Correct the variable, or set the key.' });
    return fallback;
  };
  const registry = resolve('registry');
  const repository = `${registry === '' ? '' : `${registry}/`}${resolve('namespace')}`;
  return { images: { repository, tag: resolve('tag') }, findings };
}

/** Replaces what stands for repository and tag in the image of a template. */
export function resolveImage(image: string, { repository, tag }: AgentscopeImages): string {
  return image.replaceAll('{agentscope_repository}', () => repository).replaceAll('{agentscope_tag}', () => tag);
}
