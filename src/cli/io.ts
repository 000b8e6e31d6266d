// What the command line reads from and writes to, so that tests run it in their own process.

export interface CliStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface CliTerminal {
  /** "raw": every key goes to the command, Ctrl-C too. */
  setRaw(mode: 'raw' | 'line'): void;
  size(): { readonly columns: number; readonly rows: number };
  /** Returns the way to stop. */
  onResize(listener: (size: { readonly columns: number; readonly rows: number }) => void): () => void;
  /** Somebody else ends the command, which otherwise would at once; returns the way to stop. */
  onTerminate(listener: () => void): () => void;
}

export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where standard input is a terminal. */
  readonly terminal?: CliTerminal;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}
