// Numbers in the wire format of the contract.

/** Returns where it ends. */
export function writeVarint(target: Buffer, value: number, start: number): number {
  // Division, because offsets are longer than 32 bits.
  let at = start;
  let rest = value;
  while (rest >= 0x80) {
    target[at] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
    at += 1;
  }
  target[at] = rest;
  return at + 1;
}

export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
}
