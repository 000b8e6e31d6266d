import { describe, expect, test } from 'vitest';

import { SandkeepError } from '../../../../src/domain/errors.ts';
import { limitReached, limitsFor } from '../../../../src/engine/admission/capacity.ts';
import { loadText } from '../../config/fixture.ts';

const config = `
max_sandboxes: 10
max_sandboxes_per_namespace: 4
namespaces:
  few: { max_sandboxes: 1 }
  free: { max_sandboxes: 0 }
  constructor: { max_sandboxes: 2 }
templates:
  small: { runtime: local, max_sandboxes: 3 }
  plain: { runtime: local }
`;

async function limitsOf(text: string, templateName: string, namespace: string) {
  const { settings } = await loadText(text);
  const template = settings.templates.get(templateName);
  if (template === undefined) throw new Error(`no template ${templateName}`);
  return limitsFor(settings, { template, namespace });
}

describe('limits on a new container', () => {
  test.each([
    ['plain', 'team', ['max_sandboxes 10', 'max_sandboxes_per_namespace 4']],
    ['small', 'team', ['max_sandboxes 10', 'templates.small.max_sandboxes 3', 'max_sandboxes_per_namespace 4']],
    ['plain', 'few', ['max_sandboxes 10', 'namespaces.few.max_sandboxes 1']],
    ['plain', 'free', ['max_sandboxes 10']],
    ['plain', 'constructor', ['max_sandboxes 10', 'namespaces.constructor.max_sandboxes 2']],
    ['plain', 'toString', ['max_sandboxes 10', 'max_sandboxes_per_namespace 4']],
    ['small', '', ['max_sandboxes 10', 'templates.small.max_sandboxes 3']],
  ])('of template %s in namespace "%s" are %j', async (template, namespace, expected) => {
    const limits = await limitsOf(config, template, namespace);
    expect(limits.map(({ key, max }) => `${key} ${max}`)).toEqual(expected);
  });

  test('are none where nothing is configured', async () => {
    expect(await limitsOf('templates: { plain: { runtime: local } }', 'plain', 'team')).toEqual([]);
  });
});

describe('the limit that refused', () => {
  test('is told by its key; a port range that is used up is none of them', async () => {
    const limits = await limitsOf(config, 'small', 'few');
    const refusal = (limit: string) => new SandkeepError('CAPACITY_EXHAUSTED', 'full', { metadata: { limit } });
    expect(limitReached(refusal('templates.small.max_sandboxes'), limits)?.scope).toEqual({
      kind: 'template',
      name: 'small',
    });
    expect(limitReached(refusal('max_sandboxes_per_namespace'), limits)).toBeNull();
    expect(limitReached(new SandkeepError('CAPACITY_EXHAUSTED', 'no free host port'), limits)).toBeNull();
    expect(limitReached(new SandkeepError('HOST_PRESSURE', 'short of disk'), limits)).toBeNull();
    expect(limitReached(null, limits)).toBeNull();
  });
});
