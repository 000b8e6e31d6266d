// Every key of a template. The defaults are those of a template that extends nothing.

import { z } from 'zod';

import * as types from './key-types.ts';
import {
  address,
  bytes,
  count,
  deadline,
  decimal,
  duration,
  flag,
  key,
  list,
  map,
  nullable,
  oneOf,
  required,
  scalarText,
  section,
  text,
  timerDuration,
} from './key-types.ts';

const port = count(1, 65_535);

const environmentName = types.pattern(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  kind: 'name',
  expected: 'a name of letters, digits and "_" that begins with a letter or "_"',
});

const headerName = types.pattern(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, {
  kind: 'name',
  expected: 'the name of an HTTP header',
});

function containerPath(): z.ZodString {
  return types.kind(z.string(), { kind: 'path', expected: 'an absolute path in the container' });
}

const readiness = section(
  {
    kind: key(
      oneOf('http', 'tcp', 'exec', 'healthcheck', 'none'),
      'none',
      'How a started sandbox is known to be ready; healthcheck is the one of the image.',
    ),
    port: key(nullable(port), null, 'Container port that http and tcp ask; without it the first of ports.'),
    path: key(
      types.pattern(/^\/[^\s\0]*$/, { kind: 'text', expected: 'a path that begins with "/", without spaces' }),
      '/',
      'What http asks for.',
    ),
    expected_status: key(count(100, 599), 200, 'The status that means ready.'),
    headers: key(map(headerName, scalarText), {}, 'Headers of the request; "${token}" is the token of the sandbox.'),
    command: key(list(text), [], 'Program and arguments that exec runs in the sandbox; exit code 0 means ready.'),
    timeout: key(deadline, '60s', 'A sandbox that is not ready by then has failed.'),
  },
  'When a sandbox is ready.',
);

const limits = section(
  {
    memory: key(bytes, '2g', 'Memory, without swap; 0 is unlimited.'),
    cpus: key(decimal(0, 4096), 2, 'CPUs, also parts of one; 0 is unlimited.'),
    pids: key(count(0, 4_194_304), 512, 'Processes and threads; 0 is unlimited.'),
    open_files: key(count(16, 1_048_576), 8192, 'Open files of one process.'),
    shm_size: key(bytes, '256m', "Size of /dev/shm; 0 is the engine's own default."),
    tmp_size: key(bytes, '256m', 'Size of /tmp in memory, where the root is read-only.'),
    log_max_size: key(bytes, '10m', 'Size of one log file the engine keeps.'),
    log_max_files: key(count(1, 100), 2, 'Log files the engine keeps.'),
  },
  'What a sandbox may use.',
);

const security = section(
  {
    class: key(
      oneOf('strict', 'compat'),
      'strict',
      "strict: user 10001, read-only root, no capabilities. compat: the image's user, writable root, CHOWN SETUID SETGID FOWNER DAC_OVERRIDE.",
    ),
    extra_capabilities: key(
      list(text),
      [],
      'Capabilities beyond those of the class, such as SYS_PTRACE; all but NET_BIND_SERVICE are logged at start.',
    ),
    read_only_root: key(
      nullable(flag),
      null,
      'Whether the root file system is read-only; without it as the class says.',
    ),
    seccomp: key(
      oneOf('default', 'chromium'),
      'default',
      "System call filter: the engine's own, or that plus what the Chromium sandbox needs.",
    ),
  },
  'How tightly a sandbox is held.',
);

const readOnly = key(flag, false, 'Whether the sandbox cannot write to it.');

const mount = z.strictObject({
  source: required(
    types.kind(z.string(), {
      kind: 'path',
      expected: 'an absolute path on this host; "{data_dir}" and "{skills_dir}" may begin it',
    }),
    'Host directory or file; "{data_dir}" and "{skills_dir}" may begin it.',
  ),
  target: required(containerPath(), 'Where it appears in the sandbox.'),
  read_only: readOnly,
  optional: key(flag, false, 'Whether a missing source is skipped instead of failing the create.'),
});

const workspaceMount = z.strictObject({
  subpath: key(text, '', 'A directory in the workspace; empty is the whole workspace.'),
  target: required(containerPath(), 'Where it appears in the sandbox.'),
  read_only: readOnly,
});

const siblingName = types.pattern(/^[a-z0-9][a-z0-9_-]{0,47}$/, {
  kind: 'name',
  expected: 'a name of 1 to 48 of the characters a-z 0-9 _ - that begins with a letter or digit',
});

const siblingMount = z.strictObject({
  name: required(siblingName, 'The directory is called as the workspace, a dot, and this.'),
  target: required(containerPath(), 'Where it appears in the sandbox.'),
  read_only: readOnly,
});

const networkName = types.kind(
  z.string().refine((name) => /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/.test(name) && name.toLowerCase() !== 'host'),
  {
    kind: 'text',
    expected: '"bridge", "none" or the name of a network; "host" and another container\'s network are refused',
    hint: "With another's network namespace published ports and isolation would be void.",
  },
);

const pool = section(
  {
    size: key(count(0, 100_000), 0, 'Warm sandboxes kept ready; 0 keeps none.'),
    refill_concurrency: key(count(1, 1000), 2, 'Creates of the pool at once.'),
    refill_interval: key(timerDuration, '50ms', 'Least time between two creates of the pool.'),
    refill_delay: key(timerDuration, '0s', 'How long after the last claim a gap is filled.'),
    max_age: key(duration, '1h', 'A warm sandbox older than this is replaced; 0 never.'),
    frozen: key(flag, false, 'Whether warm sandboxes wait paused, without using CPU; they are resumed at the claim.'),
    max_failures: key(
      count(1, 1000),
      5,
      'Failures in a row after which the pool stops trying until it is resumed or its template changes.',
    ),
    retry_min: key(deadline, '1s', 'Pause after the first failure; each further one doubles it.'),
    retry_max: key(deadline, '5m', 'Longest pause after a failure.'),
  },
  'Sandboxes that are ready before anybody asks.',
);

