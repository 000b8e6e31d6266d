// JSON in which a number that JavaScript cannot hold exactly stays as it was written, such as an id of 64 bits.

interface Raw {
  readonly rawJSON: string;
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** The language has both; the types of its library do not yet. */
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => unknown;
const { rawJSON, isRawJSON } = JSON as unknown as {
  readonly rawJSON: (text: string) => Raw;
  readonly isRawJSON: (value: unknown) => boolean;
};
/** With fewer digits in a row every whole number is exact. */
const manyDigits = /\d{16}/;

/** SyntaxError; RangeError for what is nested too deeply. Such numbers are values that JSON.stringify writes as they came. */
export function parseExact(text: string): unknown {
  if (!manyDigits.test(text)) return JSON.parse(text);
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value,
  );
}

/** An object of JSON: no array, and no number. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawJSON(value);
}
