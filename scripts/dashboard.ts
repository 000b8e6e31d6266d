// Writes docs/grafana-dashboard.json. With --check it fails when the checked-in file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Query {
  readonly expr: string;
  readonly legend: string;
}

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly queries: readonly Query[];
}

interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const file = join(import.meta.dirname, '../docs/grafana-dashboard.json');
const width = 24;
const panelsPerRow = 3;
const panelHeight = 8;
const window = '[$__rate_interval]';
const datasource = { type: 'prometheus', uid: '${datasource}' };

const rate = (metric: string, by: string): string => `sum by (${by}) (rate(${metric}{instance=~"$instance"}${window}))`;
const level = (metric: string, by: string): string => `sum by (${by}) (${metric}{instance=~"$instance"})`;
const quantile = (part: number, metric: string, by: string): string =>
  `histogram_quantile(${part}, sum by (le, ${by}) (rate(${metric}_bucket{instance=~"$instance"}${window})))`;

const rows: readonly Row[] = [
  {
    title: 'Sandboxes',
    panels: [
      panel('Sandboxes by state', 'short', [level('sandkeep_sandboxes', 'state'), '{{state}}']),
      panel('Acquires by the way they took', 'ops', [rate('sandkeep_acquires_total', 'outcome'), '{{outcome}}']),
      panel('Acquire, 95 of 100', 's', [quantile(0.95, 'sandkeep_acquire_duration_seconds', 'outcome'), '{{outcome}}']),
      panel('Phases of making a container, 95 of 100', 's', [
        quantile(0.95, 'sandkeep_provision_phase_duration_seconds', 'phase'),
        '{{phase}}',
      ]),
      panel('Sandboxes by template', 'short', [level('sandkeep_sandboxes', 'template'), '{{template}}']),
      panel(
        'Refused and evicted',
        'ops',
        [rate('sandkeep_admissions_refused_total', 'limit'), 'refused: {{limit}}'],
        [rate('sandkeep_evictions_total', 'state'), 'evicted: {{state}}'],
      ),
    ],
  },
  {
    title: 'Pools',
    panels: [
      panel(
        'Warm and wanted',
        'short',
        [level('sandkeep_pool_sandboxes', 'template, state'), '{{template}} {{state}}'],
        [level('sandkeep_pool_target', 'template'), '{{template}} wanted'],
      ),
      panel('Share of claims that hit', 'percentunit', [
        `sum by (template) (rate(sandkeep_pool_claims_total{instance=~"$instance", result="hit"}${window})) / ${rate('sandkeep_pool_claims_total', 'template')}`,
        '{{template}}',
      ]),
      panel('Failures', 'ops', [rate('sandkeep_pool_failures_total', 'template'), '{{template}}']),
    ],
  },
  {
    title: 'Calls',
    panels: [
      panel('Calls by method', 'ops', [rate('sandkeep_rpc_duration_seconds_count', 'method'), '{{method}}']),
      panel('Calls that failed', 'ops', [
        `sum by (method, code) (rate(sandkeep_rpc_duration_seconds_count{instance=~"$instance", code!="OK"}${window}))`,
        '{{method}} {{code}}',
      ]),
      panel('Calls, 95 of 100', 's', [quantile(0.95, 'sandkeep_rpc_duration_seconds', 'method'), '{{method}}']),
      panel(
        'Connections and streams',
        'short',
        [level('sandkeep_grpc_connections', 'instance'), 'connections'],
        [level('sandkeep_grpc_open_streams', 'method'), '{{method}}'],
      ),
      panel(
        'Logs and figures',
        'short',
        [level('sandkeep_log_streams', 'instance'), 'streams of logs'],
        [level('sandkeep_stats_streams', 'instance'), 'streams of figures'],
      ),
      panel('Logs sent', 'Bps', [rate('sandkeep_log_bytes_total', 'runtime'), '{{runtime}}']),
      panel('Rounds of figures, 95 of 100', 's', [
        quantile(0.95, 'sandkeep_stats_round_duration_seconds', 'instance'),
        'round',
      ]),
      panel('Work under way', 'short', [level('sandkeep_operations_under_way', 'instance'), 'operations']),
      panel(
        'Samples and audit lines lost',
        'ops',
        [rate('sandkeep_metric_samples_dropped_total', 'instance'), 'samples'],
        [rate('sandkeep_audit_failures_total', 'instance'), 'audit lines'],
      ),
    ],
  },
  {
    title: 'Engines',
    panels: [
      panel('Runtime answers', 'short', [level('sandkeep_runtime_up', 'runtime'), '{{runtime}}']),
      panel('Engine calls, 95 of 100', 's', [
        quantile(0.95, 'sandkeep_runtime_call_duration_seconds', 'call'),
        '{{call}}',
      ]),
      panel('Engine calls that failed', 'ops', [
        `sum by (call, outcome) (rate(sandkeep_runtime_call_duration_seconds_count{instance=~"$instance", outcome!~"ok|CALL_CANCELLED"}${window}))`,
        '{{call}} {{outcome}}',
      ]),
      panel(
        'Events and gaps',
        'ops',
        [rate('sandkeep_engine_events_total', 'kind'), '{{kind}}'],
        [rate('sandkeep_engine_event_gaps_total', 'runtime'), 'gap: {{runtime}}'],
      ),
      panel(
        'For an operator',
        'short',
        [level('sandkeep_orphans', 'instance'), 'orphans'],
        [level('sandkeep_recovery_modes', 'mode'), '{{mode}}'],
      ),
      panel('Sent to the storage', 'Bps', [rate('sandkeep_storage_sent_bytes_total', 'instance'), 'sent']),
    ],
  },
  {
    title: 'Loops, database, process',
    panels: [
      panel('Runs of loops, 95 of 100', 's', [
        quantile(0.95, 'sandkeep_loop_run_duration_seconds', 'loop'),
        '{{loop}}',
      ]),
      panel(
        'What loops did, and their errors',
        'ops',
        [rate('sandkeep_sweep_items_total', 'loop, counter'), '{{loop}} {{counter}}'],
        [rate('sandkeep_loop_errors_total', 'loop'), '{{loop}} failed'],
      ),
      panel('Commits, 95 of 100', 's', [quantile(0.95, 'sandkeep_commit_duration_seconds', 'instance'), 'commit']),
      panel(
        'Commits and writes',
        'ops',
        [rate('sandkeep_commits_total', 'instance'), 'commits'],
        [rate('sandkeep_commit_writes_sum', 'instance'), 'writes'],
      ),
      panel(
        'Database',
        'bytes',
        [level('sandkeep_database_size_bytes', 'instance'), 'database'],
        [level('sandkeep_database_wal_size_bytes', 'instance'), 'write-ahead log'],
      ),
      panel('Event loop is late by', 's', [
        'max by (percentile) (sandkeep_event_loop_delay_seconds{instance=~"$instance"})',
        '{{percentile}} of 100',
      ]),
      panel(
        'Memory',
        'bytes',
        [level('process_resident_memory_bytes', 'instance'), 'resident'],
        [level('nodejs_heap_size_used_bytes', 'instance'), 'heap'],
      ),
      panel('Processor', 'percentunit', [rate('process_cpu_seconds_total', 'instance'), 'cores']),
      panel('Store can be written', 'short', [level('sandkeep_store_writable', 'instance'), 'writable']),
    ],
  },
];

