// What a run saw: how often what happened, and everything that must not happen, with what repeats it.

const shownAtMost = 20;

export class Findings {
  readonly #counts = new Map<string, number>();
  readonly #violations: string[] = [];

  count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  violate(message: string): void {
    this.#violations.push(message);
    if (this.#violations.length <= shownAtMost || message.startsWith('the daemon'))
      console.error(`violation: ${message}`);
  }

  counted(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  counts(): readonly (readonly [string, number])[] {
    return [...this.#counts].toSorted(([one], [other]) => one.localeCompare(other));
  }

  get violations(): number {
    return this.#violations.length;
  }
}
