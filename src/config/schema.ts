// Every key of the config outside templates: what it takes, what it is when left out, what it is for.

import { z } from 'zod';

import { isSessionPart } from '../domain/names.ts';
import { agentscopeSection } from './agentscope.ts';
import * as types from './key-types.ts';
import {
  count,
  deadline,
  duration,
  flag,
  key,
  list,
  map,
  nullable,
  oneOf,
  section,
  timerDuration,
} from './key-types.ts';
import { limits } from './limits-schema.ts';
import { storage } from './storage-schema.ts';
import { templateSchema } from './template-schema.ts';

const hundredMillion = 100_000_000;

const docker = section(
  {
    enabled: key(flag, true, 'Whether templates may use a container engine.'),
    host: key(
      nullable(types.text),
      null,
      "The engine's address, as in DOCKER_HOST; without it DOCKER_HOST, the current docker context, then the usual sockets.",
    ),
    config_dir: key(
      nullable(types.absolutePath),
      null,
      "Directory of docker's config.json, for registry credentials; without it DOCKER_CONFIG or ~/.docker.",
    ),
    container_prefix: key(
      types.pattern(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,31}$/, {
        kind: 'text',
        expected: '1 to 32 letters, digits, "_", "." and "-", beginning with a letter or digit',
      }),
      'sandkeep',
      'Begins the names of containers; for people only, ownership is in labels.',
    ),
    access_host: key(
      nullable(types.text),
      null,
      'Host that clients are told to use, such as host.docker.internal; without it the address ports are published on.',
    ),
    publish_host: key(types.address, '127.0.0.1', 'Host address that ports are published on.'),
    port_range: key(
      nullable(types.portRange),
      null,
      'Host ports to publish on, both ends included; without it the engine chooses.',
    ),
    host_data_dir: key(
      nullable(types.absolutePath),
      null,
      "What data_dir is called on the engine's host, when the daemon itself runs in a container.",
    ),
    allowed_oci_runtimes: key(list(types.text), [], 'OCI runtimes that templates may name; none allows none.'),
    max_connections: key(count(1, 10_000), 32, 'Connections to the engine at once.'),
  },
  'Containers by Docker, or by Podman through its Docker-compatible socket.',
);

const local = section(
  {
    enabled: key(flag, true, 'Whether templates may use directories of this host as sandboxes.'),
    allow_host_exec: key(
      flag,
      false,
      'Whether commands of local sandboxes run on this host. Without bubblewrap that is no security boundary.',
    ),
    bubblewrap_path: key(
      nullable(types.absolutePath),
      null,
      'The bwrap program; without it the one on PATH, if a trial run of it works.',
    ),
    max_held_instances: key(
      count(1, 1_000_000),
      256,
      'Local sandboxes kept in memory; others are read again when used.',
    ),
  },
  'Sandboxes that are directories of this host.',
);

const fake = section(
  { socket: key(nullable(types.absolutePath), null, 'Socket of the test engine; naming it enables the runtime.') },
  'The engine of the tests.',
);

const namespaceName = types.kind(z.string().refine(isSessionPart), {
  kind: 'name',
  expected: 'the name of a namespace, 1 to 128 printable characters',
});

const namespace = z.strictObject({
  max_sandboxes: key(count(0, 1_000_000), 0, 'Sandboxes of this namespace with a container at once; 0 is unlimited.'),
});

const metrics = section(
  {
    address: key(
      nullable(types.metricsAddress),
      null,
      'Where Prometheus may ask, at /metrics: a loopback port such as "127.0.0.1:9464", or a socket; without it nowhere.',
    ),
  },
  'What the daemon counts and measures.',
);

const backup = section(
  {
    directory: key(
      nullable(types.absolutePath),
      null,
      'Where copies of the database go; without it "backups" in state_dir.',
    ),
    keep: key(count(1, 10_000), 7, 'Copies kept there; older ones are deleted.'),
    interval: key(timerDuration, '0s', 'How often a copy is made; 0 only when asked for.'),
  },
  'Copies of the state database.',
);

const access = section(
  {
    tokens: key(
      oneOf('off', 'required'),
      'off',
      'Whether each call must carry an access token; without, whoever can open the socket may do everything.',
    ),
    audit_file: key(
      nullable(types.absolutePath),
      null,
      'Where each call that changes something leaves a line of JSON; without it nowhere. SIGHUP opens it again.',
    ),
    creates_per_minute: key(
      count(0, 1_000_000),
      0,
      'Sandboxes that one token, or without tokens one user of a namespace, has made within a minute; 0 is unlimited.',
    ),
    max_tokens: key(count(1, 100_000), 1000, 'Tokens that are not revoked, and revoked ones that are remembered.'),
  },
  'Who may call.',
);

