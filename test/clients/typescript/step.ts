// A step of the scenario, as scenario.json has it.

export interface Step {
  readonly call: string;
  readonly as?: string;
  readonly expect: Readonly<Record<string, unknown>>;
  readonly session?: string;
  readonly sessions?: readonly string[];
  readonly namespace?: string;
  readonly template?: string;
  readonly request_id?: string;
  readonly reuse_only?: boolean;
  readonly timeout_s?: number;
  readonly after_s?: number;
  readonly sandbox?: string;
  readonly sandbox_id?: string;
  readonly to?: 'PAUSED' | 'RUNNING';
  readonly argv?: readonly string[];
  readonly shell?: string;
  readonly stdin?: string;
  readonly stdin_bytes?: number;
  readonly open_stdin?: boolean;
  readonly command?: string;
  readonly text?: string;
  readonly signal?: string;
  readonly path?: string;
  readonly repeat?: string;
  readonly times?: number;
  readonly expected_generation?: number;
  readonly heartbeat_timeout_s?: number;
  readonly from_start?: boolean;
  readonly watch?: string;
  readonly count?: number;
  readonly do?: string;
}

export type Outcome = Readonly<Record<string, unknown>>;

/** What the step must have for its call. */
export function required<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the step has no ${what}`);
  return value;
}

export function variable(name: string): string {
  return required(process.env[name], `environment variable ${name}`);
}
