// What the local runtime says of itself: its capabilities, and what it cannot do here with the way out.

import os from 'node:os';

import type { RuntimeInfo } from '../../ports/runtime.ts';
import { type Isolation, refusal } from './local-commands.ts';

/** isolation null: commands are switched off. */
export function toInfo(isolation: Isolation | null): RuntimeInfo {
  return {
    engine: 'local',
    version: os.release(),
    apiVersion: '1',
    engineId: null,
    components: [],
    storage: null,
    capabilities: {
      pause: false,
      exec: isolation !== null && isolation.kind !== 'refused',
      images: false,
      hostExec: isolation?.kind === 'none',
      publishedPorts: false,
      imageHealthcheck: false,
      init: false,
      events: false,
      logs: false,
      ociRuntimes: [],
    },
    degraded: degradedModes(isolation),
  };
}

function degradedModes(isolation: Isolation | null): RuntimeInfo['degraded'] {
  if (isolation === null) {
    const remedy = 'set runtimes.local.allow_host_exec: true, or use a container template';
    return [{ mode: 'host exec disabled: local sandboxes serve files only', remedy }];
  }
  const limits = {
    mode: 'memory, CPU and process limits are not applied to local sandboxes',
    remedy: 'use a container template',
  };
  if (isolation.kind === 'bubblewrap') return [limits];
  if (isolation.kind === 'refused') {
    const remedy = 'install bubblewrap and, under systemd, the drop-in sandkeepd-bubblewrap.conf; then restart it';
    return [{ mode: refusal(isolation.why), remedy }];
  }
  const remedy = 'install bubblewrap and allow user namespaces for the daemon, then restart it';
  const mode = `bubblewrap not usable (${isolation.why}): commands run on the host without isolation`;
  return [{ mode, remedy }, limits];
}
