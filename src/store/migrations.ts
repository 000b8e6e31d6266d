// The schema, as steps that are only ever appended to. PRAGMA user_version counts them.
//
//   meta 1 row            who this state directory is
//   sandboxes             one row a sandbox, until its TTL after release
//   ├─ generations        every container that was or may have been made for it
//   ├─ operations         every runtime effect: row before the effect, outcome before the reply (R1)
//   ├─ execs              commands: row before the start, how each ended
//   ├─ holders            who keeps it
//   └─ ports              host ports taken from a configured range
//   sessions              the conversations that own sandboxes, and their heartbeats
//   pools                 what was learnt of, and asked of, the pool of a template
//   workspaces            directories that outlive containers (R13)
//   events                what happened, in the transaction that made it happen
//   requests              answers by request_id (R8)
//   tokens                who may call, by the hash of a secret
//   engines, loops, orphans, recovery_modes   what operators see

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'initial schema',
    sql: `
CREATE TABLE meta (
  id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  instance_id TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  clean_shutdown INTEGER NOT NULL CHECK (clean_shutdown IN (0, 1)),
  created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE workspaces (
  id TEXT PRIMARY KEY NOT NULL,
  namespace TEXT NOT NULL,
  user TEXT,
  session TEXT,
  path TEXT NOT NULL,
  managed INTEGER NOT NULL CHECK (managed IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('PRESENT', 'DELETING', 'DELETED')),
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX workspaces_path ON workspaces (path) WHERE state <> 'DELETED';
CREATE INDEX workspaces_deleting ON workspaces (id) WHERE state = 'DELETING';

CREATE TABLE sandboxes (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  namespace TEXT NOT NULL,
  user TEXT,
  session TEXT,
  template TEXT NOT NULL,
  template_digest TEXT NOT NULL,
  runtime TEXT NOT NULL,
  is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('CREATING', 'WARM', 'RUNNING', 'PAUSED', 'PARKED', 'STOPPED', 'LOST',
    'RECYCLING', 'RECYCLED', 'RESTORING', 'RELEASING', 'RELEASED', 'FAILED')),
  return_state TEXT,
  generation INTEGER NOT NULL CHECK (generation >= 1),
  container_name TEXT NOT NULL,
  container_id TEXT,
  image TEXT NOT NULL,
  image_digest TEXT,
  labels TEXT NOT NULL,
  annotations TEXT NOT NULL,
  workspace_id TEXT REFERENCES workspaces (id),
  endpoint TEXT NOT NULL,
  mounts TEXT NOT NULL,
  skipped_mounts TEXT NOT NULL,
  policy TEXT NOT NULL,
  idle_timeout_ms INTEGER NOT NULL,
  delete_workspace INTEGER NOT NULL DEFAULT 0 CHECK (delete_workspace IN (0, 1)),
  quarantined INTEGER NOT NULL DEFAULT 0 CHECK (quarantined IN (0, 1)),
  failure TEXT,
  secrets BLOB NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  last_active_at_ms INTEGER NOT NULL,
  idle_due_at_ms INTEGER,
  released_at_ms INTEGER,
  purge_at_ms INTEGER,
  retry_at_ms INTEGER,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  actor TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((session IS NULL) = (user IS NULL)),
  CHECK (is_primary = 0 OR session IS NOT NULL),
  CHECK ((state = 'RELEASED') = (released_at_ms IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX sandboxes_primary ON sandboxes (namespace, user, session, template)
  WHERE is_primary = 1 AND state <> 'RELEASED';
CREATE UNIQUE INDEX sandboxes_container_name ON sandboxes (container_name);
CREATE INDEX sandboxes_session ON sandboxes (namespace, user, session);
CREATE INDEX sandboxes_state ON sandboxes (state);
CREATE INDEX sandboxes_workspace ON sandboxes (workspace_id) WHERE workspace_id IS NOT NULL;
CREATE INDEX sandboxes_idle_due ON sandboxes (idle_due_at_ms) WHERE idle_due_at_ms IS NOT NULL;
CREATE INDEX sandboxes_purge_due ON sandboxes (purge_at_ms) WHERE purge_at_ms IS NOT NULL;
CREATE INDEX sandboxes_retry_due ON sandboxes (retry_at_ms) WHERE retry_at_ms IS NOT NULL;

CREATE TABLE generations (
  sandbox_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  runtime TEXT NOT NULL,
  container_name TEXT NOT NULL UNIQUE,
  container_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('INTENDED', 'PRESENT', 'CONDEMNED', 'GONE')),
  PRIMARY KEY (sandbox_id, generation)
) STRICT;
CREATE INDEX generations_condemned ON generations (sandbox_id) WHERE state = 'CONDEMNED';

CREATE TABLE operations (
  id TEXT PRIMARY KEY NOT NULL,
  sandbox_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  generation INTEGER NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('started', 'created', 'done', 'failed')),
  attempts INTEGER NOT NULL,
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  deadline_at_ms INTEGER,
  error TEXT NOT NULL
) STRICT;
CREATE INDEX operations_sandbox ON operations (sandbox_id, started_at_ms);
CREATE INDEX operations_open ON operations (id) WHERE ended_at_ms IS NULL;
CREATE INDEX operations_ended ON operations (ended_at_ms) WHERE ended_at_ms IS NOT NULL;

CREATE TABLE holders (
  sandbox_id TEXT NOT NULL,
  holder TEXT NOT NULL,
  since_ms INTEGER NOT NULL,
  PRIMARY KEY (sandbox_id, holder)
) STRICT, WITHOUT ROWID;

CREATE TABLE ports (
  port INTEGER PRIMARY KEY NOT NULL,
  sandbox_id TEXT NOT NULL,
  generation INTEGER NOT NULL
) STRICT;
CREATE INDEX ports_sandbox ON ports (sandbox_id);

CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  at_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  sandbox_id TEXT NOT NULL,
  namespace TEXT NOT NULL,
  user TEXT,
  session TEXT,
  template TEXT NOT NULL,
  generation INTEGER NOT NULL,
  old_state TEXT,
  new_state TEXT,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  actor TEXT NOT NULL,
  operation_id TEXT NOT NULL
) STRICT;
CREATE INDEX events_sandbox ON events (sandbox_id, seq);

CREATE TABLE requests (
  namespace TEXT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  sandbox_id TEXT,
  response BLOB,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (namespace, method, request_id)
) STRICT;
CREATE INDEX requests_age ON requests (created_at_ms);

CREATE TABLE engines (
  runtime TEXT PRIMARY KEY NOT NULL,
  engine_id TEXT NOT NULL
) STRICT;

CREATE TABLE paused_loops (
  loop TEXT PRIMARY KEY NOT NULL
) STRICT;

CREATE TABLE orphans (
  runtime TEXT NOT NULL,
  container_name TEXT NOT NULL,
  container_id TEXT NOT NULL,
  sandbox_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  first_seen_at_ms INTEGER NOT NULL,
  PRIMARY KEY (runtime, container_name)
) STRICT;

CREATE TABLE recovery_modes (
  mode TEXT PRIMARY KEY NOT NULL,
  message TEXT NOT NULL
) STRICT;
`,
  },
  {
    version: 2,
    name: 'sessions, pools, stored workspaces',
    sql: `
CREATE TABLE sessions (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  namespace TEXT NOT NULL,
  user TEXT NOT NULL,
  session TEXT NOT NULL,
  generation INTEGER NOT NULL DEFAULT 1 CHECK (generation >= 1),
  -- NULL until a template, a heartbeat or a client decides it.
  heartbeat_timeout_ms INTEGER,
  -- Whether a client has set the time-out, which no template changes then.
  heartbeat_pinned INTEGER NOT NULL DEFAULT 0 CHECK (heartbeat_pinned IN (0, 1)),
  idle_timeout_ms INTEGER,
  heartbeat_at_ms INTEGER NOT NULL,
  heartbeat_due_at_ms INTEGER,
  created_at_ms INTEGER NOT NULL,
  UNIQUE (namespace, user, session)
) STRICT;
CREATE INDEX sessions_due ON sessions (heartbeat_due_at_ms) WHERE heartbeat_due_at_ms IS NOT NULL;
INSERT INTO sessions (namespace, user, session, heartbeat_at_ms, created_at_ms)
  SELECT namespace, user, session, max(last_active_at_ms), min(created_at_ms) FROM sandboxes
  WHERE session IS NOT NULL GROUP BY namespace, user, session ORDER BY min(position);

CREATE TABLE pools (
  template TEXT PRIMARY KEY NOT NULL,
  paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
  prewarm INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  last_failure TEXT NOT NULL,
  last_failure_at_ms INTEGER,
  retry_at_ms INTEGER,
  failed_digest TEXT NOT NULL
) STRICT;

ALTER TABLE sandboxes ADD COLUMN pooled INTEGER NOT NULL DEFAULT 0 CHECK (pooled IN (0, 1));
CREATE INDEX sandboxes_pooled ON sandboxes (template, state, position) WHERE pooled = 1;
CREATE INDEX sandboxes_template_state ON sandboxes (template, state);
CREATE INDEX sandboxes_namespace_state ON sandboxes (namespace, state);

-- Where the layout has a workspace; one that came from a pool lies elsewhere.
ALTER TABLE workspaces ADD COLUMN layout_path TEXT NOT NULL DEFAULT '';
UPDATE workspaces SET layout_path = path;
CREATE UNIQUE INDEX workspaces_layout_path ON workspaces (layout_path) WHERE state <> 'DELETED';
ALTER TABLE workspaces ADD COLUMN storage_path TEXT;
ALTER TABLE workspaces ADD COLUMN snapshot_id TEXT;
ALTER TABLE workspaces ADD COLUMN unreferenced_since_ms INTEGER;
-- Whether the copy in the storage goes too; of meaning while the state is DELETING.
ALTER TABLE workspaces ADD COLUMN deletion TEXT NOT NULL DEFAULT 'everywhere' CHECK (deletion IN ('here', 'everywhere'));
UPDATE workspaces SET unreferenced_since_ms = unixepoch() * 1000
  WHERE state = 'PRESENT' AND NOT EXISTS
    (SELECT 1 FROM sandboxes WHERE workspace_id = workspaces.id AND sandboxes.state <> 'RELEASED');
CREATE INDEX workspaces_unreferenced ON workspaces (unreferenced_since_ms)
  WHERE unreferenced_since_ms IS NOT NULL AND state = 'PRESENT';
`,
  },
  {
    version: 3,
    name: 'execs, sessions by state',
    sql: `
-- The oldest requests are found by their place in the table.
DROP INDEX requests_age;

-- With the state, which every heartbeat asks for, and without what no session has.
DROP INDEX sandboxes_session;
CREATE INDEX sandboxes_session ON sandboxes (namespace, user, session, state) WHERE user IS NOT NULL;

CREATE TABLE execs (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  sandbox_id TEXT NOT NULL,
  id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  command TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  mark TEXT NOT NULL,
  runtime_id TEXT NOT NULL DEFAULT '',
  user TEXT,
  has_terminal INTEGER NOT NULL CHECK (has_terminal IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('STARTING', 'RUNNING', 'ENDED')),
  cause TEXT,
  exit_code INTEGER,
  signal TEXT,
  message TEXT NOT NULL DEFAULT '',
  started_at_ms INTEGER NOT NULL,
  deadline_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER,
  stdout_bytes INTEGER NOT NULL DEFAULT 0,
  stderr_bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE (sandbox_id, id),
  CHECK ((state = 'ENDED') = (cause IS NOT NULL AND ended_at_ms IS NOT NULL))
) STRICT;
CREATE INDEX execs_open ON execs (position) WHERE state <> 'ENDED';
CREATE INDEX execs_ended ON execs (ended_at_ms) WHERE ended_at_ms IS NOT NULL;
`,
  },
  {
    version: 4,
    name: 'one index of states, traces',
    sql: `
-- Counts by state, template and namespace, and what is warm, oldest first: by one index, because each index that has the
-- state is another two pages of every move.
DROP INDEX sandboxes_state;
DROP INDEX sandboxes_template_state;
DROP INDEX sandboxes_namespace_state;
DROP INDEX sandboxes_pooled;
CREATE INDEX sandboxes_state ON sandboxes (pooled, state, template, position, namespace);

-- The trace that a caller began; empty without one.
ALTER TABLE events ADD COLUMN trace_id TEXT NOT NULL DEFAULT '';
ALTER TABLE operations ADD COLUMN trace_id TEXT NOT NULL DEFAULT '';
`,
  },
  {
    version: 5,
    name: 'access tokens',
    sql: `
-- Of a secret of 256 random bits its SHA-256 is enough: nothing can be guessed from it.
CREATE TABLE tokens (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'client', 'read')),
  -- A JSON list; NULL is all of them.
  namespaces TEXT CHECK (namespaces IS NULL OR json_array_length(namespaces) > 0),
  created_at_ms INTEGER NOT NULL,
  last_used_at_ms INTEGER,
  revoked_at_ms INTEGER,
  CHECK (role <> 'admin' OR namespaces IS NULL)
) STRICT;
`,
  },
];

export const schemaVersion = migrations.length;
