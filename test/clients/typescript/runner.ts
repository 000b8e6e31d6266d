// Each call of the scenario by the client of the npm package.
import { createInterface } from 'node:readline';

import { type AcquireOptions, Client, type Command, type EventWatch, type Sandbox } from 'sandkeep/client';

import { outcomeOfSandbox } from './outcomes.ts';
import { type Outcome, required, type Step, variable } from './step.ts';

type Call = (step: Step) => Promise<Outcome>;

/** A command with what was read of it. */
interface Reader {
  readonly command: Command;
  stdout: Buffer;
}

export class Runner {
  readonly #client = new Client({ socketPath: variable('SANDKEEP_SOCKET') });
  readonly #future = new Client({ socketPath: variable('SANDKEEP_FUTURE_SOCKET') });
  readonly #prefix = `${variable('SANDKEEP_CLIENT')}-`;
  readonly #boxes = new Map<string, Sandbox>();
  readonly #readers = new Map<string, Reader>();
  readonly #watches = new Map<string, EventWatch>();
  readonly #answers = createInterface({ input: process.stdin });
  readonly #calls: Readonly<Record<string, Call>> = {
    acquire: async (step) => await this.#acquire(step, {}),
    acquire_cancelled: async (step) =>
      await this.#acquire(step, { signal: AbortSignal.timeout(required(step.after_s, 'after_s') * 1000) }),
    get: async (step) => await this.#get(this.#client, step.sandbox_id ?? this.#box(step).id),
    future_get: async (step) => await this.#get(this.#future, required(step.sandbox_id, 'sandbox_id')),
    change: async (step) => {
      const box = this.#box(step);
      return { state: (step.to === 'PAUSED' ? await box.pause() : await box.resume()).state };
    },
    release: async (step) => ({
      state: (await this.#box(step).release({ mode: 'RELEASE_MODE_DESTROY', wait: true })).state,
    }),
    run: async (step) => await this.#run(step),
    exec: async (step) => await this.#exec(step),
    exec_write: async (step) => {
      await this.#reader(step).command.write(step.text ?? '');
      return {};
    },
    exec_end_input: async (step) => await this.#toCommand(step, (command) => command.endInput()),
    exec_signal: async (step) => await this.#toCommand(step, (command) => command.signal(step.signal)),
    exec_read_until: async (step) => {
      const reader = this.#reader(step);
      await readUntil(reader, required(step.text, 'text'));
      return { stdout: reader.stdout.toString() };
    },
    exec_wait: async (step) => await this.#execWait(step),
    write_file: async (step) => await this.#writeFile(step),
    read_file: async (step) => {
      const data = await this.#box(step).files.readBytes(step.path ?? '');
      return { size_bytes: data.length, text: data.toString() };
    },
    heartbeat: async (step) => await this.#heartbeat(step),
    watch: async (step) => {
      const options = { sandboxId: this.#box(step).id, fromStart: step.from_start ?? false };
      this.#watches.set(required(step.as, 'as'), await this.#client.watchEvents(options));
      return {};
    },
    watch_read: async (step) => await this.#watchRead(step),
    parallel: async (step) => await this.#parallel(step),
    control: async (step) => {
      console.log(`control\t${step.do}`);
      await new Promise((resolve) => this.#answers.once('line', resolve));
      return {};
    },
  };

  async run(step: Step): Promise<Outcome> {
    return await required(this.#calls[step.call], `known call, but ${step.call}`)(step);
  }

  async close(): Promise<void> {
    for (const watch of this.#watches.values()) await watch.close();
    this.#client.close();
    this.#future.close();
    this.#answers.close();
  }

  async #acquire(step: Step, options: AcquireOptions): Promise<Outcome> {
    const box = await this.#client.acquire(
      { namespace: step.namespace ?? '', session: this.#named(required(step.session, 'session')) },
      {
        template: step.template ?? '',
        reuseOnly: step.reuse_only ?? false,
        ...(step.request_id === undefined ? {} : { requestId: this.#named(step.request_id) }),
        ...(step.timeout_s === undefined ? {} : { timeoutMs: step.timeout_s * 1000 }),
        ...options,
      },
    );
    if (step.as !== undefined) this.#boxes.set(step.as, box);
    return outcomeOfSandbox(box, this.#boxes);
  }

  async #get(client: Client, sandboxId: string): Promise<Outcome> {
    return outcomeOfSandbox(await client.get(sandboxId), this.#boxes);
  }

  async #run(step: Step): Promise<Outcome> {
    const stdin = step.stdin_bytes === undefined ? (step.stdin ?? '') : Buffer.alloc(step.stdin_bytes);
    const result = await this.#box(step).run(required(step.argv ?? step.shell, 'command'), {
      stdin,
      ...(step.timeout_s === undefined ? {} : { timeoutMs: step.timeout_s * 1000 }),
    });
    return {
      exit_code: result.exitCode,
      stdout: result.stdout.toString(),
      stderr: result.stderr.toString(),
      timed_out: result.timedOut,
    };
  }

  async #exec(step: Step): Promise<Outcome> {
    const command = await this.#box(step).exec(required(step.shell, 'shell'), { openStdin: step.open_stdin ?? false });
    this.#readers.set(required(step.as, 'as'), { command, stdout: Buffer.alloc(0) });
    return { has_exec_id: command.execId !== '' };
  }

  async #toCommand(step: Step, act: (command: Command) => void): Promise<Outcome> {
    act(this.#reader(step).command);
    return await Promise.resolve({});
  }

  async #execWait(step: Step): Promise<Outcome> {
    const reader = this.#reader(step);
    await readUntil(reader, null);
    const { cause, exitCode, signal } = await reader.command.wait();
    return {
      stdout: reader.stdout.toString(),
      stdout_bytes: reader.stdout.length,
      cause,
      exit_code: exitCode,
      signal,
      output_lost: reader.command.outputLost,
    };
  }

  async #writeFile(step: Step): Promise<Outcome> {
    const text = step.text ?? required(step.repeat, 'repeat').repeat(required(step.times, 'times'));
    const entry = await this.#box(step).files.writeText(step.path ?? '', text);
    return { size_bytes: Number(entry.sizeBytes) };
  }

