// What the test images do: the program each one starts with, and the configuration that goes with it.

import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { TarEntry } from './tar.ts';

export const behaviours = [
  'base',
  'slow',
  'exit',
  'never',
  'deaf',
  'oom',
  'flood',
  'health',
  'auth',
  'talk',
  'noshell',
  'probe',
] as const;
export type Behaviour = (typeof behaviours)[number];

const startServer = `httpd -f -p "\${PORT:-8080}" -h /www & server=$!`;

// PID 1 has no default signal handlers, so without a trap a stop would last until the kill. The trap comes first: a
// stop may follow the start at once.
const stopOnSignal = `trap 'kill $server 2>/dev/null; exit 0' TERM INT`;
const waitForServer = `wait $server`;

const scripts: Record<Exclude<Behaviour, 'noshell' | 'auth'>, string[]> = {
  base: [stopOnSignal, startServer, waitForServer],
  probe: [stopOnSignal, startServer, waitForServer],
  health: [stopOnSignal, startServer, waitForServer],
  slow: [stopOnSignal, `sleep "\${DELAY:-1}" & wait $!`, startServer, waitForServer],
  exit: [`echo "boom: cannot start" >&2`, `exit 3`],
  never: [stopOnSignal, `while :; do sleep 3600 & server=$!; wait $server; done`],
  deaf: [`trap '' TERM INT`, startServer, waitForServer],
  // The shell itself grows, so it is PID 1 that the kernel kills. Without a memory limit it stops at half a gibibyte.
  oom: [
    stopOnSignal,
    startServer,
    `sleep "\${DELAY:-1}" & wait $!`,
    `text=0123456789abcdef; doublings=0`,
    `while [ $doublings -lt 25 ]; do text="$text$text"; doublings=$((doublings + 1)); done`,
    `echo "no memory limit stopped me" >&2`,
    waitForServer,
  ],
  // Says what the lines of a file in its mount tell it to, as they are added.
  talk: [
    `trap 'exit 0' TERM INT`,
    `file=/mnt/user-data/say; : >>$file; exec 3<$file`,
    `while :; do`,
    `  if ! IFS= read -r line <&3; then sleep 0.05; continue; fi`,
    `  case "$line" in`,
    `    '!'*) printf '%s\\n' "\${line#!}" >&2 ;;`,
    `    'flood '*) yes "flood flood flood flood flood flood flood flood" | head -c "\${line#flood }" ;;`,
    `    'exit '*) exit "\${line#exit }" ;;`,
    `    *) printf '%s\\n' "$line" ;;`,
    `  esac`,
    `done`,
  ],
  // Bounded, because the log of a test that fails to stop it must not fill the disk.
  flood: [
    stopOnSignal,
    startServer,
    `yes "flood flood flood flood flood flood flood flood" | head -c "\${FLOOD_BYTES:-268435456}" &`,
    waitForServer,
  ],
};

// busybox httpd cannot answer at a path of its own with a program, so this reads the request itself.
const authHandler = `#!/bin/sh
read -r method path protocol
authorized=no
while read -r header; do
  header=$(printf '%s' "$header" | tr -d '\\r')
  [ -n "$header" ] || break
  case "$header" in
    [Aa]uthorization:\\ "Bearer $SECRET_TOKEN") [ -n "$SECRET_TOKEN" ] && authorized=yes ;;
  esac
done
status="404 Not Found"
case "$path" in /fastapi/healthz | /v1/sandbox) status="200 OK" ;; esac
[ $authorized = yes ] || status="401 Unauthorized"
body="{\\"status\\":\\"$status\\"}"
printf 'HTTP/1.1 %s\\r\\nContent-Type: application/json\\r\\nContent-Length: %s\\r\\nConnection: close\\r\\n\\r\\n%s' "$status" "\${#body}" "$body"
`;

const authScript = [stopOnSignal, `nc -ll -p "\${PORT:-8080}" -e /auth-handler & server=$!`, waitForServer];

const sandboxAnswer = `{"success":true,"message":"ok","data":{"home_dir":"/home/gem","version":"test"}}\n`;

