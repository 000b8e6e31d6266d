// Randomness is passed in.

export interface Ids {
  /** A new sandbox id: 26 lower-case characters, sortable by time, 80 random bits. */
  sandboxId(): string;
  /** A new operation, workspace or call id. */
  shortId(): string;
  /** A secret of 256 bits as hex. */
  token(): string;
  /** Chance: from 0 to less than 1. */
  fraction(): number;
}
