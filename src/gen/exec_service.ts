import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { ExecServiceClient as _sandkeep_v1_ExecServiceClient, ExecServiceDefinition as _sandkeep_v1_ExecServiceDefinition } from './sandkeep/v1/ExecService.ts';
import type { RunExecRequest as _sandkeep_v1_RunExecRequest, RunExecRequest__Output as _sandkeep_v1_RunExecRequest__Output } from './sandkeep/v1/RunExecRequest.ts';
import type { RunExecResponse as _sandkeep_v1_RunExecResponse, RunExecResponse__Output as _sandkeep_v1_RunExecResponse__Output } from './sandkeep/v1/RunExecResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
    }
  }
  sandkeep: {
    v1: {
      /**
       * Runs commands. Each has its own process; none can wedge another.
       */
      ExecService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_ExecServiceClient> & { service: _sandkeep_v1_ExecServiceDefinition }
      RunExecRequest: MessageTypeDefinition<_sandkeep_v1_RunExecRequest, _sandkeep_v1_RunExecRequest__Output>
      RunExecResponse: MessageTypeDefinition<_sandkeep_v1_RunExecResponse, _sandkeep_v1_RunExecResponse__Output>
    }
  }
}

