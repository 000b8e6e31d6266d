// Every key of the config outside templates: what it takes, what it is when left out, what it is for.

import { z } from 'zod';

import { isSessionPart, isStoragePath } from '../domain/names.ts';
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

const longestPrefix = 200;

const objectPrefix = types.kind(
  z.string().refine((text) => text === '' || (text.length <= longestPrefix && isStoragePath(text.replace(/\/$/, '')))),
  { kind: 'text', expected: `plain names with "/" between them, ${longestPrefix} characters at most` },
);

const s3 = section(
  {
    endpoint: key(nullable(types.text), null, "URL of the service; without it Amazon's for the region."),
    region: key(
      types.pattern(/^[a-z0-9-]{1,64}$/, { kind: 'text', expected: 'the name of a region, such as us-east-1' }),
      'us-east-1',
      'Region that requests are signed for.',
    ),
    bucket: key(
      types.pattern(/^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,254})?$/, { kind: 'text', expected: 'the name of a bucket' }),
      '',
      'Bucket, which must exist; needed by s3.',
    ),
    prefix: key(objectPrefix, 'sandkeep/', 'Begins the name of every object.'),
    path_style: key(flag, true, 'Whether the bucket is in the path instead of the host name, as MinIO wants it.'),
    checksums: key(
      oneOf('when_required', 'when_supported'),
      'when_required',
      'Whether newer checksums are sent also where the service does not demand them; older services refuse them.',
    ),
    access_key_id: key(
      types.text,
      '$AWS_ACCESS_KEY_ID',
      'Key id; "$NAME" and "${NAME}" are replaced from the daemon\'s environment, "$$" is a dollar.',
    ),
    secret_access_key: key(types.text, '$AWS_SECRET_ACCESS_KEY', 'Its secret; "$" as in access_key_id.'),
  },
  'An S3-compatible service, for storage kind s3.',
);

const storage = section(
  {
    kind: key(
      oneOf('none', 'directory', 's3'),
      'none',
      'Where workspaces are copied on recycle and release, and come from before a create: nowhere, a directory, or S3.',
    ),
    directory: key(nullable(types.absolutePath), null, 'For kind directory; without it "storage" in data_dir.'),
    allowed_paths: key(
      list(types.text),
      [],
      'Places in the storage at or below which a request may name its storage_path; none allows none.',
    ),
    max_bytes: key(types.workspaceBytes, '10g', 'Largest workspace that is stored.'),
    max_entries: key(count(1, 10_000_000), 200_000, 'Files and directories of a workspace that is stored.'),
    concurrency: key(count(1, 64), 4, 'Files of one workspace transferred at once.'),
    timeout: key(deadline, '15m', 'Deadline of one transfer of a workspace.'),
    s3,
  },
  'Copies of workspaces that outlive this host.',
);

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