const shape = {
  state_dir: key(nullable(types.absolutePath), null, 'Database, lock, key and identity. Default: see below the table.'),
  data_dir: key(nullable(types.absolutePath), null, 'Workspaces and local sandboxes. Default: see below the table.'),
  socket: key(
    nullable(types.absolutePath),
    null,
    'Where clients connect; at most 103 bytes. Default: see below the table.',
  ),
  socket_mode: key(types.mode, '0660', 'Permission bits of the socket.'),
  socket_directory_mode: key(types.mode, '0750', 'Permission bits of its directory.'),
  socket_group: key(
    nullable(types.scalarText),
    null,
    "Group, by name or number, of the socket and its directory; without it the daemon's own.",
  ),
  log_level: key(oneOf('trace', 'debug', 'info', 'warn', 'error'), 'info', 'Least severe messages that are logged.'),
  on_shutdown: key(
    oneOf('detach', 'park', 'release'),
    'detach',
    'What a stop of the daemon does to sandboxes: leave them running, park or release them.',
  ),
  drain_timeout: key(timerDuration, '30s', 'How long a stop waits for what is in flight; 0 does not wait.'),
  default_template: key(types.text, 'local', 'Template of requests that name none.'),
  missing_environment: key(
    oneOf('error', 'empty'),
    'error',
    'What a "$VAR" without a value does: fail each create of that template, or become empty text.',
  ),
  allowed_host_mounts: key(
    list(types.absolutePath),
    [],
    'Host directories that mounts of templates may come from; none allows none.',
  ),
  allowed_workspace_dirs: key(
    list(types.absolutePath),
    [],
    'Host directories below which a request may name its workspace; none allows none.',
  ),
  reserved_mount_targets: key(
    list(types.absolutePath),
    [],
    'Container paths that mounts may not cover, besides those that never may be.',
  ),
  skills_dir: key(
    nullable(types.absolutePath),
    null,
    'What the ready-made templates mount read-only at /mnt/skills if it exists; without it "skills" in data_dir.',
  ),
  access,
  reflection: key(flag, true, 'Whether the gRPC services can be listed by reflection.'),
  agentscope: agentscopeSection,
  max_sandboxes: key(count(0, 1_000_000), 0, 'Sandboxes with a container at once; 0 is unlimited.'),
  max_sandboxes_per_namespace: key(
    count(0, 1_000_000),
    0,
    'Sandboxes of one namespace with a container at once; 0 is unlimited.',
  ),
  namespaces: key(map(namespaceName, namespace), {}, 'Limits of single namespaces, instead of the common one.'),
  admission: key(
    oneOf('reject', 'wait'),
    'reject',
    'What a create does that finds a limit reached by sandboxes in use: fail, or wait for its turn.',
  ),
  admission_timeout: key(deadline, '30s', 'How long a create waits for its turn.'),
  min_free_memory: key(
    types.bytes,
    '128m',
    'With less memory available nothing new is made and pools shrink; 0 does not look.',
  ),
  min_free_disk: key(
    types.bytes,
    '128m',
    'With less disk free for data_dir nothing new is made and pools shrink; 0 does not look.',
  ),
  heartbeat_timeout: key(
    duration,
    '300s',
    'A session that sends heartbeats is recycled when it falls silent for this long; 0 never. A template may say otherwise.',
  ),
  pool_check_interval: key(timerDuration, '1s', 'How often pools are compared with their targets; 0 never.'),
  recycled_ttl: key(
    duration,
    '0s',
    'How long a recycled sandbox can be restored; then it is released and its workspace deleted. 0 keeps both.',
  ),
  workspace_ttl: key(
    duration,
    '0s',
    'How long a workspace that no sandbox refers to is kept on this host; then its files are deleted, a stored copy stays. 0 keeps them.',
  ),
  storage,
  max_concurrent_creates: key(count(1, 10_000), 16, 'Creates at once.'),
  proven_for: key(
    duration,
    '2s',
    'A sandbox proven alive this recently is handed out without asking the engine; 0 always asks.',
  ),
  idle_check_interval: key(
    timerDuration,
    '60s',
    'How often idle sandboxes and silent sessions are looked for; 0 never.',
  ),
  released_check_interval: key(timerDuration, '60s', 'How often records of released sandboxes are deleted; 0 never.'),
  reconcile_interval: key(
    timerDuration,
    '30s',
    'How often records and engines are compared; 0 only at start and reconnect.',
  ),
  retention_interval: key(timerDuration, '10m', 'How often old events, failures and request ids are deleted; 0 never.'),
  released_ttl: key(duration, '3600s', 'How long the record of a released sandbox is kept; 0 keeps it.'),
  released_max_deletions: key(count(1, 1_000_000), 200, 'Records that one pass deletes at most.'),
  event_retention: key(duration, '7d', 'How long events are kept; 0 keeps them.'),
  max_events: key(count(0, hundredMillion), 1_000_000, 'Events kept at most; 0 is unlimited.'),
  failed_retention: key(duration, '7d', 'How long a failed sandbox and its evidence are kept; 0 keeps them.'),
  orphan_ttl: key(duration, '1h', 'How long a stopped container of ours without a record is kept; 0 keeps it.'),
  orphan_grace: key(
    duration,
    '60s',
    'How long a container of ours may be without a record before it counts as an orphan.',
  ),
  metrics,
  backup,
  runtimes: section({ docker, local, fake }, 'What runs sandboxes.'),
  limits,
};

/** The config without its templates. */
export const settingsSchema = z.strictObject(shape);

const templateName = types.pattern(/^[a-z0-9][a-z0-9._-]{0,62}$/, {
  kind: 'name',
  expected: 'a name of 1 to 63 of the characters a-z 0-9 . _ - that begins with a letter or digit',
});

/** The whole file; its templates are validated one by one and merged with what they extend. */
export const fileSchema = z.strictObject({
  ...shape,
  templates: key(map(templateName, templateSchema), {}, 'Recipes of sandboxes by name.'),
});

export const templateNameSchema = templateName;

export type FileSettings = z.output<typeof settingsSchema>;
