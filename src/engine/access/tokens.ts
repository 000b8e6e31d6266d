// Access tokens: made once, known by their hash, and held in memory, so that a call costs one hash and one look-up.

import { type AccessToken, anyone, assertTokenScope, type Caller, type Role } from '../../domain/access.ts';
import { SandkeepError } from '../../domain/errors.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';

const secretText = /^skt_[0-9a-z]{1,32}_[0-9a-f]{64}$/;

export interface TokenWishes {
  readonly label: string;
  readonly role: Role;
  /** null: all of them. */
  readonly namespaces: readonly string[] | null;
}

export interface TokensOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hash: (text: string) => string;
  readonly settings: () => Settings;
}

type OnRevoked = (error: SandkeepError) => void;

export class Tokens {
  readonly #options: TokensOptions;
  /** Of tokens that are not revoked. */
  readonly #callers = new Map<string, Caller>();
  readonly #usedAtMs = new Map<string, number>();
  readonly #held = new Map<string, Set<OnRevoked>>();

  constructor(options: TokensOptions) {
    this.#options = options;
    for (const { hash, token } of options.store.tokenHashes()) this.#callers.set(hash, callerOf(token));
  }

  /** Of the authorization of a call; `anyone` where no token is asked for. TOKEN_REQUIRED, TOKEN_INVALID. */
  authenticate(authorization: () => string | undefined): Caller {
    if (this.#options.settings().access.tokens === 'off') return anyone;
    const given = authorization();
    if (given === undefined) throw new SandkeepError('TOKEN_REQUIRED', 'the call carries no token');
    const text = given.replace(/^bearer +/i, '');
    const caller = secretText.test(text) ? this.#callers.get(this.#options.hash(text)) : undefined;
    if (caller === undefined || caller.tokenId === null) {
      throw new SandkeepError('TOKEN_INVALID', 'the token of the call is not known, or was revoked');
    }
    this.#usedAtMs.set(caller.tokenId, this.#options.clock.wallMs());
    return caller;
  }

  /** Calls back when the token is revoked, until the returned function is called. */
  hold(tokenId: string, onRevoked: OnRevoked): () => void {
    const held = this.#held.get(tokenId) ?? new Set();
    this.#held.set(tokenId, held);
    held.add(onRevoked);
    return () => {
      held.delete(onRevoked);
      if (held.size === 0 && this.#held.get(tokenId) === held) this.#held.delete(tokenId);
    };
  }

  /** The secret is in this answer only. INVALID_FIELD, TOO_MANY_TOKENS. */
  async create({ label, role, ...wishes }: TokenWishes): Promise<{ token: AccessToken; secret: string }> {
    // In one order, so that two tokens of the same reach ask alike.
    const namespaces = wishes.namespaces === null ? null : [...wishes.namespaces].sort();
    assertTokenScope(role, namespaces);
    const { store, clock, ids, hash, settings } = this.#options;
    const { maxTokens } = settings().access;
    const id = ids.shortId();
    const secret = `skt_${id}_${ids.token()}`;
    const times = { createdAtMs: clock.wallMs(), lastUsedAtMs: null, revokedAtMs: null };
    const token = { id, label, role, namespaces, ...times };
    await store.write((tx) => {
      if (tx.countTokens() >= maxTokens) throw tooMany(maxTokens);
      tx.insertToken(token, hash(secret));
      tx.deleteRevokedTokens(maxTokens);
    });
    this.#callers.set(hash(secret), callerOf(token));
    return { token, secret };
  }

  /** Newest first; revoked ones too. */
  list(): readonly AccessToken[] {
    return this.#options.store.tokens().map((token) => {
      const usedAtMs = this.#usedAtMs.get(token.id);
      return usedAtMs === undefined ? token : { ...token, lastUsedAtMs: usedAtMs };
    });
  }

  /** From then on it opens nothing, and what it has open ends. Revoking it again changes nothing. TOKEN_NOT_FOUND. */
  async revoke(id: string): Promise<AccessToken> {
    const { store, clock } = this.#options;
    // First in memory: a disk that is full keeps nobody in. Where the write fails it holds until the next start.
    for (const [hash, caller] of this.#callers) if (caller.tokenId === id) this.#callers.delete(hash);
    for (const onRevoked of this.#held.get(id) ?? []) {
      onRevoked(new SandkeepError('TOKEN_INVALID', 'the token of the call was revoked'));
    }
    const token = await store.write((tx) => tx.revokeToken(id, clock.wallMs()));
    if (token !== null) return token;
    throw new SandkeepError('TOKEN_NOT_FOUND', `there is no token "${id}"`, { metadata: { token_id: id } });
  }

  /** Books when tokens were last used. */
  async flush(): Promise<number> {
    const marks = [...this.#usedAtMs].map(([id, atMs]) => ({ id, atMs }));
    if (marks.length === 0) return 0;
    await this.#options.store.write((tx) => tx.markTokensUsed(marks));
    for (const { id, atMs } of marks) if (this.#usedAtMs.get(id) === atMs) this.#usedAtMs.delete(id);
    return marks.length;
  }
}

function callerOf({ id, role, namespaces }: AccessToken): Caller {
  return { tokenId: id, role, namespaces };
}

function tooMany(maxTokens: number): SandkeepError {
  return new SandkeepError('TOO_MANY_TOKENS', `there are ${maxTokens} tokens already`, {
    quota: { subject: 'access.max_tokens', description: `at most ${maxTokens} tokens that are not revoked` },
  });
}
