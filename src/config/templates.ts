// All templates: the ready-made ones and those of the file, merged with what they extend, built and checked.

import type { MountRules } from '../domain/mount-rules.ts';
import type { Template } from '../domain/template.ts';
import { type Finding, findingsOf } from './problems.ts';
import { readyMadeTemplates } from './ready-made/index.ts';
import { type BuildContext, buildTemplate, resolveSource } from './template-build.ts';
import { checkTemplate, type DeclaredMount } from './template-checks.ts';
import { mergeTemplate } from './template-merge.ts';
import { templateSchema } from './template-schema.ts';

export interface TemplatesContext extends BuildContext {
  readonly rules: MountRules;
  readonly tokens: 'off' | 'required';
}

export interface LoadedTemplates {
  readonly templates: ReadonlyMap<string, Template>;
  readonly findings: readonly Finding[];
  /** What is wrong with single values; the check of the whole file tells the same with better places. */
  readonly shapeFindings: readonly Finding[];
  /** Every name that is meant to exist, also of templates that could not be built. */
  readonly names: readonly string[];
}

type Section = Readonly<Record<string, unknown>>;

export function loadTemplates(value: unknown, context: TemplatesContext): LoadedTemplates {
  const written = isSection(value) ? value : {};
  const names = [...new Set([...readyMadeTemplates.keys(), ...Object.keys(written)])];
  const templates = new Map<string, Template>();
  const findings: Finding[] = [];
  const shapeFindings: Finding[] = [];
  for (const name of names) {
    const merged = mergeTemplate(name, written);
    if ('finding' in merged) {
      findings.push(merged.finding);
      continue;
    }
    const file = templateSchema.safeParse(merged.values);
    if (!file.success) {
      shapeFindings.push(
        ...below(
          name,
          findingsOf(file.error.issues, templateSchema, merged.values, () => false),
        ),
      );
      continue;
    }
    const built = buildTemplate(name, file.data, context);
    templates.set(name, built.template);
    const checked = checkTemplate(built.template, {
      rules: context.rules,
      tokens: context.tokens,
      allowedOciRuntimes: context.docker.allowed_oci_runtimes,
      declaredMounts: declaredMounts(written[name], context),
      namesReadinessKind: namesReadinessKind(merged.values),
    });
    findings.push(...below(name, [...built.findings, ...checked]));
  }
  return { templates, findings: unique(findings), shapeFindings, names };
}

/** Mounts of the file itself; those of ready-made templates need no permission. */
function declaredMounts(template: unknown, context: TemplatesContext): readonly DeclaredMount[] {
  const own = isSection(template) ? templateSchema.shape.mounts.safeParse(template['mounts']) : null;
  if (own === null || !own.success) return [];
  return own.data.map(({ source, target }) => ({ source: resolveSource(source, context), target }));
}

/** Without it the default "none" would quietly ignore the other keys of readiness. */
function namesReadinessKind(values: Section): boolean {
  const readiness = values['readiness'];
  if (!isSection(readiness)) return true;
  return Object.hasOwn(readiness, 'kind') || Object.keys(readiness).every((name) => name === 'timeout');
}

function below(name: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, path: ['templates', name, ...finding.path] }));
}

/** Templates that extend a faulty one repeat its findings about `extends`. */
function unique(findings: readonly Finding[]): Finding[] {
  const byText = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...byText.values()];
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
