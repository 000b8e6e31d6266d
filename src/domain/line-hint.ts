// From a JavaScript regular expression to a POSIX extended one that matches at least the same lines, so that a
// program inside a sandbox can leave out files without a match. What it cannot say is no hint at all.

/** Bytes of one character of a JavaScript string in UTF-8, at most. */
const anyCharacter = '(.{1,4})';
/** Line ends of other systems stay in the lines that a program sees. */
const beforeLineEnd = '\r?$';
const lineSpace = '([^!-~]{1,3})';
const escapes: Readonly<Record<string, string>> = {
  d: '[0-9]',
  w: '[A-Za-z0-9_]',
  s: lineSpace,
  D: anyCharacter,
  W: anyCharacter,
  S: anyCharacter,
  t: '\t',
  // Without the condition it matches more lines, never fewer.
  b: '',
  B: '',
};
const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})/;
const maxRepeat = 255;

/** null when the expression holds what has no counterpart. */
export function extendedHint(expression: string, ignoreCase: boolean): string | null {
  let rest = expression;
  let hint = '';
  while (rest !== '') {
    const step = oneStep(rest, ignoreCase);
    if (step === null) return null;
    const repeated = quantifier.exec(rest.slice(step.length))?.[0] ?? '';
    if (!isRepeatable(repeated, step.hint)) return null;
    hint += step.hint + repeated;
    rest = rest.slice(step.length + repeated.length);
    // Lazy or not makes no difference to whether a line matches.
    if (repeated !== '' && rest.startsWith('?')) rest = rest.slice(1);
    if (quantifier.test(rest) && repeated !== '') return null;
  }
  return hint === '' ? null : hint;
}

interface Step {
  readonly hint: string;
  /** Characters of the expression that it stands for. */
  readonly length: number;
}

function oneStep(rest: string, ignoreCase: boolean): Step | null {
  const [first = ''] = rest;
  if (first === '\\') return escapeStep(rest);
  if (first === '[') return classStep(rest, ignoreCase);
  if (rest.startsWith('(?:')) return { hint: '(', length: 3 };
  if (rest.startsWith('(?')) return null;
  if (first === '.') return { hint: anyCharacter, length: 1 };
  if (first === '$') return { hint: beforeLineEnd, length: 1 };
  if (first === '(' || first === ')' || first === '|' || first === '^') return { hint: first, length: 1 };
  if ('*+?{}]'.includes(first)) return null;
  const code = first.codePointAt(0) ?? 0;
  // Of another case a program in the C locale knows nothing beyond ASCII.
  if (code > 0x7e && ignoreCase) return null;
  if (code > 0xffff) return null;
  return { hint: code > 0x7e ? `(${first})` : first, length: first.length };
}

function escapeStep(rest: string): Step | null {
  const second = rest[1] ?? '';
  const known = escapes[second];
  if (known !== undefined) return { hint: known, length: 2 };
  // Punctuation stands for itself; letters and digits have meanings of their own.
  return /^[!-/:-@[-`{-~]$/.test(second)
    ? { hint: `[${second}]`.replace('[^]', '\\^').replace('[\\]', '\\\\'), length: 2 }
    : null;
}

/** Only classes of plain ASCII characters and ranges; every other one is taken for any character. */
function classStep(rest: string, ignoreCase: boolean): Step | null {
  const end = /^\[(?:\\.|[^\]\\])*\]/.exec(rest)?.[0];
  if (end === undefined) return null;
  const inner = end.slice(1, -1);
  const isSimple = /^[A-Za-z0-9_ -]+$/.test(inner);
  if (!isSimple || (ignoreCase && inner.includes('-'))) return { hint: anyCharacter, length: end.length };
  return { hint: end, length: end.length };
}

function isRepeatable(repeated: string, hint: string): boolean {
  if (repeated === '') return true;
  // Nothing, and the beginning or end of a line, cannot be repeated everywhere.
  if (hint === '' || hint === '^' || hint === beforeLineEnd || hint === '(' || hint === '|') return false;
  return [...repeated.matchAll(/\d+/g)].every(([count]) => Number(count) <= maxRepeat);
}
