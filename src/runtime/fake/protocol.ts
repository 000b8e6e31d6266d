// What the fake engine and its adapter say to each other: JSON over HTTP on a Unix socket.
// Both sides parse what they receive.

import { z } from 'zod';

const texts = z.record(z.string(), z.string());

const mount = z.object({ source: z.string(), target: z.string(), readOnly: z.boolean() });
const portRequest = z.object({
  containerPort: z.number().int(),
  hostAddress: z.string(),
  hostPort: z.number().int().nullable(),
});
const publishedPort = z.object({
  containerPort: z.number().int(),
  hostAddress: z.string(),
  hostPort: z.number().int(),
});
const exit = z.object({ exitCode: z.number().int().nullable(), oomKilled: z.boolean(), message: z.string() });

/** Why the engine refused; a fault of the test has a status and no kind. */
export const problemKinds = [
  'bad-request',
  'no-such-route',
  'no-such-container',
  'no-such-exec',
  'no-such-image',
  'name-in-use',
  'removal-in-progress',
  'is-running',
  'not-running',
  'is-paused',
  'not-paused',
  'port-in-use',
  'mount-missing',
  'workdir-missing',
  'command-not-found',
  'pull-denied',
  'pull-failed',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

export const problemSchema = z.object({ kind: z.enum(problemKinds).nullable(), message: z.string() });

export const createSchema = z.object({
  image: z.string(),
  labels: texts,
  environment: texts,
  workdir: z.string().nullable(),
  mounts: z.array(mount),
  ports: z.array(portRequest),
});
export type CreateBody = z.infer<typeof createSchema>;

export const phases = ['created', 'running', 'paused', 'exited', 'dead', 'removing'] as const;

export const containerSchema = z.object({
  id: z.string(),
  name: z.string(),
  labels: texts,
  image: z.string(),
  imageDigest: z.string(),
  phase: z.enum(phases),
  ports: z.array(publishedPort),
  startedAtMs: z.number().nullable(),
  exit: exit.nullable(),
  health: z.enum(['starting', 'healthy', 'unhealthy']).nullable(),
});
export type ContainerView = z.infer<typeof containerSchema>;
export const containersSchema = z.array(containerSchema);

/** What the engine keeps on disk of a container. */
export const recordSchema = containerSchema.extend({
  environment: texts,
  workdir: z.string().nullable(),
  mounts: z.array(mount),
  portRequests: z.array(portRequest),
  log: z.array(z.string()),
});
export type ContainerRecord = z.infer<typeof recordSchema>;

export const createdSchema = z.object({ id: z.string() });
export const exitSchema = exit;
export const linesSchema = z.object({ lines: z.array(z.string()) });
export const logLineSchema = z.object({
  source: z.enum(['stdout', 'stderr']),
  text: z.string(),
  /** Nanoseconds since 1970. */
  timeNs: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;
export const usageSchema = z.object({
  takenAtMs: z.number(),
  cpuTimeNs: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  memoryLimitBytes: z.number().nullable(),
  pids: z.number().nullable(),
  pidsLimit: z.number().nullable(),
  networkReceivedBytes: z.number().nullable(),
  networkSentBytes: z.number().nullable(),
  blockReadBytes: z.number().nullable(),
  blockWrittenBytes: z.number().nullable(),
});
export const sizeSchema = z.object({ writableLayerBytes: z.number() });
export const rootSchema = z.object({ directory: z.string() });
export const imageSchema = z.object({ digest: z.string() });
export const infoSchema = z.object({ engineId: z.string(), version: z.string(), apiVersion: z.string() });

export const terminalSchema = z.object({ columns: z.number().int().positive(), rows: z.number().int().positive() });

export const execSchema = z.object({
  argv: z.array(z.string()).min(1),
  environment: texts,
  workdir: z.string().nullable(),
  terminal: terminalSchema.nullable(),
  mark: z.string(),
});
export type ExecBody = z.infer<typeof execSchema>;

export const execViewSchema = z.object({
  running: z.boolean(),
  exitCode: z.number().int().nullable(),
  isSandboxGone: z.boolean(),
});
export type ExecView = z.infer<typeof execViewSchema>;

export const eventSchema = z.object({
  kind: z.enum(['create', 'start', 'die', 'pause', 'unpause', 'destroy']),
  id: z.string(),
  name: z.string(),
  labels: texts,
  exitCode: z.number().int().nullable(),
  oomKilled: z.boolean(),
});
export type EngineEvent = z.infer<typeof eventSchema>;

/** One line of a pull: progress until the digest, or the refusal. */
export const pullLineSchema = z.union([
  z.object({ layer: z.string(), status: z.string(), currentBytes: z.number(), totalBytes: z.number() }),
  z.object({ digest: z.string() }),
  z.object({ problem: problemSchema }),
]);
export type PullLine = z.infer<typeof pullLineSchema>;

const delays = z.object({
  createDelayMs: z.number().nonnegative(),
  startDelayMs: z.number().nonnegative(),
  stopDelayMs: z.number().nonnegative(),
  removeDelayMs: z.number().nonnegative(),
  pullDelayMs: z.number().nonnegative(),
});
export type EngineDelays = z.infer<typeof delays>;

/** A rule applies to requests whose method and URL match, `count` times; without a count until it is cleared. */
const selector = {
  method: z.string().default('.*'),
  path: z.string().default('.*'),
  count: z.number().int().positive().nullable().default(null),
};
export const faultSchema = z.discriminatedUnion('action', [
  /** The connection breaks and nothing is done. */
  z.object({ action: z.literal('refuse'), ...selector }),
  z.object({ action: z.literal('delay'), delayMs: z.number().positive(), ...selector }),
  /** It is done, and the reply is lost. */
  z.object({ action: z.literal('drop_after'), ...selector }),
  /** Nothing is done and nothing is ever answered. */
  z.object({ action: z.literal('hang'), ...selector }),
  z.object({
    action: z.literal('status'),
    status: z.number().int(),
    message: z.string().default('a fault of the test'),
    ...selector,
  }),
  /** It is done, and the reply is not JSON. */
  z.object({ action: z.literal('garbage'), ...selector }),
  z.object({ action: z.literal('list_empty'), ...selector }),
]);
export type Fault = z.infer<typeof faultSchema>;

export const controlSchema = z.union([
  faultSchema,
  /** "cut" ends the open streams now; "silent" keeps them open and says nothing more until a clear. */
  z.object({ action: z.literal('stop_events'), mode: z.enum(['cut', 'silent']).default('cut') }),
  z.object({ action: z.literal('engine_id'), engineId: z.string() }),
  z.object({ action: z.literal('delays'), delays: delays.partial() }),
  /** Behind the daemon's back. */
  z.object({ action: z.literal('remove_container'), name: z.string() }),
  z.object({
    action: z.literal('crash_container'),
    name: z.string(),
    exitCode: z.number().int(),
    oomKilled: z.boolean().default(false),
  }),
  z.object({ action: z.literal('mark_dead'), name: z.string() }),
  /** Ends every rule and silence, and forgets the counted calls; delays stay. */
  z.object({ action: z.literal('clear') }),
]);
export type Control = z.input<typeof controlSchema>;
export type ControlCommand = z.output<typeof controlSchema>;

/** Containers that run from nowhere on; their ports have numbers and no listeners. */
export const seedSchema = z.object({
  image: z.string(),
  containers: z.array(z.object({ name: z.string(), labels: texts })),
});
export type Seed = z.infer<typeof seedSchema>;
export const seededSchema = z.object({ ids: z.array(z.string()) });

/** Requests served since the last clear, by method and route. */
export const callsSchema = z.record(z.string(), z.number());
