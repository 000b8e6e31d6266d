// Faults on order: rules by method and URL, each used a number of times.

import type { Fault } from './protocol.ts';

interface Rule {
  readonly fault: Fault;
  readonly method: RegExp;
  readonly path: RegExp;
  remaining: number;
}

const maxRules = 1_000;

export class Faults {
  #rules: Rule[] = [];

  add(fault: Fault): void {
    if (this.#rules.length >= maxRules) throw new Error(`more than ${maxRules} fault rules`);
    this.#rules.push({
      fault,
      method: new RegExp(`^(?:${fault.method})$`),
      path: new RegExp(fault.path),
      remaining: fault.count ?? Number.POSITIVE_INFINITY,
    });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The first rule that fits, used once; null when the request goes through. */
  take(method: string, url: string): Fault | null {
    const rule = this.#rules.find((candidate) => candidate.method.test(method) && candidate.path.test(url));
    if (rule === undefined) return null;
    rule.remaining -= 1;
    if (rule.remaining <= 0) this.#rules = this.#rules.filter((candidate) => candidate !== rule);
    return rule.fault;
  }
}
