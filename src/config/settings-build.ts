// From the keys of the file to the settings the rooms of the daemon are given.

import path from 'node:path';

import {
  secretHomeDirectories,
  sessionMountTargets,
  systemMountSources,
  systemMountTargets,
} from '../domain/mount-rules.ts';
import type {
  AdmissionSettings,
  EngineSettings,
  GrpcSettings,
  LoopSettings,
  MetricsAddress,
  PathSettings,
  Settings,
  StorageSettings,
} from '../domain/settings.ts';
import { expandVariables } from './environment.ts';
import type { DefaultPaths, Host } from './paths.ts';
import type { FileSettings } from './schema.ts';

export function buildPaths(file: FileSettings, defaults: DefaultPaths): PathSettings {
  const ownData = file.state_dir === null ? defaults.dataDir : path.join(file.state_dir, 'data');
  return {
    stateDir: file.state_dir ?? defaults.stateDir,
    dataDir: file.data_dir ?? ownData,
    socketPath: file.socket ?? defaults.socketPath,
    socketMode: file.socket_mode,
    socketDirectoryMode: file.socket_directory_mode,
    socketGroup: file.socket_group,
  };
}

export function skillsDirectory(file: FileSettings, paths: PathSettings): string {
  return file.skills_dir ?? path.join(paths.dataDir, 'skills');
}

export function buildSettings(file: FileSettings, paths: PathSettings, host: Host): Omit<Settings, 'templates'> {
  return {
    paths,
    logLevel: file.log_level,
    onShutdown: file.on_shutdown,
    drainTimeoutMs: file.drain_timeout,
    defaultTemplate: file.default_template,
    // What the ready-made templates mount is ours or named by the operator.
    allowedHostMounts: [...file.allowed_host_mounts, skillsDirectory(file, paths)],
    allowedWorkspaceDirs: file.allowed_workspace_dirs,
    allowedStoragePaths: file.storage.allowed_paths,
    deniedMountSources: deniedMountSources(file, paths, host),
    reservedMountTargets: [...systemMountTargets, ...sessionMountTargets, ...file.reserved_mount_targets],
    runtimes: buildRuntimes(file.runtimes),
    loops: buildLoops(file),
    engine: buildEngine(file),
    admission: buildAdmission(file),
    storage: buildStorage(file, paths, host),
    grpc: buildGrpc(file),
    access: {
      tokens: file.access.tokens,
      auditFile: file.access.audit_file,
      createsPerMinute: file.access.creates_per_minute,
      maxTokens: file.access.max_tokens,
    },
    backup: {
      directory: backupDirectory(file, paths),
      keep: file.backup.keep,
      intervalMs: file.backup.interval,
    },
    metrics: { address: metricsAddress(file) },
    store: { maxBatch: file.limits.max_batch, ballastBytes: file.limits.ballast_bytes },
  };
}

