// A request to a tool server and what its answer means: JSON, or an error of the table.

import { SandkeepError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { ToolCall, ToolRequest, ToolTarget } from '../ports/tools.ts';
import type { Connections } from './connections.ts';
import { isObject, parseExact } from './exact-json.ts';
import { exchange, ExchangeFailure, type HttpAnswer, type HttpRequest } from './exchange.ts';
import { quoted } from './quoted.ts';

const readTries = 2;
/** Statuses with which a proxy says that the server behind it is not there. */
const notServed = new Set([502, 503, 504]);
const refused = new Set([401, 403]);

export interface ToolLimits {
  readonly connectTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  readonly maxResultBytes: number;
  readonly maxTools: number;
  readonly maxCallsPerSandbox: number;
}

/** What every adapter of an API works with. */
export interface ToolOutside {
  readonly connections: Connections;
  readonly clock: Clock;
  /** Those in force. */
  readonly limits: () => ToolLimits;
}

/** read: may be repeated; effect: is sent once. */
export type Purpose = 'read' | 'effect';

export class Talk {
  readonly target: ToolTarget;
  readonly limits: ToolLimits;
  readonly #connections: Connections;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #endsAtMs: number;

  constructor(outside: ToolOutside, target: ToolTarget, call: ToolCall) {
    this.#connections = outside.connections;
    this.#clock = outside.clock;
    this.limits = outside.limits();
    this.target = target;
    this.#signal = call.signal;
    this.#endsAtMs = this.#clock.monotonicMs() + call.timeoutMs;
  }

  /** Any status; errors of ToolServer. */
  async ask(request: HttpRequest, purpose: Purpose): Promise<HttpAnswer> {
    const tries = purpose === 'read' ? readTries : 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.#once(request);
        if (!notServed.has(answer.status)) return answer;
        throw new ExchangeFailure(answer.status === 503 ? 'unsent' : 'broken', `answered ${answer.status}`);
      } catch (error) {
        if (!(error instanceof ExchangeFailure)) throw error;
        const mayPass = error.kind === 'unsent' || error.kind === 'broken';
        if (attempt >= tries || !mayPass || this.#leftMs() <= 0) throw this.#shown(error, purpose);
      }
    }
  }

  /** The JSON of an answer of 200. */
  async json(request: HttpRequest, purpose: Purpose): Promise<unknown> {
    const answer = await this.ask(request, purpose);
    if (answer.status !== 200) throw this.failed(`answered ${answer.status}${this.quote(detailOf(answer))}`);
    return this.parse(answer);
  }

  parse({ body }: HttpAnswer): unknown {
    try {
      return parseExact(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch (cause) {
      throw this.failed('answered with something else than JSON in UTF-8', cause);
    }
  }

  /** TOOL_FAILED; what is the sandbox's own text in `how` must be quoted. */
  failed(how: string, cause?: unknown, metadata: Readonly<Record<string, string>> = {}): SandkeepError {
    return new SandkeepError('TOOL_FAILED', this.#message(how), {
      metadata: { ...this.#metadata(), ...metadata },
      cause,
    });
  }

  /** TOOL_NOT_FOUND. */
  notFound({ serverName, toolName }: ToolRequest): SandkeepError {
    const where = serverName === '' ? '' : ` of MCP server ${serverName}`;
    const message = `sandbox ${this.target.sandboxId} has no tool ${toolName}${where}`;
    return new SandkeepError('TOOL_NOT_FOUND', message, { metadata: { ...this.#metadata(), tool_name: toolName } });
  }

  /** NOT_SUPPORTED. */
  notSupported(message: string): SandkeepError {
    return new SandkeepError('NOT_SUPPORTED', message, { metadata: this.#metadata() });
  }

  tooLarge(how: string): SandkeepError {
    return new SandkeepError('TOOL_RESULT_TOO_LARGE', this.#message(how), { metadata: this.#metadata() });
  }

  /** What the sandbox says, as the end of a message; '' when it says nothing. */
  quote(text: string): string {
    const shown = quoted(text, this.target.token);
    return shown === '' ? '' : `: ${shown}`;
  }

  async #once(request: HttpRequest): Promise<HttpAnswer> {
    const { connectTimeoutMs, bodyTimeoutMs, maxResultBytes: maxBytes } = this.limits;
    const timeoutMs = Math.max(1, Math.ceil(this.#leftMs()));
    const limits = { signal: this.#signal, timeoutMs, connectTimeoutMs, bodyTimeoutMs, maxBytes };
    return await this.#connections.use(this.target, (agent) => exchange(agent, this.target, request, limits));
  }

  #leftMs(): number {
    return this.#endsAtMs - this.#clock.monotonicMs();
  }

  #shown(failure: ExchangeFailure, purpose: Purpose): SandkeepError {
    const { kind, message: how, cause } = failure;
    if (kind === 'invalid') return this.failed(how, cause);
    if (kind === 'too_large') return this.tooLarge(how);
    const details = { metadata: this.#metadata(), cause };
    if (kind === 'unsent' || purpose === 'read') {
      return new SandkeepError('TOOL_SERVER_UNAVAILABLE', this.#message(how), { ...details, retryAfterMs: 500 });
    }
    const reason = kind === 'late' ? 'DEADLINE_PASSED' : 'TOOL_INTERRUPTED';
    const rest = kind === 'late' ? ', and may go on' : ', and may have done it';
    return new SandkeepError(reason, this.#message(how + rest), details);
  }

  #message(how: string): string {
    return `the tool server of sandbox ${this.target.sandboxId} ${how}`;
  }

  #metadata(): Readonly<Record<string, string>> {
    return { sandbox_id: this.target.sandboxId };
  }
}

/** What an error of FastAPI says, without its traceback; '' when it is in no such form. */
export function detailOf(answer: HttpAnswer): string {
  if (refused.has(answer.status)) return 'it refuses the token of the sandbox';
  try {
    const parsed: unknown = JSON.parse(answer.body.toString('utf8'));
    const detail = isObject(parsed) ? parsed['detail'] : undefined;
    return typeof detail === 'string' ? (detail.split(': Traceback (most recent call last)', 1)[0] ?? '') : '';
  } catch {
    return '';
  }
}
