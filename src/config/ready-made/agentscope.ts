// The images of AgentScope Runtime: an HTTP API behind nginx, guarded by the token of the sandbox.

import type { WrittenTemplate } from '../template-schema.ts';

const common = {
  runtime: 'docker',
  ports: [80],
  readiness: {
    kind: 'http',
    port: 80,
    path: '/fastapi/healthz',
    expected_status: 200,
    headers: { Authorization: 'Bearer ${token}' },
    timeout: '60s',
  },
  // Seconds that nginx waits for the API behind it.
  environment: { NGINX_TIMEOUT: '60' },
  token_env: 'SECRET_TOKEN',
  tool_api: 'agentscope',
  tool_port: 80,
  workspace: 'session',
  workspace_mounts: [{ subpath: '', target: '/workspace' }],
  stop_grace: '1s',
  idle_timeout: '600s',
  idle_action: 'recycle',
  heartbeat_timeout: '300s',
  release_mode: 'destroy',
} as const satisfies WrittenTemplate;

/** Their supervisor is root, and on some engines root needs the capability to listen on port 80. */
const security = { class: 'compat', seccomp: 'default', extra_capabilities: ['NET_BIND_SERVICE'] } as const;

/** Chromium shares memory between its processes, and its own sandbox needs calls that engines refuse. */
const forChromium = {
  limits: { shm_size: '2g' },
  security: { ...security, seccomp: 'chromium' },
} as const satisfies WrittenTemplate;

const whyMobileIsRefused =
  'its image runs Android in a container engine of its own, which needs a privileged container, and that could take ' +
  'over the host';

export const agentscopeTemplates = {
  'agentscope-base': {
    description: 'AgentScope: Python and shell behind an HTTP API',
    image: imageOf('base'),
    ...common,
    security,
  },
  'agentscope-browser': {
    description: 'AgentScope: a browser and its tools',
    image: imageOf('browser'),
    ...common,
    ...forChromium,
  },
  'agentscope-filesystem': {
    description: 'AgentScope: file tools on /workspace',
    image: imageOf('filesystem'),
    ...common,
    security,
  },
  'agentscope-gui': {
    description: 'AgentScope: a desktop and its tools',
    image: imageOf('gui'),
    ...common,
    ...forChromium,
  },
  'agentscope-mobile': {
    description: `AgentScope: an Android device. Refused: ${whyMobileIsRefused}`,
    refused: whyMobileIsRefused,
    image: imageOf('mobile'),
    ...common,
    security,
  },
} as const satisfies Readonly<Record<string, WrittenTemplate>>;

function imageOf(kind: string): string {
  return `{agentscope_repository}/runtime-sandbox-${kind}:{agentscope_tag}`;
}