function deniedMountSources(file: FileSettings, paths: PathSettings, host: Host): readonly string[] {
  // It holds the files of every session.
  const stored = file.storage.kind === 'directory' ? [storageDirectory(file, paths)] : [];
  const inHome = secretHomeDirectories.map((name) => path.join(host.homeDir, name));
  const sockets = [paths.socketPath, file.runtimes.docker.host, host.env['DOCKER_HOST']].flatMap((address) => {
    const socketPath = address?.replace(/^unix:\/\//, '');
    return socketPath?.startsWith('/') === true ? [path.normalize(socketPath)] : [];
  });
  const audit = file.access.audit_file === null ? [] : [file.access.audit_file];
  const ours = [paths.stateDir, backupDirectory(file, paths), ...audit];
  return [...new Set([...systemMountSources, ...ours, ...inHome, ...sockets, ...stored])];
}

function buildRuntimes({ docker, local, fake }: FileSettings['runtimes']): Settings['runtimes'] {
  return {
    docker: {
      enabled: docker.enabled,
      host: docker.host,
      dockerConfigDir: docker.config_dir,
      containerPrefix: docker.container_prefix,
      accessHost: docker.access_host,
      publishHost: docker.publish_host,
      portRange: docker.port_range,
      hostDataDir: docker.host_data_dir,
      allowedOciRuntimes: docker.allowed_oci_runtimes,
      maxConnections: docker.max_connections,
    },
    local: {
      enabled: local.enabled,
      allowHostExec: local.allow_host_exec,
      bubblewrapPath: local.bubblewrap_path,
      maxHeldInstances: local.max_held_instances,
    },
    fake: { enabled: fake.socket !== null, socketPath: fake.socket ?? '' },
  };
}

function buildLoops(file: FileSettings): LoopSettings {
  return {
    idleCheckIntervalMs: file.idle_check_interval,
    releasedCheckIntervalMs: file.released_check_interval,
    reconcileIntervalMs: file.reconcile_interval,
    retentionIntervalMs: file.retention_interval,
    releasedTtlMs: file.released_ttl,
    releasedMaxDeletions: file.released_max_deletions,
    idleMaxItems: file.limits.idle_max_items,
    poolCheckIntervalMs: file.pool_check_interval,
    heartbeatTimeoutMs: file.heartbeat_timeout,
    recycledTtlMs: file.recycled_ttl,
    workspaceTtlMs: file.workspace_ttl,
    eventRetentionMs: file.event_retention,
    maxEvents: file.max_events,
    failedRetentionMs: file.failed_retention,
    requestIdRetentionMs: file.limits.request_id_retention,
    maxRequestIdsPerNamespace: file.limits.max_request_ids_per_namespace,
    orphanTtlMs: file.orphan_ttl,
    orphanGraceMs: file.orphan_grace,
  };
}

function buildEngine(file: FileSettings): EngineSettings {
  const { limits } = file;
  return {
    provenForMs: file.proven_for,
    activityFlushMs: limits.activity_flush_interval,
    maxConcurrentCreates: file.max_concurrent_creates,
    maxQueuedCreates: limits.max_queued_creates,
    runtimeCallTimeoutMs: limits.runtime_call_timeout,
    pullTimeoutMs: limits.pull_timeout,
    settleTimeoutMs: limits.settle_timeout,
    teardownRetryMaxMs: limits.teardown_retry_max,
    reconcileConcurrency: limits.reconcile_concurrency,
    massChangeMinimum: limits.mass_change_minimum,
    massChangePercent: limits.mass_change_percent,
    portAttempts: limits.port_attempts,
    execDefaultTimeoutMs: limits.exec_default_timeout,
    execMaxTimeoutMs: limits.exec_max_timeout,
    execMaxOutputBytes: limits.exec_max_output_bytes,
    fileTransferMaxBytes: limits.file_transfer_max_bytes,
    listFilesMaxEntries: limits.list_files_max_entries,
    maxFileWatches: limits.max_file_watches,
    watchMaxQueuedEvents: limits.watch_max_queued_events,
    watchMaxDirectories: limits.watch_max_directories,
    copyTimeoutMs: limits.copy_timeout,
    copyMaxEntries: limits.copy_max_entries,
    replaceMaxBytes: limits.replace_max_bytes,
    patternTimeoutMs: limits.pattern_timeout,
    grepMaxLineCharacters: limits.grep_max_line_characters,
    grepMaxFileBytes: limits.grep_max_file_bytes,
    grepMaxResults: limits.grep_max_results,
    globMaxResults: limits.glob_max_results,
    fileWalkMaxEntries: limits.file_walk_max_entries,
    maxLogStreams: limits.max_log_streams,
    maxStatsStreams: limits.max_stats_streams,
    statsMinIntervalMs: limits.stats_min_interval,
    statsMaxSandboxes: limits.stats_max_sandboxes,
    statsTimeoutMs: limits.stats_timeout,
    maxConcurrentStats: limits.max_concurrent_stats,
    diskUsageMaxEntries: limits.disk_usage_max_entries,
    diskUsageMaxAgeMs: limits.disk_usage_max_age,
    maxConcurrentDiskUsage: limits.max_concurrent_disk_usage,
    logTailLines: limits.log_tail_lines,
    execBufferBytes: limits.exec_buffer_bytes,
    execBuffersMaxBytes: limits.exec_buffers_max_bytes,
    execRetentionMs: limits.exec_retention,
    maxEndedExecs: limits.max_ended_execs,
    maxExecsPerSandbox: limits.max_execs_per_sandbox,
    maxAttachedReaders: limits.max_attached_readers,
    maxConcurrentExecs: limits.max_concurrent_execs,
    toolDefaultTimeoutMs: limits.tool_default_timeout,
    toolMaxTimeoutMs: limits.tool_max_timeout,
    toolConnectTimeoutMs: limits.tool_connect_timeout,
    toolHealthTimeoutMs: limits.tool_health_timeout,
    toolBodyTimeoutMs: limits.tool_body_timeout,
    toolResultMaxBytes: limits.tool_result_max_bytes,
    toolsMaxListed: limits.tools_max_listed,
    maxConcurrentToolCalls: limits.max_concurrent_tool_calls,
    maxToolCallsPerSandbox: limits.max_tool_calls_per_sandbox,
  };
}

function buildAdmission(file: FileSettings): AdmissionSettings {
  return {
    maxSandboxes: file.max_sandboxes,
    maxSandboxesPerNamespace: file.max_sandboxes_per_namespace,
    namespaces: namespaceLimits(file),
    policy: file.admission,
    waitTimeoutMs: file.admission_timeout,
    maxWaiting: file.limits.max_queued_creates,
    minFreeMemoryBytes: file.min_free_memory,
    minFreeDiskBytes: file.min_free_disk,
  };
}

/** Names of namespaces are free: "constructor" is one like others. */
function namespaceLimits(file: FileSettings): Readonly<Record<string, number>> {
  const limits = Object.create(null) as Record<string, number>;
  for (const [name, { max_sandboxes: maxSandboxes }] of Object.entries(file.namespaces)) limits[name] = maxSandboxes;
  return limits;
}

function backupDirectory(file: FileSettings, paths: PathSettings): string {
  return file.backup.directory ?? path.join(paths.stateDir, 'backups');
}

function storageDirectory(file: FileSettings, paths: PathSettings): string {
  return file.storage.directory ?? path.join(paths.dataDir, 'storage');
}

function buildStorage(file: FileSettings, paths: PathSettings, host: Host): StorageSettings {
  const { storage } = file;
  const limits = {
    maxBytes: storage.max_bytes,
    maxEntries: storage.max_entries,
    concurrency: storage.concurrency,
    timeoutMs: storage.timeout,
  };
  if (storage.kind === 'none') return { kind: 'none' };
  if (storage.kind === 'directory') {
    return { kind: 'directory', path: storageDirectory(file, paths), limits };
  }
  const { s3 } = storage;
  return {
    kind: 's3',
    s3: {
      endpoint: s3.endpoint,
      region: s3.region,
      bucket: s3.bucket,
      prefix: s3.prefix,
      pathStyle: s3.path_style,
      checksums: s3.checksums,
      accessKeyId: expandVariables(s3.access_key_id, host.env).text,
      secretAccessKey: expandVariables(s3.secret_access_key, host.env).text,
    },
    limits,
  };
}

function metricsAddress({ metrics: { address }, socket_mode: mode }: FileSettings): MetricsAddress | null {
  if (address === null) return null;
  if (path.isAbsolute(address)) return { kind: 'socket', path: address, mode };
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return { kind: 'port', host, port: Number(address.slice(colon + 1)) };
}

function buildGrpc(file: FileSettings): GrpcSettings {
  const { limits } = file;
  return {
    maxMessageBytes: limits.max_message_bytes,
    maxConnections: limits.max_connections,
    maxStreamsPerConnection: limits.max_streams_per_connection,
    firstByteTimeoutMs: limits.first_byte_timeout,
    slowReaderTimeoutMs: limits.slow_reader_timeout,
    unaryTimeoutMs: limits.unary_timeout,
    keepAliveIntervalMs: limits.keep_alive_interval,
    watchKeepAliveMs: limits.watch_keep_alive,
    reflection: file.reflection,
  };
}