const limits = section(
  {
    idle_max_items: key(count(1, 1_000_000), 1000, 'Sandboxes that one idle pass handles at most.'),
    request_id_retention: key(duration, '24h', 'How long a request_id is answered with its first answer.'),
    max_request_ids_per_namespace: key(count(1, hundredMillion), 100_000, 'Request ids remembered per namespace.'),
    activity_flush_interval: key(deadline, '5s', 'How often activity held in memory is written down.'),
    max_queued_creates: key(count(0, 1_000_000), 1000, 'Creates that may wait for their turn.'),
    runtime_call_timeout: key(deadline, '30s', 'Deadline of one call to an engine.'),
    pull_timeout: key(deadline, '30m', 'Deadline of one image pull.'),
    settle_timeout: key(deadline, '120s', 'How long the outcome of an unanswered create is looked for.'),
    teardown_retry_max: key(deadline, '5m', 'Longest pause between two attempts to remove what resists.'),
    reconcile_concurrency: key(count(1, 1000), 4, 'Sandboxes reconciled at once.'),
    mass_change_minimum: key(count(0, 1_000_000), 5, 'Losses in one pass that never trip the brake.'),
    mass_change_percent: key(count(0, 100), 20, 'Share of known sandboxes whose loss in one pass trips the brake.'),
    port_attempts: key(count(1, 1000), 10, 'Host ports tried before a create fails.'),
    exec_default_timeout: key(deadline, '10m', 'Deadline of a command whose request names none.'),
    exec_max_timeout: key(deadline, '24h', 'Longest deadline a command may ask for.'),
    exec_max_output_bytes: key(types.bytes, '1m', 'Bytes kept of each of stdout and stderr of a command.'),
    file_transfer_max_bytes: key(types.bytes, '1g', 'Largest file that is read or written.'),
    list_files_max_entries: key(count(1, 1_000_000), 10_000, 'Entries of one directory listing.'),
    max_file_watches: key(count(1, 100_000), 64, 'Watches of files at once.'),
    watch_max_queued_events: key(
      count(1, 1_000_000),
      4096,
      'File events held for a reader that is behind; then they are dropped and it is told.',
    ),
    watch_max_directories: key(count(1, 1_000_000), 1024, 'Directories that one watch of files may hold.'),
    copy_timeout: key(deadline, '30m', 'Deadline of one copy of a tree, and of one file read or written.'),
    copy_max_entries: key(count(1, 10_000_000), 100_000, 'Entries of one copy into or out of a sandbox.'),
    replace_max_bytes: key(types.bytes, '16m', 'Largest file in which text is replaced, before and after.'),
    pattern_timeout: key(deadline, '5s', 'Longest that a pattern may take on one batch of files.'),
    grep_max_line_characters: key(count(1, 100_000), 1000, 'Longer lines are cut in what a grep shows.'),
    grep_max_file_bytes: key(types.bytes, '1m', 'Larger files are left out of a grep.'),
    grep_max_results: key(count(1, 10_000), 500, 'Most lines that one grep answers with.'),
    glob_max_results: key(count(1, 10_000), 1000, 'Most entries that one glob answers with.'),
    file_walk_max_entries: key(
      count(1, 10_000_000),
      100_000,
      'Entries that one glob, grep, copy or deep listing looks at.',
    ),
    max_log_streams: key(
      count(1, 100_000),
      64,
      'Logs of sandboxes read at once, each over a connection to its engine.',
    ),
    max_stats_streams: key(count(1, 10_000), 16, 'Streams of figures at once.'),
    stats_min_interval: key(deadline, '1s', 'Shortest time between two measurements of a stream of figures.'),
    stats_max_sandboxes: key(count(1, 1000), 1000, 'Sandboxes measured for one stream of figures.'),
    stats_timeout: key(deadline, '5s', 'Deadline of measuring one sandbox.'),
    max_concurrent_stats: key(count(1, 1000), 8, 'Sandboxes measured at once.'),
    disk_usage_max_entries: key(
      count(1, 1_000_000),
      20_000,
      'Entries of a workspace whose disk usage is measured; that of a larger one is not.',
    ),
    disk_usage_max_age: key(duration, '60s', 'How long measured disk usage is answered again; 0 measures each time.'),
    max_concurrent_disk_usage: key(count(1, 100), 2, 'Sandboxes whose disk usage is measured at once.'),
    log_tail_lines: key(count(0, 10_000), 50, 'Last lines of output kept as evidence of a failure.'),
    exec_buffer_bytes: key(types.bytes, '1m', 'Newest bytes kept of each output stream of an exec, to attach again.'),
    exec_buffers_max_bytes: key(
      types.bytes,
      '64m',
      'Output kept of all ended execs together; beyond it the longest ended lose theirs.',
    ),
    exec_retention: key(duration, '1h', 'How long an ended exec and its output are kept; 0 keeps neither.'),
    max_ended_execs: key(count(0, 1_000_000), 10_000, 'Ended execs remembered at most.'),
    max_execs_per_sandbox: key(count(1, 10_000), 64, 'Execs that run at once in one sandbox.'),
    max_attached_readers: key(count(1, 1000), 16, 'Streams attached at once to one exec.'),
    max_concurrent_execs: key(count(1, 100_000), 256, 'Commands that run at once.'),
    tool_default_timeout: key(
      deadline,
      '60s',
      'Deadline of a tool call whose request names none, and of a list of tools.',
    ),
    tool_max_timeout: key(
      deadline,
      '10m',
      'Longest deadline a tool call may ask for; limits.unary_timeout bounds it as well.',
    ),
    tool_connect_timeout: key(deadline, '5s', 'How long a connection to the tool server of a sandbox may take.'),
    tool_health_timeout: key(deadline, '10s', 'How long a health check waits for its answer.'),
    tool_body_timeout: key(
      deadline,
      '30s',
      'How long the body of an answer of a tool server may take once it has begun.',
    ),
    tool_result_max_bytes: key(
      types.messageBytes,
      '3m',
      'Largest answer of a tool server; limits.max_message_bytes bounds it as well.',
    ),
    tools_max_listed: key(count(1, 100_000), 1000, 'Tools of one sandbox that are listed at most.'),
    max_concurrent_tool_calls: key(count(1, 10_000), 128, 'Calls to tool servers at once, and as many that wait.'),
    max_tool_calls_per_sandbox: key(
      count(1, 1000),
      16,
      'Calls at once to the tool server of one sandbox, each on a connection of its own.',
    ),
    max_message_bytes: key(types.messageBytes, '4m', 'Largest gRPC message.'),
    max_connections: key(count(1, 100_000), 256, 'Client connections at once.'),
    max_streams_per_connection: key(count(1, 100_000), 100, 'Calls at once on one connection.'),
    first_byte_timeout: key(deadline, '5s', 'How long a new connection may stay silent.'),
    slow_reader_timeout: key(deadline, '30s', 'How long a stream waits for a client that does not read.'),
    unary_timeout: key(deadline, '10m', 'Deadline of a call that names none or a longer one.'),
    keep_alive_interval: key(deadline, '20s', 'How often a silent connection is asked whether it lives.'),
    watch_keep_alive: key(deadline, '30s', 'How often a watch without events says that it lives.'),
    max_batch: key(count(1, 100_000), 256, 'Writes that share one transaction.'),
    ballast_bytes: key(types.bytes, '8m', 'Disk space held back to be freed when the disk is full; 0 holds none.'),
  },
  'Bounds of queues, messages, lists and waits.',
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