function panel(title: string, unit: string, ...queries: (readonly [expr: string, legend: string])[]): Panel {
  return { title, unit, queries: queries.map(([expr, legend]) => ({ expr, legend })) };
}

function dashboard(): object {
  let id = 0;
  let y = 0;
  const panels = rows.flatMap((row) => {
    id += 1;
    const heading = { id, type: 'row', title: row.title, collapsed: false, panels: [], gridPos: place(0, y, width, 1) };
    y += 1;
    const inner = row.panels.map((shown, index) => {
      id += 1;
      const column = index % panelsPerRow;
      const top = y + Math.floor(index / panelsPerRow) * panelHeight;
      const each = width / panelsPerRow;
      return timeSeries(id, shown, place(column * each, top, each, panelHeight));
    });
    y += Math.ceil(row.panels.length / panelsPerRow) * panelHeight;
    return [heading, ...inner];
  });
  return {
    uid: 'sandkeep',
    title: 'sandkeep',
    tags: ['sandkeep'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    timezone: 'browser',
    templating: { list: [datasourceVariable(), instanceVariable()] },
    panels,
  };
}

function place(x: number, y: number, w: number, h: number): object {
  return { x, y, w, h };
}

function timeSeries(id: number, { title, unit, queries }: Panel, gridPos: object): object {
  return {
    id,
    type: 'timeseries',
    title,
    datasource,
    gridPos,
    fieldConfig: { defaults: { unit, min: 0, custom: { fillOpacity: 10, showPoints: 'never' } }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom', showLegend: true }, tooltip: { mode: 'multi' } },
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource,
      expr,
      legendFormat: legend,
    })),
  };
}

function datasourceVariable(): object {
  return { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', current: {}, hide: 0 };
}

function instanceVariable(): object {
  return {
    name: 'instance',
    label: 'Host',
    type: 'query',
    datasource,
    query: { query: 'label_values(sandkeep_build_info, instance)', refId: 'instance' },
    current: {},
    includeAll: true,
    multi: true,
    refresh: 2,
    sort: 1,
  };
}

const text = `${JSON.stringify(dashboard(), null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/grafana-dashboard.json differs from its script, run "node scripts/dashboard.ts"');
  process.exitCode = 1;
}
