// What decides who may call and how often.

import { CreateRate } from '../admission/create-rate.ts';
import { Tokens, type TokensOptions } from './tokens.ts';

export interface Access {
  readonly tokens: Tokens;
  readonly createRate: CreateRate;
}

export function createAccess(options: TokensOptions): Access {
  const createRate = new CreateRate(options.clock, () => options.settings().access.createsPerMinute);
  return { tokens: new Tokens(options), createRate };
}
