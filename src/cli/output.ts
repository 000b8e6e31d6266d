// Where results and notices go: results to stdout, everything else to stderr.
import { once } from 'node:events';
import { styleText } from 'node:util';
import type { JsonObject, JsonValue } from '../client/json.ts';
import type { Failure } from './failure.ts';
import type { CliIo, CliStream } from './io.ts';
import { type Column, type Paint, renderBlock, renderTable, type TableLayout } from './render/table.ts';
import { printableLines } from './render/text.ts';

export interface List<Row extends object> {
  /** Key of the JSON document. */
  readonly key: string;
  readonly messageName: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly whenEmpty: string;
}

export class Output {
  readonly isJson: boolean;
  readonly paint: Paint;
  readonly layout: TableLayout;
  readonly #io: CliIo;

  constructor(io: CliIo, format: 'json' | 'text') {
    this.#io = io;
    this.isJson = format === 'json';
    this.paint = paintFor(io.stdout, io.env);
    this.layout = { width: io.stdout.isTTY ? (io.stdout.columns ?? 80) : Infinity, paint: this.paint };
  }

  /** One message: as JSON, or as the lines that the command makes of it. */
  async show(messageName: string, message: object, toLines: () => readonly string[]): Promise<void> {
    if (!this.isJson) {
      await this.lines(toLines());
      return;
    }
    // The contract takes a while to load, and most help texts and completions need none.
    const { messageToJson } = await import('../client/json.ts');
    await this.json(messageToJson(messageName, message));
  }

  /** A list: as JSON under the given key, as a table, or as one helpful line on stderr when it is empty. */
  async list<Row extends object>(list: List<Row>): Promise<void> {
    if (this.isJson) {
      const { messageToJson } = await import('../client/json.ts');
      await this.json({ [list.key]: list.rows.map((row) => messageToJson(list.messageName, row)) });
    } else if (list.rows.length === 0) await this.notice(list.whenEmpty);
    else await this.lines(renderTable(list.rows, list.columns, this.layout));
  }

  block(rows: readonly (readonly [string, string | undefined])[]): readonly string[] {
    return renderBlock(rows, this.layout);
  }

  async json(value: JsonValue): Promise<void> {
    await this.lines([JSON.stringify(value)]);
  }

  async lines(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.bytes(`${lines.join('\n')}\n`);
  }

  async bytes(chunk: string | Uint8Array): Promise<void> {
    await write(this.#io.stdout, chunk);
  }

  async errorBytes(chunk: string | Uint8Array): Promise<void> {
    await write(this.#io.stderr, chunk);
  }

  /** For people only; a script that asked for JSON gets none. */
  async notice(text: string): Promise<void> {
    if (!this.isJson) await this.errorBytes(`${printableLines(text)}\n`);
  }

  async failure(failure: Failure, about: JsonObject = {}): Promise<void> {
    const { message, hint, exitCode, details } = failure;
    if (this.isJson) {
      const error = { message, hint, exit_code: exitCode, ...details, ...about };
      await this.errorBytes(`${JSON.stringify({ error })}\n`);
      return;
    }
    await this.errorBytes(`sandkeep: ${printableLines(message)}\n`);
    if (hint) await this.errorBytes(`hint: ${printableLines(hint)}\n`);
  }
}

function paintFor(stream: CliStream, env: CliIo['env']): Paint {
  const isColoured = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  // The stream was asked already, and it may be another than the process's own.
  return isColoured ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}

async function write(stream: CliStream, chunk: string | Uint8Array): Promise<void> {
  if (chunk.length > 0 && !stream.write(chunk)) await once(stream, 'drain');
}
