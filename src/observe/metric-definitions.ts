// Every metric of the daemon: its kind, its labels, and what it says. Names and units are Prometheus's.

export type MetricKind = 'counter' | 'gauge' | 'histogram';

export interface MetricDefinition {
  readonly kind: MetricKind;
  readonly help: string;
  readonly labels: readonly string[];
  /** Of a histogram that is not one of durations. */
  readonly buckets?: readonly number[];
}

const counter = (help: string, ...labels: string[]): MetricDefinition => ({ kind: 'counter', help, labels });
const gauge = (help: string, ...labels: string[]): MetricDefinition => ({ kind: 'gauge', help, labels });
const histogram = (help: string, ...labels: string[]): MetricDefinition => ({ kind: 'histogram', help, labels });

export const droppedSamplesName = 'sandkeep_metric_samples_dropped_total';

export const metricDefinitions: Readonly<Record<string, MetricDefinition>> = {
  sandkeep_build_info: gauge('Always 1; its label is the version of the daemon.', 'version'),
  sandkeep_rpc_duration_seconds: histogram(
    'Time from the arrival of a call to its end, streams included.',
    'method',
    'code',
  ),
  sandkeep_grpc_open_streams: gauge('Streams under way now.', 'method'),
  sandkeep_grpc_connections: gauge('Connections of clients now.'),
  sandkeep_audit_failures_total: counter('Lines of the audit log that could not be written.'),
  sandkeep_acquires_total: counter('Sandboxes handed out by Acquire, by the way it took.', 'outcome'),
  sandkeep_acquire_duration_seconds: histogram('Time of an Acquire that handed out a sandbox.', 'outcome'),
  sandkeep_provision_phase_duration_seconds: histogram(
    'Time of each phase of making a container; "total" is all of it.',
    'phase',
  ),
  sandkeep_sandboxes: gauge('Sandboxes on record now.', 'state', 'template'),
  sandkeep_pool_target: gauge('Warm sandboxes that a pool wants.', 'template'),
  sandkeep_pool_sandboxes: gauge('Sandboxes that a pool has.', 'template', 'state'),
  sandkeep_pool_claims_total: counter(
    'Requests that a pool could serve ("hit") or could not ("miss").',
    'template',
    'result',
  ),
  sandkeep_pool_claim_duration_seconds: histogram('Time of a claim that hit.', 'template'),
  sandkeep_pool_failures_total: counter('Sandboxes of a pool that could not be made.', 'template'),
  sandkeep_loop_run_duration_seconds: histogram('Time of one run of a loop.', 'loop'),
  sandkeep_loop_errors_total: counter('Runs of a loop that failed.', 'loop'),
  sandkeep_sweep_items_total: counter('What runs of a loop counted.', 'loop', 'counter'),
  sandkeep_runtime_up: gauge('1 while the runtime answers, else 0.', 'runtime'),
  sandkeep_runtime_call_duration_seconds: histogram(
    'Time of one call to a runtime; outcome is "ok" or the reason of its failure.',
    'runtime',
    'call',
    'outcome',
  ),
  sandkeep_engine_events_total: counter('Events that an engine sent.', 'runtime', 'kind'),
  sandkeep_engine_event_gaps_total: counter('Times that the events of an engine broke off.', 'runtime'),
  sandkeep_orphans: gauge('Containers of the daemon that no record explains.'),
  sandkeep_recovery_modes: gauge('1 for each safe mode that waits for an operator.', 'mode'),
  sandkeep_operations_under_way: gauge('Pieces of work under way now.'),
  sandkeep_evictions_total: counter('Sandboxes let go to make room, by the state they were in.', 'state'),
  sandkeep_log_streams: gauge('Streams of logs under way now.'),
  sandkeep_log_bytes_total: counter('Bytes of logs sent to clients.', 'runtime'),
  sandkeep_stats_streams: gauge('Streams of figures under way now.'),
  sandkeep_stats_round_duration_seconds: histogram('Time of one round of measurements for a stream of figures.'),
  sandkeep_admissions_refused_total: counter('Requests that a limit refused.', 'limit'),
  sandkeep_storage_sent_bytes_total: counter('Bytes of workspaces sent to the storage.'),
  sandkeep_commits_total: counter('Transactions on disk.'),
  sandkeep_commit_duration_seconds: histogram('Time of one transaction with its fsync.'),
  sandkeep_commit_writes: {
    kind: 'histogram',
    help: 'Writes that shared one transaction.',
    labels: [],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  },
  sandkeep_database_size_bytes: gauge('Size of the database file.'),
  sandkeep_database_wal_size_bytes: gauge('Size of its write-ahead log.'),
  sandkeep_store_writable: gauge('0 while the disk is full, else 1.'),
  sandkeep_event_loop_delay_seconds: gauge('How late the event loop was in the last ten seconds.', 'percentile'),
  [droppedSamplesName]: counter('Samples that did not fit their metric.'),
  process_resident_memory_bytes: gauge('Memory of the process.'),
  process_cpu_seconds_total: counter('Processor time of the process, user and system.'),
  process_start_time_seconds: gauge('When the process started, in seconds since 1970.'),
  nodejs_heap_size_used_bytes: gauge('Memory of living objects of the program.'),
  nodejs_external_memory_bytes: gauge('Memory of buffers outside the heap.'),
};
