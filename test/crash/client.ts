// One client that acquires, uses and releases at random, and repeats every unanswered call with the same request_id
// until it is answered.

import { setTimeout as delay } from 'node:timers/promises';

import { type SandkeepClient, SandkeepRpcError } from '../../src/client/client.ts';
import type { Sandbox__Output } from '../../src/gen/sandkeep/v1/Sandbox.ts';
import type { Random } from './random.ts';
import { type KnownSandbox, type Ledger, mayHold } from './ledger.ts';

const maxThinkMs = 150;
const retryPauseMs = 200;
const maxUnansweredMs = 180_000;
const maxFillerCharacters = 2000;
const directory = '/workspace';

/** What may be answered because another client does something with the same sandbox. */
const raced = new Set(['CONFLICT', 'WRONG_STATE', 'SANDBOX_HELD']);
/** The same, once somebody asked for its end. */
const racedByRelease = new Set(['SANDBOX_LOST', 'SANDBOX_NOT_FOUND', 'GENERATION_MISMATCH']);

export interface ClientOptions {
  readonly name: string;
  readonly client: SandkeepClient;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly sessions: readonly string[];
  readonly runId: string;
  readonly stopping: AbortSignal;
}

interface Held {
  readonly known: KnownSandbox;
  readonly holder: string;
}