const served: TarEntry[] = [
  { path: 'www', kind: 'directory' },
  { path: 'www/v1', kind: 'directory' },
  { path: 'www/v1/sandbox', kind: 'file', content: sandboxAnswer },
];

const places: TarEntry[] = [
  { path: 'tmp', kind: 'directory', mode: 0o1777 },
  { path: 'mnt', kind: 'directory' },
  { path: 'workspace', kind: 'directory', mode: 0o777 },
];

const users: TarEntry[] = [
  { path: 'etc', kind: 'directory' },
  {
    path: 'etc/passwd',
    kind: 'file',
    content: 'root:x:0:0:root:/root:/bin/sh\ngem:x:1000:1000:gem:/home/gem:/bin/sh\n',
  },
  { path: 'etc/group', kind: 'file', content: 'root:x:0:\ngem:x:1000:\n' },
  { path: 'root', kind: 'directory', mode: 0o700 },
  { path: 'home', kind: 'directory' },
  { path: 'home/gem', kind: 'directory', ownerId: 1000 },
];

/** The static programs the images are made of. */
export interface Programs {
  busybox: Buffer;
  applets: string[];
  tini: Buffer;
}

export interface ImageRecipe {
  /** The files, layer by layer, or an archive of them. The images with a shell share the first one. */
  layers: (TarEntry[] | Buffer)[];
  /** The part of the image configuration a container starts with. */
  config: Record<string, unknown>;
}

const exposedPorts = { '8080/tcp': {} };

const healthcheck = {
  Test: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8080/v1/sandbox'],
  Interval: 1_000_000_000,
  Timeout: 2_000_000_000,
  Retries: 3,
};

export function imageRecipe(behaviour: Behaviour, programs: Programs): ImageRecipe {
  if (behaviour === 'noshell') return noShellRecipe(programs);
  const lines = behaviour === 'auth' ? authScript : scripts[behaviour];
  const own: TarEntry[] = [
    { path: 'init', kind: 'file', mode: 0o755, content: ['#!/bin/sh', ...lines, ''].join('\n') },
  ];
  if (behaviour === 'auth') own.push({ path: 'auth-handler', kind: 'file', mode: 0o755, content: authHandler });
  if (behaviour === 'probe') own.push(...probes(programs));
  return {
    layers: [shellLayer(programs), own],
    config: {
      Cmd: ['/init'],
      Env: ['PATH=/bin'],
      ExposedPorts: exposedPorts,
      ...(behaviour === 'health' ? { Healthcheck: healthcheck } : {}),
    },
  };
}

function probes({ tini }: Programs): TarEntry[] {
  const script = readFileSync(path.join(import.meta.dirname, 'policy-probe.sh'), 'utf8');
  return [
    { path: 'policy-probe', kind: 'file', mode: 0o755, content: script },
    { path: 'setuid-root', kind: 'file', mode: 0o4755, content: tini },
  ];
}

function shellLayer({ busybox, applets }: Programs): TarEntry[] {
  const links = applets
    .filter((applet) => applet !== 'busybox')
    .map((applet): TarEntry => ({ path: `bin/${applet}`, kind: 'symlink', target: 'busybox', mode: 0o777 }));
  return [
    { path: 'bin', kind: 'directory' },
    { path: 'bin/busybox', kind: 'file', mode: 0o755, content: busybox },
    ...links,
    ...users,
    ...served,
    ...places,
  ];
}

/** The program looks at its own name, so this busybox is a web server and nothing else. */
function noShellRecipe({ busybox, tini }: Programs): ImageRecipe {
  const own: TarEntry[] = [
    { path: 'httpd', kind: 'file', mode: 0o755, content: busybox },
    { path: 'tini', kind: 'file', mode: 0o755, content: tini },
  ];
  // The web server has no handler for SIGTERM and would ignore it as PID 1, hence tini.
  const command = ['/tini', '--', '/httpd', '-f', '-p', '8080', '-h', '/www'];
  return { layers: [[...own, ...served, ...places]], config: { Cmd: command, ExposedPorts: exposedPorts } };
}
