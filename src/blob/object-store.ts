// What copies of workspaces need of a place for objects: a directory or an S3 bucket. An object is there whole or not
// at all. Names are plain text with "/" between their parts.

/** Bytes of known length and digest that can be sent again when a try fails. */
export interface ObjectContent {
  readonly length: number;
  /** Lower-case hex. */
  readonly sha256: string;
  chunks(): Iterable<Uint8Array>;
}

export interface StoredObject {
  readonly name: string;
  readonly size: number;
}

/**
 * Errors of every call: STORAGE_UNAVAILABLE, STORAGE_DENIED, STORAGE_FULL, and the signal's reason. What the
 * connection may mend is tried again inside, a bounded number of times.
 */
export interface ObjectStore {
  /** Puts the object there in one step, in place of one of the same name. */
  put(name: string, content: ObjectContent, signal: AbortSignal): Promise<void>;

  /**
   * Hands the object's bytes to `read` and returns its result; null when there is no such object. `read` is called
   * again from the start when the connection breaks. What it throws passes through.
   */
  get<T>(name: string, signal: AbortSignal, read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T | null>;

  /** The objects directly below a prefix that ends in "/", in any order. */
  list(prefix: string, signal: AbortSignal): AsyncIterable<StoredObject>;

  /** Absent is success. */
  delete(name: string, signal: AbortSignal): Promise<void>;

  /** Returns when what was put and deleted directly below the prefix survives a power cut. */
  settle(prefix: string, signal: AbortSignal): Promise<void>;

  /** Removes what puts that were killed left directly below the prefix. */
  sweep(prefix: string, signal: AbortSignal): Promise<void>;

  close(): Promise<void>;
}
