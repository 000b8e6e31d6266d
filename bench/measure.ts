// Times and rates of two things side by side, so that a busy neighbour slows both.

export interface Row {
  readonly name: string;
  readonly unit: 'ms' | '1/s' | 'MB';
  readonly value: number;
  readonly floor: number;
  readonly ratio: number;
  readonly engine: string;
  /** What the floor is. */
  readonly against: string;
  /** What else was measured in the same run, only to be seen; null for what this machine has not. */
  readonly beside?: readonly { readonly name: string; readonly value: number | null }[];
}

export type Work = () => Promise<unknown>;

export interface Pair {
  readonly value: number;
  readonly floor: number;
}

/** Median times in ms, one of each in turn. */
export async function timePair(rounds: number, value: Work, floor: Work, warmUps = 0): Promise<Pair> {
  for (let round = 0; round < warmUps; round += 1) {
    await value();
    await floor();
  }
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    values.push(await timeMs(value));
    floors.push(await timeMs(floor));
  }
  return { value: median(values), floor: median(floors) };
}

/** Median rates a second, one block of each in turn; a block is `total` calls, `inFlight` at once. */
export async function ratePair(
  blocks: number,
  total: number,
  inFlight: number,
  value: Work,
  floor: Work,
): Promise<Pair> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let block = 0; block < blocks; block += 1) {
    values.push(await rate(total, inFlight, value));
    floors.push(await rate(total, inFlight, floor));
  }
  return { value: median(values), floor: median(floors) };
}

export async function rate(total: number, inFlight: number, work: Work): Promise<number> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < total) {
      begun += 1;
      await work();
    }
  };
  const tookMs = await timeMs(async () => await Promise.all(Array.from({ length: inFlight }, worker)));
  return (total * 1000) / tookMs;
}

export async function timeMs(work: Work): Promise<number> {
  const begunMs = performance.now();
  await work();
  return performance.now() - begunMs;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function makeRow(row: Omit<Row, 'ratio' | 'value' | 'floor'> & Pair): Row {
  const { name, unit, value, floor, engine, against } = row;
  return { name, unit, value: round(value), floor: round(floor), ratio: round(value / floor), engine, against };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