export class RandomClient {
  readonly #options: ClientOptions;
  #requests = 0;
  #versions = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { random, stopping } = this.#options;
    while (!stopping.aborted) {
      await delay(random.below(maxThinkMs));
      const held = random.chance(0.08) ? await this.#create() : await this.#acquire();
      if (held === null) continue;
      await this.#useFile(held.known);
      await delay(random.below(maxThinkMs));
      await this.#letGo(held);
    }
  }

  async #acquire(): Promise<Held | null> {
    const { random, ledger, client, sessions, name } = this.#options;
    const session = random.pick(sessions);
    const holder = random.chance(0.3) ? name : '';
    const request = { session: { session }, holder, requestId: this.#requestId() };
    const sentAt = ledger.tick();
    const answer = await this.#answered('acquire', null, () => client.acquireSandbox(request));
    if (answer?.sandbox == null) return null;
    ledger.count(`acquired: ${answer.outcome.replace('ACQUIRE_OUTCOME_', '').toLowerCase()}`);
    return this.#handedOut(answer.sandbox, { session, primary: true, holder, sentAt });
  }

  async #create(): Promise<Held | null> {
    const { random, ledger, client, sessions } = this.#options;
    const session = random.pick(sessions);
    const request = { session: { session }, requestId: this.#requestId() };
    const sentAt = ledger.tick();
    const answer = await this.#answered('create', null, () => client.createSandbox(request));
    if (answer?.sandbox == null) return null;
    ledger.count('created further ones');
    return this.#handedOut(answer.sandbox, { session, primary: false, holder: '', sentAt });
  }

  #handedOut(
    sandbox: Sandbox__Output,
    use: { session: string; primary: boolean; holder: string; sentAt: number },
  ): Held | null {
    this.#options.ledger.handedOut(sandbox, use);
    const known = this.#options.ledger.sandboxes.get(sandbox.id);
    return known === undefined ? null : { known, holder: use.holder };
  }

  /** The file holds what was written last, whatever happened since; then a new version is written. */
  async #useFile(known: KnownSandbox): Promise<void> {
    const { ledger, client, random, name } = this.#options;
    const file = ledger.file(known.session, `${name}.txt`);
    const path = `${directory}/${file.name}`;
    const read = await this.#answered('read', known, async () => ({ content: await this.#read(known.id, path) }));
    if (read === null) return;
    ledger.count('files read');
    if (!mayHold(file, read.content)) {
      ledger.violate(`${path} of ${known.session} holds ${JSON.stringify(read.content?.slice(0, 80) ?? null)}`);
      return;
    }
    file.acknowledged = read.content;
    file.tried = [];
    if (!random.chance(0.5)) return;
    const content = this.#content(known.session);
    file.tried = [content];
    const header = { sandboxId: known.id, path };
    const written = await this.#answered('write', known, () => client.writeFile(header, onePiece(content)));
    if (written === null) return;
    ledger.count('files written');
    file.acknowledged = content;
    file.tried = [];
  }

  async #letGo({ known, holder }: Held): Promise<void> {
    const { random, client } = this.#options;
    const kind = random.next();
    if (kind < 0.55) await this.#release(known, holder, 'RELEASE_MODE_DESTROY');
    else if (kind < 0.75 && known.primary) await this.#release(known, holder, 'RELEASE_MODE_PARK');
    else if (kind < 0.8) {
      await this.#answered('stop', known, () =>
        client.stopSandbox({ sandboxId: known.id, requestId: this.#requestId() }),
      );
    } else if (kind < 0.85) {
      await this.#answered('pause', known, () =>
        client.pauseSandbox({ sandboxId: known.id, requestId: this.#requestId() }),
      );
    }
  }

  async #release(
    known: KnownSandbox,
    holder: string,
    mode: 'RELEASE_MODE_DESTROY' | 'RELEASE_MODE_PARK',
  ): Promise<void> {
    const { random, ledger, client, name } = this.#options;
    const force = random.chance(0.1);
    const wait = random.chance(0.3);
    if (force) known.forced = true;
    if (mode === 'RELEASE_MODE_DESTROY') known.destroyAsked = true;
    known.holders.delete(name);
    const holdersBefore = [...known.holders];
    const request = { sandboxId: known.id, mode, holder, force, wait, requestId: this.#requestId() };
    const answer = await this.#answered('release', known, () => client.releaseSandbox(request));
    if (answer === null) return;
    if (answer.remainingHolders.length > 0) {
      ledger.count('released: held by others');
      return;
    }
    ledger.count(`released: ${mode.replace('RELEASE_MODE_', '').toLowerCase()}`);
    const ignored = holdersBefore.filter((other) => known.holders.has(other));
    if (ignored.length > 0 && !known.forced) {
      ledger.violate(`${known.id} was released while ${ignored.join(', ')} held it`);
    }
    known.holders.clear();
    if (mode === 'RELEASE_MODE_DESTROY') known.destroyedAt = ledger.tick();
  }

  /** null when the file is not there. */
  async #read(sandboxId: string, path: string): Promise<string | null> {
    const pieces: Uint8Array[] = [];
    try {
      for await (const { data } of this.#options.client.readFile({ sandboxId, path })) pieces.push(data);
    } catch (error) {
      if (error instanceof SandkeepRpcError && error.reason === 'FILE_NOT_FOUND') return null;
      throw error;
    }
    return Buffer.concat(pieces).toString();
  }

  /** The answer; null for a refusal that another client explains. */
  async #answered<T>(name: string, known: KnownSandbox | null, send: () => Promise<T>): Promise<T | null> {
    const { ledger } = this.#options;
    const giveUpAtMs = performance.now() + maxUnansweredMs;
    const call = { client: this.#options.name, call: name, sandbox: known?.id };
    for (;;) {
      ledger.record({ ...call, sent: true });
      try {
        const answer = await send();
        ledger.record({ ...call, answer: shortly(answer) });
        return answer;
      } catch (error) {
        if (!(error instanceof SandkeepRpcError)) throw error;
        const { status, reason, message } = error;
        ledger.record({ ...call, status, reason });
        if (status === 'UNAVAILABLE') {
          ledger.count(`unavailable: ${reason === '' ? 'connection' : reason.toLowerCase()}`);
          if (performance.now() < giveUpAtMs) {
            await delay(retryPauseMs);
            continue;
          }
        }
        ledger.count(`refused: ${name} ${reason === '' ? status : reason}`);
        const isExplained = raced.has(reason) || (known?.destroyAsked === true && racedByRelease.has(reason));
        if (!isExplained) ledger.violate(`${name} of ${known?.id ?? 'a session'}: ${status} ${reason} ${message}`);
        return null;
      }
    }
  }

  #requestId(): string {
    this.#requests += 1;
    return `${this.#options.runId}-${this.#options.name}-${this.#requests}`;
  }

  #content(session: string): string {
    const { name, random } = this.#options;
    this.#versions += 1;
    return `${session} ${name} version ${this.#versions} ${'x'.repeat(random.below(maxFillerCharacters))} end\n`;
  }
}

/** What of an answer says which sandbox it is about. */
function shortly(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('sandbox' in answer)) return true;
  const { sandbox } = answer as { readonly sandbox: Sandbox__Output | null };
  return sandbox === null ? true : { id: sandbox.id, state: sandbox.state, generation: sandbox.generation };
}

async function* onePiece(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
