import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { LogServiceClient as _sandkeep_v1_LogServiceClient, LogServiceDefinition as _sandkeep_v1_LogServiceDefinition } from './sandkeep/v1/LogService.ts';
import type { StreamLogsRequest as _sandkeep_v1_StreamLogsRequest, StreamLogsRequest__Output as _sandkeep_v1_StreamLogsRequest__Output } from './sandkeep/v1/StreamLogsRequest.ts';
import type { StreamLogsResponse as _sandkeep_v1_StreamLogsResponse, StreamLogsResponse__Output as _sandkeep_v1_StreamLogsResponse__Output } from './sandkeep/v1/StreamLogsResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  sandkeep: {
    v1: {
      /**
       * Reads the output of the first process of a sandbox, as its engine has kept it. The output of commands is with
       * ExecService.
       */
      LogService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_LogServiceClient> & { service: _sandkeep_v1_LogServiceDefinition }
      LogSource: EnumTypeDefinition
      StreamLogsRequest: MessageTypeDefinition<_sandkeep_v1_StreamLogsRequest, _sandkeep_v1_StreamLogsRequest__Output>
      StreamLogsResponse: MessageTypeDefinition<_sandkeep_v1_StreamLogsResponse, _sandkeep_v1_StreamLogsResponse__Output>
    }
  }
}

