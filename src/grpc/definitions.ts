// The services as grpc-js wants them, loaded from the .proto files that are shipped with the package.

import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';
import type { ProtoGrpcType as AdminTypes } from '../gen/admin_service.ts';
import type { ProtoGrpcType as DetailTypes } from '../gen/error_details.ts';
import type { ProtoGrpcType as EventTypes } from '../gen/event_service.ts';
import type { ProtoGrpcType as ExecTypes } from '../gen/exec_service.ts';
import type { ProtoGrpcType as FileTypes } from '../gen/file_service.ts';
import type { ProtoGrpcType as LogTypes } from '../gen/log_service.ts';
import type { ProtoGrpcType as ReflectionTypes } from '../gen/reflection.ts';
import type { ProtoGrpcType as SandboxTypes } from '../gen/sandbox_service.ts';
import type { ProtoGrpcType as SessionTypes } from '../gen/session_service.ts';
import type { ProtoGrpcType as StatsTypes } from '../gen/stats_service.ts';
import type { ProtoGrpcType as StatusTypes } from '../gen/status.ts';
import type { ProtoGrpcType as TemplateTypes } from '../gen/template_service.ts';
import type { ProtoGrpcType as ToolTypes } from '../gen/tool_service.ts';

const protoDirectory = fileURLToPath(new URL('../../proto', import.meta.url));

const definition = loadSync(
  [
    'sandkeep/v1/sandbox_service.proto',
    'sandkeep/v1/session_service.proto',
    'sandkeep/v1/template_service.proto',
    'sandkeep/v1/event_service.proto',
    'sandkeep/v1/exec_service.proto',
    'sandkeep/v1/file_service.proto',
    'sandkeep/v1/log_service.proto',
    'sandkeep/v1/stats_service.proto',
    'sandkeep/v1/tool_service.proto',
    'sandkeep/v1/admin_service.proto',
    'google/rpc/status.proto',
    'google/rpc/error_details.proto',
    'grpc/reflection/v1/reflection.proto',
  ],
  { includeDirs: [protoDirectory], longs: String, enums: String, defaults: true, oneofs: true },
);

type Loaded = SandboxTypes['sandkeep']['v1'] &
  SessionTypes['sandkeep']['v1'] &
  TemplateTypes['sandkeep']['v1'] &
  EventTypes['sandkeep']['v1'] &
  ExecTypes['sandkeep']['v1'] &
  FileTypes['sandkeep']['v1'] &
  LogTypes['sandkeep']['v1'] &
  StatsTypes['sandkeep']['v1'] &
  ToolTypes['sandkeep']['v1'] &
  AdminTypes['sandkeep']['v1'];

// The loader's own type knows nothing of the files; the generated types describe exactly what they hold.
const loaded = loadPackageDefinition(definition) as unknown as {
  sandkeep: { v1: Loaded };
  google: { rpc: StatusTypes['google']['rpc'] & DetailTypes['google']['rpc'] };
  grpc: { reflection: { v1: ReflectionTypes['grpc']['reflection']['v1'] } };
};

export const sandkeepV1 = loaded.sandkeep.v1;
export const googleRpc = loaded.google.rpc;
export const reflectionV1 = loaded.grpc.reflection.v1;
