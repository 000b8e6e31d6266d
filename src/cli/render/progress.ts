// The progress of a pull: a bar where it can be drawn over itself, lines where it cannot.
import type { PullImageResponse__Output } from '../../gen/sandkeep/v1/PullImageResponse.ts';
import { bytesText, printable, truncate } from './text.ts';

const BAR_WIDTH = 24;
const REDRAW_INTERVAL_MS = 100;
const CLEAR_LINE = '\r\u001B[2K';

interface LayerProgress {
  readonly currentBytes: number;
  readonly totalBytes: number;
}

export interface ProgressView {
  /** What to write for this message; empty for nothing. */
  update(message: PullImageResponse__Output): string;
  /** What to write at the end. */
  end(): string;
}

export function progressBar(width: number, clock: () => number = Date.now): ProgressView {
  const layers = new Map<string, LayerProgress>();
  let drawnAtMs = -Infinity;
  return {
    update(message) {
      noteLayer(layers, message);
      if (clock() - drawnAtMs < REDRAW_INTERVAL_MS) return '';
      drawnAtMs = clock();
      return CLEAR_LINE + truncate(barText(layers, message.status), width - 1);
    },
    end: () => (drawnAtMs === -Infinity ? '' : CLEAR_LINE),
  };
}

export interface CopyView {
  /** What to write after so many more bytes; empty for nothing. */
  add(bytes: number): string;
  /** What to write at the end. */
  end(): string;
}

/** A bar where the size is known, a count of bytes where it is not. */
export function copyProgress(width: number, totalBytes: number | null, clock: () => number = Date.now): CopyView {
  let doneBytes = 0;
  let drawnAtMs = -Infinity;
  return {
    add(bytes) {
      doneBytes += bytes;
      if (clock() - drawnAtMs < REDRAW_INTERVAL_MS) return '';
      drawnAtMs = clock();
      return CLEAR_LINE + truncate(totalBytes ? barOf(doneBytes, totalBytes) : bytesText(doneBytes), width - 1);
    },
    end: () => (drawnAtMs === -Infinity ? '' : CLEAR_LINE),
  };
}

/** Each layer says each of its steps once. */
export function progressLines(): ProgressView {
  const lastStatus = new Map<string, string>();
  return {
    update({ layer, status, done }) {
      if (done || status === '' || lastStatus.get(layer) === status) return '';
      lastStatus.set(layer, status);
      return `${printable(layer ? `${layer}: ${status}` : status)}\n`;
    },
    end: () => '',
  };
}

function noteLayer(layers: Map<string, LayerProgress>, message: PullImageResponse__Output): void {
  const totalBytes = Number(message.totalBytes);
  if (message.layer === '') return;
  const known = layers.get(message.layer);
  // Unpacking counts from nothing again, and layers already here never say a size.
  if (totalBytes === 0) {
    if (known) layers.set(message.layer, { ...known, currentBytes: known.totalBytes });
    return;
  }
  const currentBytes = Math.max(known?.currentBytes ?? 0, Number(message.currentBytes));
  layers.set(message.layer, { currentBytes: Math.min(currentBytes, totalBytes), totalBytes });
}

function barText(layers: ReadonlyMap<string, LayerProgress>, status: string): string {
  const sum = (pick: (layer: LayerProgress) => number) =>
    [...layers.values()].reduce((total, layer) => total + pick(layer), 0);
  const currentBytes = sum((layer) => layer.currentBytes);
  const totalBytes = sum((layer) => layer.totalBytes);
  if (totalBytes === 0) return printable(status);
  return `${barOf(currentBytes, totalBytes)}  ${printable(status)}`;
}

function barOf(currentBytes: number, totalBytes: number): string {
  const filled = Math.min(Math.round((currentBytes / totalBytes) * BAR_WIDTH), BAR_WIDTH);
  const bar = '#'.repeat(filled) + '.'.repeat(BAR_WIDTH - filled);
  return `[${bar}] ${bytesText(currentBytes)} of ${bytesText(totalBytes)}`;
}
