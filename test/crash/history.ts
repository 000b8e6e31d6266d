// What clients were promised. Only what was acknowledged counts as promised; what was asked for and never
// answered may have happened or not.

export interface Hold {
  readonly sandboxId: string;
  readonly holder: string;
}

export class History {
  /** By session and holder: sandboxes acquired and not asked to be released since. */
  readonly #holds = new Map<string, Map<string, string>>();
  /** By session and file: contents that the file may have. */
  readonly #files = new Map<string, Map<string, string[]>>();
  readonly counts = { acquired: 0, released: 0, parked: 0, filesWritten: 0, retries: 0 };

  acquired(session: string, holder: string, sandboxId: string): void {
    this.counts.acquired += 1;
    this.#of(this.#holds, session).set(holder, sandboxId);
  }

  /** From the moment it is asked for, nothing is promised any more. */
  releasing(session: string, holder: string): void {
    this.#of(this.#holds, session).delete(holder);
  }

  /** Old and new content are both possible until the write is acknowledged. */
  writing(session: string, file: string, content: string): void {
    const files = this.#of(this.#files, session);
    files.set(file, [...(files.get(file) ?? ['']), content]);
  }

  written(session: string, file: string, content: string): void {
    this.counts.filesWritten += 1;
    this.#of(this.#files, session).set(file, [content]);
  }

  holds(): readonly { readonly session: string; readonly holds: readonly Hold[] }[] {
    return [...this.#holds].map(([session, byHolder]) => ({
      session,
      holds: [...byHolder].map(([holder, sandboxId]) => ({ holder, sandboxId })),
    }));
  }

  files(): readonly { readonly session: string; readonly file: string; readonly contents: readonly string[] }[] {
    return [...this.#files].flatMap(([session, files]) =>
      [...files].map(([file, contents]) => ({ session, file, contents })),
    );
  }

  #of<T>(map: Map<string, Map<string, T>>, session: string): Map<string, T> {
    const known = map.get(session) ?? new Map<string, T>();
    map.set(session, known);
    return known;
  }
}
