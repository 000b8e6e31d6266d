import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { Endpoint as _sandkeep_v1_Endpoint, Endpoint__Output as _sandkeep_v1_Endpoint__Output } from './sandkeep/v1/Endpoint.ts';
import type { Failure as _sandkeep_v1_Failure, Failure__Output as _sandkeep_v1_Failure__Output } from './sandkeep/v1/Failure.ts';
import type { Port as _sandkeep_v1_Port, Port__Output as _sandkeep_v1_Port__Output } from './sandkeep/v1/Port.ts';
import type { Sandbox as _sandkeep_v1_Sandbox, Sandbox__Output as _sandkeep_v1_Sandbox__Output } from './sandkeep/v1/Sandbox.ts';
import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from './sandkeep/v1/SessionKey.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  sandkeep: {
    v1: {
      Actor: EnumTypeDefinition
      Endpoint: MessageTypeDefinition<_sandkeep_v1_Endpoint, _sandkeep_v1_Endpoint__Output>
      Failure: MessageTypeDefinition<_sandkeep_v1_Failure, _sandkeep_v1_Failure__Output>
      Port: MessageTypeDefinition<_sandkeep_v1_Port, _sandkeep_v1_Port__Output>
      Sandbox: MessageTypeDefinition<_sandkeep_v1_Sandbox, _sandkeep_v1_Sandbox__Output>
      SandboxState: EnumTypeDefinition
      SessionKey: MessageTypeDefinition<_sandkeep_v1_SessionKey, _sandkeep_v1_SessionKey__Output>
    }
  }
}

