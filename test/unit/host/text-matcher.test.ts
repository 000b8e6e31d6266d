import { expect, test } from 'vitest';

import { createTextMatcher } from '../../../src/host/text-matcher.ts';

const never = new AbortController().signal;

test('a pattern that takes too long is ended, and the next one is answered', async () => {
  const matcher = createTextMatcher(() => 300);
  const files = [{ path: '/f', bytes: Buffer.from(`${'a'.repeat(60)}\n`) }];
  const grep = async (text: string) => {
    const pattern = { text, kind: 'regex', ignoreCase: false } as const;
    return await matcher.grep({ pattern, contextLines: 0, maxMatches: 1, maxLineCharacters: 10 }, files, never);
  };
  const outcomes = await Promise.allSettled([grep('^(a+)+$x'), grep('^(a+)+$x'), grep('^(a|a)*x'), grep('^a')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
  expect(outcomes[0]).toMatchObject({ reason: { reason: 'INVALID_FIELD' } });
  expect(await matcher.glob(['*'], ['a', 'b/c'], { hidden: false }, never)).toEqual(['a']);
});

test('who leaves gets the reason, and a pattern that is none says so', async () => {
  const matcher = createTextMatcher(() => 60_000);
  const leaving = new AbortController();
  const pattern = { text: '^(a+)+$x', kind: 'regex', ignoreCase: false } as const;
  const replacement = { pattern, replacement: '', maxCount: null, maxBytes: 1000 };
  const waiting = matcher.replace(replacement, Buffer.from('a'.repeat(60)), leaving.signal);
  leaving.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  const broken = { ...replacement, pattern: { ...pattern, text: '(' } };
  await expect(matcher.replace(broken, Buffer.from('a'), never)).rejects.toMatchObject({ reason: 'INVALID_FIELD' });
});
