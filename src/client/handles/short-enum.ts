/** The name of an enum value without its prefix. One that this package is too old to know arrives as a number. */
export function shortEnum(value: string | number, prefix: string): string {
  return typeof value === 'string' ? value.replace(prefix, '') : 'UNSPECIFIED';
}
