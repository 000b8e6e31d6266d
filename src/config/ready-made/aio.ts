// The all-in-one sandbox image: shell, files, browser and notebooks behind one HTTP API.

import type { WrittenTemplate } from '../template-schema.ts';
import { threadDirectories } from './thread.ts';

export const aio: WrittenTemplate = {
  description: 'All-in-one sandbox: shell, files, browser and notebooks behind one HTTP API',
  runtime: 'docker',
  image: 'enterprise-public-cn-beijing.cr.volces.com/vefaas-public/all-in-one-sandbox:1.11.0',
  ports: [8080],
  readiness: { kind: 'http', port: 8080, path: '/v1/sandbox', expected_status: 200, timeout: '60s' },
  tool_api: 'aio',
  tool_port: 8080,
  ...threadDirectories,
  // Its PID 1 is root and hands over to this user.
  workspace_owner: '1000:1000',
  workspace_mode: '0750',
  limits: { memory: '2g', cpus: 2, pids: 512, open_files: 8192, shm_size: '2g', tmp_size: '1g' },
  security: { class: 'compat', read_only_root: false, seccomp: 'chromium' },
  stop_grace: '10s',
  idle_timeout: '600s',
  idle_action: 'release',
  release_mode: 'park',
};
