// What sandkeep asks of the log of a sandbox: what its first process has written, as the engine keeps it.

/** Nothing longer is given at once. */
export const logPieceBytes = 64 * 1024;

export interface LogRequest {
  /** Begins with so many last lines; null begins with the oldest that is kept. */
  readonly tailLines: number | null;
  /** Leaves out what was written before; nanoseconds since 1970. null leaves out nothing. */
  readonly sinceNs: bigint | null;
  /** Goes on until the instance ends or goes away. */
  readonly follow: boolean;
  /** Tells the time of each line; then a piece has one line or a part of one. */
  readonly timestamps: boolean;
}

export interface LogPiece {
  readonly source: 'stdout' | 'stderr';
  /** As it was written, line ends too; at most logPieceBytes. */
  readonly bytes: Uint8Array;
  /** Nanoseconds since 1970, as exact as the engine is; null without timestamps. */
  readonly timeNs: bigint | null;
}
