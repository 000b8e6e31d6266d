// Matching by patterns that callers give. A pattern can take for ever, so it runs where it can be ended.

export interface TextPattern {
  readonly text: string;
  /** "regex" is a JavaScript regular expression. */
  readonly kind: 'literal' | 'regex';
  readonly ignoreCase: boolean;
}

export interface LineQuery {
  readonly pattern: TextPattern;
  /** Lines shown before and after each. */
  readonly contextLines: number;
  readonly maxMatches: number;
  /** Longer lines are cut. */
  readonly maxLineCharacters: number;
}

export interface LineMatch {
  readonly path: string;
  /** From 1. */
  readonly lineNumber: number;
  /** Of the first character of the first match in the line, from 1. */
  readonly column: number;
  readonly line: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface Replacement {
  readonly pattern: TextPattern;
  /** Of a regular expression with $1, $<name> and $&; $$ is a dollar. */
  readonly replacement: string;
  /** null: all. */
  readonly maxCount: number | null;
  /** FILE_TOO_LARGE when the result is larger. */
  readonly maxBytes: number;
}

/** All: INVALID_FIELD for a pattern that is none, or takes too long; TOO_MANY_REQUESTS; the signal's reason. */
export interface TextMatcher {
  /** Those of the names, relative and with slashes, that a glob matches. */
  glob(
    patterns: readonly string[],
    names: readonly string[],
    options: { readonly hidden: boolean },
    signal: AbortSignal,
  ): Promise<readonly string[]>;

  /** Matching lines in the order of the files; files with NUL in their beginning have none. */
  grep(
    query: LineQuery,
    files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
    signal: AbortSignal,
  ): Promise<readonly LineMatch[]>;

  /** The new content and how often it was replaced. NOT_TEXT for a regular expression on what is no UTF-8. */
  replace(
    replacement: Replacement,
    content: Uint8Array,
    signal: AbortSignal,
  ): Promise<{ readonly content: Uint8Array; readonly count: number }>;
}
