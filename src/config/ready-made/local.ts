// A directory of this host under the same virtual paths that a container would show. Needs no engine.

import type { WrittenTemplate } from '../template-schema.ts';
import { threadDirectories } from './thread.ts';

export const local: WrittenTemplate = {
  description: 'A directory of this host under virtual paths; no engine, no isolation of its own',
  runtime: 'local',
  readiness: { kind: 'none' },
  ...threadDirectories,
  workspace_mode: '0750',
  idle_action: 'none',
  release_mode: 'destroy',
};
