// The contract as grpc-js needs it, read from the package's proto files.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  loadSync,
  type MessageTypeDefinition,
  type MethodDefinition,
  type PackageDefinition,
  type ServiceDefinition,
} from '@grpc/proto-loader';

/** Both src/client and dist/client are two levels below the package. */
const protoDirectory = join(fileURLToPath(new URL('.', import.meta.url)), '../../proto');

const protoFiles = [
  'sandkeep/v1/admin_service.proto',
  'sandkeep/v1/event_service.proto',
  'sandkeep/v1/exec_service.proto',
  'sandkeep/v1/file_service.proto',
  'sandkeep/v1/log_service.proto',
  'sandkeep/v1/sandbox_service.proto',
  'sandkeep/v1/session_service.proto',
  'sandkeep/v1/stats_service.proto',
  'sandkeep/v1/template_service.proto',
  'sandkeep/v1/tool_service.proto',
  'google/rpc/status.proto',
  'google/rpc/error_details.proto',
  'grpc/health/v1/health.proto',
];

/** The services whose methods the client offers. */
export const serviceNames = [
  'sandkeep.v1.AdminService',
  'sandkeep.v1.EventService',
  'sandkeep.v1.ExecService',
  'sandkeep.v1.FileService',
  'sandkeep.v1.LogService',
  'sandkeep.v1.SandboxService',
  'sandkeep.v1.SessionService',
  'sandkeep.v1.StatsService',
  'sandkeep.v1.TemplateService',
  'sandkeep.v1.ToolService',
] as const;

export type AnyMethod = MethodDefinition<object, object>;

let loaded: PackageDefinition | undefined;

function loadContract(): PackageDefinition {
  loaded ??= loadSync(protoFiles, {
    includeDirs: [protoDirectory],
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  return loaded;
}

export function findService(name: string): ServiceDefinition {
  const found = loadContract()[name];
  if (found === undefined || 'format' in found) throw new Error(`the contract has no service ${name}`);
  return found;
}

/** The message type, or undefined when the contract does not know the name. */
export function findMessage(name: string): MessageTypeDefinition<object, object> | undefined {
  const found = loadContract()[name];
  return found !== undefined && 'serialize' in found ? (found as MessageTypeDefinition<object, object>) : undefined;
}
