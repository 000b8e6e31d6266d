// Text of the config to numbers: durations, sizes, modes, port ranges, owners. null is "not one of these".

const durationUnitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const sizeUnitsBytes: Readonly<Record<string, number>> = {
  '': 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/** "10m", "1h30m", "250ms"; a number without a unit is seconds. */
export function parseDurationMs(value: number | string): number | null {
  const text = String(value).trim();
  if (/^\d+(\.\d+)?$/.test(text)) return safeInteger(Number(text) * 1000);
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    totalMs += Number(amount) * (durationUnitsMs[unit ?? ''] ?? Number.NaN);
  }
  return safeInteger(totalMs);
}

/** "2g", "512m", "64KiB"; a number without a unit is bytes. Units are powers of 1024. */
export function parseBytes(value: number | string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(String(value).trim());
  if (match === null) return null;
  return safeInteger(Number(match[1]) * (sizeUnitsBytes[(match[2] ?? '').toLowerCase()] ?? Number.NaN));
}

/** Permission bits as octal text: "0750", "750". */
export function parseMode(text: string): number | null {
  return /^(0o?)?[0-7]{3}$/.test(text) ? Number.parseInt(text.slice(-3), 8) : null;
}

/** The same with the bit that gives new files the group of their directory: "2770". */
export function parseDirectoryMode(text: string): number | null {
  const digits = /^(?:0o?)?(2?[0-7]{3})$/.exec(text)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 8);
}

export function formatMode(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** "49152-59152", both ends included. */
export function parsePortRange(text: string): PortRange | null {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  if (match === null) return null;
  const range = { first: Number(match[1]), last: Number(match[2]) };
  const isValid = range.first >= 1 && range.first <= range.last && range.last <= 65_535;
  return isValid ? range : null;
}

/** "1000:1000". */
export function parseOwner(text: string): { readonly uid: number; readonly gid: number } | null {
  const match = /^(\d{1,10}):(\d{1,10})$/.exec(text);
  if (match === null) return null;
  const owner = { uid: Number(match[1]), gid: Number(match[2]) };
  const largestId = 2 ** 32 - 2;
  return owner.uid <= largestId && owner.gid <= largestId ? owner : null;
}

function safeInteger(value: number): number | null {
  const rounded = Math.round(value);
  return Number.isSafeInteger(rounded) ? rounded : null;
}
