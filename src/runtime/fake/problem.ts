// A refusal inside the engine process, on its way to a status and a body.

import type { ProblemKind } from './protocol.ts';

export class Problem extends Error {
  readonly status: number;
  readonly kind: ProblemKind;

  constructor(status: number, kind: ProblemKind, message: string) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.kind = kind;
  }
}
