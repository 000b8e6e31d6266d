// Each call of the scenario by the client of the npm package.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';

import { connect, durationFromMs, type SandkeepClient } from 'sandkeep/client';

import { type Box, outcomeOfBox, shortEnum } from './outcomes.ts';
import { type Outcome, required, type Step, variable } from './step.ts';
import { Reader, Watch } from './streams.ts';

const longestCallMs = 60_000;

type Call = (step: Step) => Promise<Outcome>;

export class Runner {
  readonly #client = connect({ socketPath: variable('SANDKEEP_SOCKET'), timeoutMs: longestCallMs });
  readonly #future = connect({ socketPath: variable('SANDKEEP_FUTURE_SOCKET'), timeoutMs: longestCallMs });
  readonly #prefix = `${variable('SANDKEEP_CLIENT')}-`;
  readonly #boxes = new Map<string, Box>();
  readonly #readers = new Map<string, Reader>();
  readonly #watches = new Map<string, Watch>();
  readonly #answers = createInterface({ input: process.stdin });
  readonly #calls: Readonly<Record<string, Call>> = {
    acquire: async (step) => await this.#acquire(step, {}),
    acquire_cancelled: async (step) =>
      await this.#acquire(step, { signal: AbortSignal.timeout(required(step.after_s, 'after_s') * 1000) }),
    get: async (step) => await this.#get(this.#client, step.sandbox_id ?? this.#idOf(step)),
    future_get: async (step) => await this.#get(this.#future, required(step.sandbox_id, 'sandbox_id')),
    change: async (step) => await this.#change(step),
    release: async (step) => await this.#release(step),
    run: async (step) => await this.#run(step),
    exec: async (step) => await this.#exec(step),
    exec_write: async (step) =>
      await this.#onCommand(step, (reader) => reader.call.write(Buffer.from(step.text ?? ''))),
    exec_end_input: async (step) => await this.#onCommand(step, (reader) => reader.call.end()),
    exec_signal: async (step) => await this.#onCommand(step, (reader) => reader.call.signal(step.signal ?? '')),
    exec_read_until: async (step) => {
      const reader = this.#reader(step);
      await reader.readUntil(required(step.text, 'text'));
      return { stdout: reader.stdout.toString() };
    },
    exec_wait: async (step) => await this.#execWait(step),
    write_file: async (step) => await this.#writeFile(step),
    read_file: async (step) => await this.#readFile(step),
    heartbeat: async (step) => await this.#heartbeat(step),
    watch: async (step) => await this.#watch(step),
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

  close(): void {
    for (const watch of this.#watches.values()) void watch.close();
    this.#client.close();
    this.#future.close();
    this.#answers.close();
  }

  async #acquire(step: Step, options: { readonly signal?: AbortSignal }): Promise<Outcome> {
    const box = await this.#acquireBox(step, required(step.session, 'session'), options);
    this.#keep(step, box);
    return outcomeOfBox(box, this.#boxes);
  }

  async #acquireBox(step: Step, session: string, options: { readonly signal?: AbortSignal }): Promise<Box> {
    const answer = await this.#client.acquireSandbox(
      {
        session: { namespace: step.namespace ?? '', session: this.#named(session) },
        template: step.template ?? '',
        create: step.reuse_only ? 'CREATE_POLICY_NEVER' : 'CREATE_POLICY_IF_NEEDED',
        requestId: step.request_id === undefined ? randomUUID() : this.#named(step.request_id),
      },
      { retry: true, timeoutMs: (step.timeout_s ?? longestCallMs / 1000) * 1000, ...options },
    );
    return {
      sandbox: required(answer.sandbox ?? undefined, 'sandbox in its answer'),
      outcome: shortEnum(answer.outcome, 'ACQUIRE_OUTCOME_'),
      url: answer.endpoint?.url ?? '',
    };
  }

  async #get(client: SandkeepClient, sandboxId: string): Promise<Outcome> {
    const { sandbox, endpoint } = await client.getSandbox({ sandboxId }, { retry: true });
    const box = {
      sandbox: required(sandbox ?? undefined, 'sandbox in its answer'),
      outcome: '',
      url: endpoint?.url ?? '',
    };
    return outcomeOfBox(box, this.#boxes);
  }

  async #change(step: Step): Promise<Outcome> {
    const request = { sandboxId: this.#idOf(step), requestId: randomUUID() };
    const { sandbox } =
      step.to === 'PAUSED'
        ? await this.#client.pauseSandbox(request, { retry: true })
        : await this.#client.resumeSandbox(request, { retry: true });
    return { state: shortEnum(sandbox?.state ?? '', 'SANDBOX_STATE_') };
  }

