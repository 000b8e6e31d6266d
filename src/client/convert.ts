// Between the times of the contract and those of JavaScript.
import type { Duration } from '../gen/google/protobuf/Duration.ts';
import type { Timestamp } from '../gen/google/protobuf/Timestamp.ts';

const NANOS_PER_MS = 1_000_000;

export function durationFromMs(ms: number): { seconds: string; nanos: number } {
  const seconds = Math.trunc(ms / 1000);
  return { seconds: String(seconds), nanos: Math.round((ms - seconds * 1000) * NANOS_PER_MS) };
}

export function durationToMs(duration: Duration): number {
  return Number(duration.seconds ?? 0) * 1000 + (duration.nanos ?? 0) / NANOS_PER_MS;
}

export function timestampToDate(timestamp: Timestamp): Date {
  return new Date(Number(timestamp.seconds ?? 0) * 1000 + (timestamp.nanos ?? 0) / NANOS_PER_MS);
}