  async #heartbeat(step: Step): Promise<Outcome> {
    const timeoutS = step.heartbeat_timeout_s;
    const answer = await this.#client.heartbeat(this.#named(required(step.session, 'session')), {
      expectedGeneration: step.expected_generation ?? 0,
      ...(timeoutS === undefined ? {} : { heartbeatTimeout: { seconds: timeoutS } }),
    });
    return {
      state: answer.state.replace('SESSION_STATE_', ''),
      generation: Number(answer.generation),
      needs_restore: answer.needsRestore,
      has_recycle_time: Boolean(answer.recycleTime),
    };
  }

  async #watchRead(step: Step): Promise<Outcome> {
    const watch = required(this.#watches.get(required(step.watch, 'watch')), 'watch of this name');
    const reasons: string[] = [];
    let isInOrder = true;
    for (let read = 0; read < required(step.count, 'count'); read += 1) {
      const lastSeq = watch.seq;
      const event = required((await watch.next()).value, 'event');
      isInOrder &&= lastSeq < Number(event.seq);
      reasons.push(event.reason);
    }
    return { reasons: reasons.join(','), in_order: isInOrder };
  }

  async #parallel(step: Step): Promise<Outcome> {
    const sessions = required(step.sessions, 'sessions');
    const calls = Array.from(
      { length: required(step.count, 'count') },
      async (_, index) => await this.#client.acquire(this.#named(sessions[index % sessions.length] ?? '')),
    );
    const boxes = await Promise.all(calls);
    return {
      answers: boxes.length,
      sandboxes: new Set(boxes.map(({ id }) => id)).size,
      created: boxes.filter(({ outcome }) => outcome === 'CREATED').length,
    };
  }

  #named(text: string): string {
    return text === '' ? '' : this.#prefix + text;
  }

  #box(step: Step): Sandbox {
    return required(this.#boxes.get(required(step.sandbox, 'sandbox')), 'sandbox of this name');
  }

  #reader(step: Step): Reader {
    return required(this.#readers.get(required(step.command, 'command')), 'command of this name');
  }
}

/** To the end of the output without a text. */
async function readUntil(reader: Reader, text: string | null): Promise<void> {
  for await (const { stream, data } of reader.command) {
    if (stream === 'stdout') reader.stdout = Buffer.concat([reader.stdout, data]);
    if (text !== null && reader.stdout.toString().endsWith(text)) return;
  }
}