  async #release(step: Step): Promise<Outcome> {
    const { sandbox } = await this.#client.releaseSandbox(
      { sandboxId: this.#idOf(step), requestId: randomUUID(), mode: 'RELEASE_MODE_DESTROY', wait: true },
      { retry: true },
    );
    return { state: shortEnum(sandbox?.state ?? '', 'SANDBOX_STATE_') };
  }

  async #run(step: Step): Promise<Outcome> {
    const stdin = step.stdin_bytes === undefined ? Buffer.from(step.stdin ?? '') : Buffer.alloc(step.stdin_bytes);
    const answer = await this.#client.runExec(
      {
        sandboxId: this.#idOf(step),
        argv: [...(step.argv ?? [])],
        shell: step.shell ?? '',
        stdin,
        requestId: randomUUID(),
        ...(step.timeout_s === undefined ? {} : { timeout: durationFromMs(step.timeout_s * 1000) }),
      },
      { retry: true },
    );
    return {
      exit_code: answer.exitCode ?? null,
      stdout: answer.stdout.toString(),
      stderr: answer.stderr.toString(),
      timed_out: answer.timedOut,
    };
  }

  async #exec(step: Step): Promise<Outcome> {
    const spec = {
      sandboxId: this.#idOf(step),
      execId: randomUUID(),
      shell: step.shell ?? '',
      openStdin: step.open_stdin ?? false,
    };
    const reader = new Reader(this.#client, { start: spec });
    const { execId } = await reader.open();
    this.#readers.set(required(step.as, 'as'), reader);
    return { has_exec_id: execId !== '' };
  }

  async #onCommand(step: Step, act: (reader: Reader) => void | Promise<void>): Promise<Outcome> {
    await act(this.#reader(step));
    return {};
  }

  async #execWait(step: Step): Promise<Outcome> {
    const reader = this.#reader(step);
    const { exit } = await reader.readToEnd();
    return {
      stdout: reader.stdout.toString(),
      stdout_bytes: reader.stdout.length,
      cause: shortEnum(exit?.cause ?? '', 'EXEC_CAUSE_'),
      exit_code: exit?.exitCode ?? null,
      signal: exit?.signal ?? '',
      output_lost: reader.outputLost,
    };
  }

  async #writeFile(step: Step): Promise<Outcome> {
    const text = step.text ?? required(step.repeat, 'repeat').repeat(required(step.times, 'times'));
    const header = { sandboxId: this.#idOf(step), path: step.path ?? '' };
    const { entry } = await this.#client.writeFile(header, pieces(Buffer.from(text)));
    return { size_bytes: Number(entry?.sizeBytes) };
  }

  async #readFile(step: Step): Promise<Outcome> {
    const data: Buffer[] = [];
    const frames = this.#client.readFile({ sandboxId: this.#idOf(step), path: step.path ?? '' });
    for await (const frame of frames) data.push(frame.data);
    const whole = Buffer.concat(data);
    return { size_bytes: whole.length, text: whole.toString() };
  }

  async #heartbeat(step: Step): Promise<Outcome> {
    const timeoutS = step.heartbeat_timeout_s;
    const answer = await this.#client.heartbeat(
      {
        session: { session: this.#named(required(step.session, 'session')) },
        expectedGeneration: step.expected_generation ?? 0,
        ...(timeoutS === undefined ? {} : { heartbeatTimeout: durationFromMs(timeoutS * 1000) }),
      },
      { retry: true },
    );
    return {
      state: shortEnum(answer.state, 'SESSION_STATE_'),
      generation: Number(answer.generation),
      needs_restore: answer.needsRestore,
      has_recycle_time: answer.recycleTime !== null && answer.recycleTime !== undefined,
    };
  }

  async #watch(step: Step): Promise<Outcome> {
    const watch = new Watch(this.#client, this.#idOf(step), { fromStart: step.from_start ?? false });
    await watch.open();
    this.#watches.set(required(step.as, 'as'), watch);
    return {};
  }

  async #watchRead(step: Step): Promise<Outcome> {
    const watch = required(this.#watches.get(required(step.watch, 'watch')), 'watch of this name');
    const reasons: string[] = [];
    let isInOrder = true;
    for (let read = 0; read < required(step.count, 'count'); read += 1) {
      const lastSeq = watch.seq;
      const event = await watch.next();
      isInOrder &&= lastSeq < Number(event.seq);
      reasons.push(event.reason);
    }
    return { reasons: reasons.join(','), in_order: isInOrder };
  }

  async #parallel(step: Step): Promise<Outcome> {
    const sessions = required(step.sessions, 'sessions');
    const calls = Array.from({ length: required(step.count, 'count') }, (_, index) =>
      this.#acquireBox(step, sessions[index % sessions.length] ?? '', {}),
    );
    const boxes = await Promise.all(calls);
    return {
      answers: boxes.length,
      sandboxes: new Set(boxes.map(({ sandbox }) => sandbox.id)).size,
      created: boxes.filter(({ outcome }) => outcome === 'CREATED').length,
    };
  }

  #keep(step: Step, box: Box): void {
    if (step.as !== undefined) this.#boxes.set(step.as, box);
  }

  #named(text: string): string {
    return text === '' ? '' : this.#prefix + text;
  }

  #idOf(step: Step): string {
    return required(this.#boxes.get(required(step.sandbox, 'sandbox')), 'sandbox of this name').sandbox.id;
  }

  #reader(step: Step): Reader {
    return required(this.#readers.get(required(step.command, 'command')), 'command of this name');
  }
}

async function* pieces(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}
