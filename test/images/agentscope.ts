// An image with the server that runs in AgentScope's own images: its code from PyPI, on Debian's Python, behind nginx.
// Only what that server imports is in it: no browser, no Git, no notebook.

import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { fillOnce, unpackedDebianPackages } from '../engines/cache.ts';
import { runCommand } from '../engines/commands.ts';
import { buildImage } from './archive.ts';
import { ensureImage } from './images.ts';

export const agentscopeImage = 'sandkeep-test:agentscope';
/** In the image: an MCP server with the tools add, fail, slow and environment. */
export const demoServer = { command: '/usr/bin/python3.11', args: ['/demo/server.py'] };

const installTimeoutMs = 10 * 60_000;
const serverPackage = 'agentscope-runtime==1.1.6.post2';

const debianPackages = [
  'busybox-static',
  'libbz2-1.0',
  'libc6',
  'libcrypt1',
  'libexpat1',
  'libffi8',
  'libgcc-s1',
  'liblzma5',
  'libncursesw6',
  'libpcre2-8-0',
  'libpython3.11-minimal',
  'libpython3.11-stdlib',
  'libreadline8',
  'libsqlite3-0',
  'libssl3',
  'libtinfo6',
  'libuuid1',
  'nginx',
  'python3.11-minimal',
  'zlib1g',
];

const pythonPackages = [
  'annotated-doc==0.0.7',
  'annotated-types==0.8.0',
  'anyio==4.16.0',
  'asttokens==3.0.2',
  'attrs==26.1.0',
  'certifi==2026.10.19.post1',
  'click==8.5.1',
  'executing==2.3.0',
  'fastapi==0.165.0',
  'gitdb==4.0.12',
  'GitPython==3.2.1',
  'h11==0.16.0',
  'httpcore==1.0.9',
  'httpx==0.28.1',
  'httpx-sse==0.4.3',
  'idna==3.20',
  'ipython==9.18.1',
  'ipython_pygments_lexers==1.1.1',
  'jsonschema==4.26.0',
  'jsonschema-specifications==2025.9.1',
  'matplotlib-inline==0.2.2',
  'mcp==1.30.0',
  'opentelemetry-api==1.45.2',
  'pure_eval==0.2.4',
  'pydantic==2.14.4',
  'pydantic_core==2.50.5',
  'pydantic-settings==2.16.3',
  'Pygments==2.21.0',
  'python-dotenv==1.2.4',
  'python-multipart==0.0.34',
  'referencing==0.37.0',
  'rpds-py==2026.9.1',
  'smmap==5.0.3',
  'sse-starlette==3.7.0',
  'stack-data==0.6.3',
  'starlette==1.10.0',
  'traitlets==5.16.1',
  'typing_extensions==4.16.0',
  'typing-inspection==0.4.5',
  'uvicorn==0.54.0',
];

const wheelPlatforms: Partial<Record<NodeJS.Architecture, string>> = { x64: 'x86_64', arm64: 'aarch64' };

const init = `#!/bin/sh
trap 'kill $server $proxy 2>/dev/null; exit 0' TERM INT
sed "s/NGINX_TIMEOUT/\${NGINX_TIMEOUT:-60}/" /etc/nginx.template > /run/nginx.conf
cd /server && /usr/bin/python3.11 -m uvicorn app:app --host 127.0.0.1 --port 8000 & server=$!
/usr/sbin/nginx -c /run/nginx.conf & proxy=$!
wait $server
`;

const nginxTemplate = `daemon off;
user root root;
pid /run/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  server {
    listen 80;
    location /fastapi/ {
      proxy_pass http://127.0.0.1:8000/;
      proxy_read_timeout NGINX_TIMEOUT;
      client_max_body_size 64m;
    }
  }
}
`;

const demo = `import os
import anyio
from mcp.server.fastmcp import FastMCP

server = FastMCP("demo")


@server.tool()
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


@server.tool()
def fail() -> str:
    """Fails."""
    raise ValueError("as it should")


@server.tool()
async def slow(seconds: float) -> str:
    """Takes its time."""
    await anyio.sleep(seconds)
    return "done"


@server.tool()
def environment(name: str) -> str:
    """A variable of this server."""
    return os.environ.get(name, "")


server.run()
`;

/** Loads the image unless it is there; the first time takes a few minutes, for what it is made of is fetched. */
export async function ensureAgentscopeImage(dockerHost: string): Promise<void> {
  const recipe = { debianPackages, pythonPackages, serverPackage, init, nginxTemplate, demo, arch: process.arch };
  const directory = await fillOnce('agentscope-image', recipe, fillLayer);
  const layer = await readFile(path.join(directory, 'layer.tar'));
  const config = {
    Cmd: ['/init'],
    Env: ['PATH=/usr/bin:/bin:/usr/sbin', 'PYTHONPATH=/packages', 'HOME=/root', 'GIT_PYTHON_REFRESH=quiet'],
    ExposedPorts: { '80/tcp': {} },
  };
  await ensureImage(dockerHost, agentscopeImage, buildImage({ layers: [layer], config }));
}

async function fillLayer(directory: string): Promise<void> {
  const root = path.join(directory, 'root');
  await cp(await unpackedDebianPackages('agentscope-packages', debianPackages), root, {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const unused of ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'etc/nginx']) {
    await rm(path.join(root, unused), { recursive: true, force: true });
  }
  await installPackages(path.join(root, 'packages'));
  // What is left of the package is the server: the rest of it makes sandboxes.
  await rename(path.join(root, 'packages/agentscope_runtime/sandbox/box/shared'), path.join(root, 'server'));
  await rm(path.join(root, 'packages/agentscope_runtime'), { recursive: true });
  for (const name of ['tmp', 'root', 'run', 'workspace', 'demo', 'var/lib/nginx', 'var/log/nginx']) {
    await mkdir(path.join(root, name), { recursive: true });
  }
  for (const name of ['sh', 'sed', 'cat', 'ls', 'sleep', 'env']) await symlink('busybox', path.join(root, 'bin', name));
  await writeFile(path.join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  await writeFile(path.join(root, 'etc/group'), 'root:x:0:\n');
  await writeFile(path.join(root, 'etc/nginx.template'), nginxTemplate);
  await writeFile(path.join(root, 'demo/server.py'), demo);
  await writeFile(path.join(root, 'init'), init, { mode: 0o755 });
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name', '--mtime=@1700000000'];
  await runCommand('tar', [
    '--create',
    '--file',
    path.join(directory, 'layer.tar'),
    ...owner,
    '--directory',
    root,
    '.',
  ]);
  await rm(root, { recursive: true });
}

/** For the Python of the image, whatever the one of the host is. */
async function installPackages(target: string): Promise<void> {
  const machine = wheelPlatforms[process.arch] ?? process.arch;
  const platforms = ['manylinux2014', 'manylinux_2_28'].map((tag) => `--platform=${tag}_${machine}`);
  const python = ['--python-version=3.11', '--implementation=cp', '--only-binary=:all:', '--no-deps', '--no-compile'];
  const quiet = ['--quiet', '--disable-pip-version-check'];
  await runCommand(
    'python3',
    ['-m', 'pip', 'install', ...quiet, ...python, ...platforms, '--target', target, serverPackage, ...pythonPackages],
    { timeoutMs: installTimeoutMs },
  );
}