export const templateSchema = z.strictObject({
  description: key(text, '', 'One line for people.'),
  extends: key(
    nullable(text),
    null,
    'Template whose keys apply where this one has none. One with the name of a ready-made template extends that one unless this is given; null extends nothing.',
  ),
  runtime: key(oneOf('docker', 'local', 'fake'), 'docker', 'What runs the sandboxes.'),
  image: key(
    text,
    '',
    'Container image; needed by docker. "{agentscope_repository}" and "{agentscope_tag}" stand for what the section agentscope says.',
  ),
  pull: key(oneOf('missing', 'always', 'never'), 'missing', 'When the image is fetched.'),
  command: key(nullable(list(text)), null, "Program arguments; without it the image's own."),
  workdir: key(nullable(containerPath()), null, "Directory commands start in; without it the image's own."),
  ports: key(list(port), [], 'Container ports to publish.'),
  readiness,
  environment: key(
    map(environmentName, scalarText),
    {},
    'Variables of the sandbox. Numbers and booleans become text as written; "$NAME" and "${NAME}" are replaced from the daemon\'s environment, "$$" is a dollar.',
  ),
  token_env: key(
    nullable(environmentName),
    null,
    "Variable that receives the sandbox's token; neither environment nor a request can set it.",
  ),
  tool_api: key(
    oneOf('agentscope', 'aio', 'none'),
    'none',
    "What the image serves its tools by: AgentScope's API, that of the AIO image, or nothing.",
  ),
  tool_port: key(nullable(port), null, 'Container port of tool_api; without it the first of ports.'),
  limits,
  security,
  run_as: key(
    nullable(
      types.pattern(/^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,31}(:[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,31})?$/, {
        kind: 'user',
        expected: 'a user or "user:group", by name or number',
      }),
    ),
    null,
    "User in the sandbox; without it 10001:10001 in class strict, else the image's own.",
  ),
  network: key(networkName, 'bridge', 'Network of the sandbox: bridge, none, or a name.'),
  oci_runtime: key(nullable(text), null, 'Such as runsc; only from runtimes.docker.allowed_oci_runtimes.'),
  mounts: key(
    list(mount),
    [],
    'What of this host appears in the sandbox; added to the mounts of the extended template, where the same target replaces.',
  ),
  workspace: key(
    oneOf('session', 'sandbox', 'none'),
    'session',
    'Whose files: kept per session, per sandbox, or none.',
  ),
  workspace_mounts: key(
    list(workspaceMount),
    [{ target: '/workspace' }],
    'Where the workspace appears in the sandbox.',
  ),
  sibling_mounts: key(list(siblingMount), [], 'Further directories of the session, beside its workspace.'),
  workspace_owner: key(
    nullable(types.owner),
    null,
    "Owner of new workspaces; without it 10001:10001 for docker in class strict, else the daemon's user.",
  ),
  workspace_mode: key(
    types.directoryMode,
    '0750',
    'Permission bits of new workspaces; never writable for all. "2770" shares one with a group: new files get it too.',
  ),
  workspace_path: key(
    nullable(text),
    null,
    'Path of workspaces in data_dir with {namespace}, {user}, {session} and {id}; without it workspaces/{namespace}/{user}/{session}.',
  ),
  workspace_directories: key(list(text), [], 'Directories made in a new workspace.'),
  publish_host: key(nullable(address), null, 'As runtimes.docker.publish_host, which applies without it.'),
  port_range: key(nullable(types.portRange), null, 'As runtimes.docker.port_range, which applies without it.'),
  stop_grace: key(duration, '2s', 'How long a stop waits before it kills; 0 kills at once.'),
  create_timeout: key(deadline, '3m', 'Deadline of a create, without the time of an image pull.'),
  auto_start: key(flag, true, 'Whether a new sandbox is started.'),
  idle_timeout: key(duration, '600s', 'A sandbox unused for this long is idle; 0 never.'),
  heartbeat_timeout: key(
    nullable(duration),
    null,
    'A session unheard of for this long is recycled, counted from its first use; 0 never. Without it the heartbeat_timeout of all counts, from the first heartbeat on.',
  ),
  pool,
  max_sandboxes: key(count(0, 1_000_000), 0, 'Sandboxes of this template with a container at once; 0 is unlimited.'),
  store_workspace: key(flag, true, 'Whether its workspaces are kept in the storage, if one is configured.'),
  idle_action: key(oneOf('recycle', 'park', 'release', 'none'), 'recycle', 'What happens to an idle sandbox.'),
  release_mode: key(oneOf('destroy', 'park'), 'destroy', 'What a release does when its request does not say.'),
  labels: key(map(text, scalarText), {}, 'Labels of the sandboxes, for lists and filters.'),
  refused: key(
    nullable(types.pattern(/\S/, { kind: 'text', expected: 'a reason' })),
    null,
    'Why no sandbox is made of it; a create fails with this reason. null in a template that extends such a one lifts it.',
  ),
});

/** A template as written, with the defaults of what it does not say. */
export type FileTemplate = z.output<typeof templateSchema>;

type Written<T> = T extends readonly (infer Element)[]
  ? readonly Written<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: Written<T[Key]> }
    : T;

/** A template as it may be written in the file. */
export type WrittenTemplate = Written<z.input<typeof templateSchema>>;
