import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { AttachExec as _sandkeep_v1_AttachExec, AttachExec__Output as _sandkeep_v1_AttachExec__Output } from './sandkeep/v1/AttachExec.ts';
import type { Exec as _sandkeep_v1_Exec, Exec__Output as _sandkeep_v1_Exec__Output } from './sandkeep/v1/Exec.ts';
import type { ExecExit as _sandkeep_v1_ExecExit, ExecExit__Output as _sandkeep_v1_ExecExit__Output } from './sandkeep/v1/ExecExit.ts';
import type { ExecOutput as _sandkeep_v1_ExecOutput, ExecOutput__Output as _sandkeep_v1_ExecOutput__Output } from './sandkeep/v1/ExecOutput.ts';
import type { ExecServiceClient as _sandkeep_v1_ExecServiceClient, ExecServiceDefinition as _sandkeep_v1_ExecServiceDefinition } from './sandkeep/v1/ExecService.ts';
import type { ExecSpec as _sandkeep_v1_ExecSpec, ExecSpec__Output as _sandkeep_v1_ExecSpec__Output } from './sandkeep/v1/ExecSpec.ts';
import type { GetExecRequest as _sandkeep_v1_GetExecRequest, GetExecRequest__Output as _sandkeep_v1_GetExecRequest__Output } from './sandkeep/v1/GetExecRequest.ts';
import type { GetExecResponse as _sandkeep_v1_GetExecResponse, GetExecResponse__Output as _sandkeep_v1_GetExecResponse__Output } from './sandkeep/v1/GetExecResponse.ts';
import type { ListExecsRequest as _sandkeep_v1_ListExecsRequest, ListExecsRequest__Output as _sandkeep_v1_ListExecsRequest__Output } from './sandkeep/v1/ListExecsRequest.ts';
import type { ListExecsResponse as _sandkeep_v1_ListExecsResponse, ListExecsResponse__Output as _sandkeep_v1_ListExecsResponse__Output } from './sandkeep/v1/ListExecsResponse.ts';
import type { RunExecRequest as _sandkeep_v1_RunExecRequest, RunExecRequest__Output as _sandkeep_v1_RunExecRequest__Output } from './sandkeep/v1/RunExecRequest.ts';
import type { RunExecResponse as _sandkeep_v1_RunExecResponse, RunExecResponse__Output as _sandkeep_v1_RunExecResponse__Output } from './sandkeep/v1/RunExecResponse.ts';
import type { SignalExecRequest as _sandkeep_v1_SignalExecRequest, SignalExecRequest__Output as _sandkeep_v1_SignalExecRequest__Output } from './sandkeep/v1/SignalExecRequest.ts';
import type { SignalExecResponse as _sandkeep_v1_SignalExecResponse, SignalExecResponse__Output as _sandkeep_v1_SignalExecResponse__Output } from './sandkeep/v1/SignalExecResponse.ts';
import type { StartExecRequest as _sandkeep_v1_StartExecRequest, StartExecRequest__Output as _sandkeep_v1_StartExecRequest__Output } from './sandkeep/v1/StartExecRequest.ts';
import type { StartExecResponse as _sandkeep_v1_StartExecResponse, StartExecResponse__Output as _sandkeep_v1_StartExecResponse__Output } from './sandkeep/v1/StartExecResponse.ts';
import type { StdinEnd as _sandkeep_v1_StdinEnd, StdinEnd__Output as _sandkeep_v1_StdinEnd__Output } from './sandkeep/v1/StdinEnd.ts';
import type { StreamExecRequest as _sandkeep_v1_StreamExecRequest, StreamExecRequest__Output as _sandkeep_v1_StreamExecRequest__Output } from './sandkeep/v1/StreamExecRequest.ts';
import type { StreamExecResponse as _sandkeep_v1_StreamExecResponse, StreamExecResponse__Output as _sandkeep_v1_StreamExecResponse__Output } from './sandkeep/v1/StreamExecResponse.ts';
import type { TerminalSize as _sandkeep_v1_TerminalSize, TerminalSize__Output as _sandkeep_v1_TerminalSize__Output } from './sandkeep/v1/TerminalSize.ts';
import type { WaitExecRequest as _sandkeep_v1_WaitExecRequest, WaitExecRequest__Output as _sandkeep_v1_WaitExecRequest__Output } from './sandkeep/v1/WaitExecRequest.ts';
import type { WaitExecResponse as _sandkeep_v1_WaitExecResponse, WaitExecResponse__Output as _sandkeep_v1_WaitExecResponse__Output } from './sandkeep/v1/WaitExecResponse.ts';

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
      AttachExec: MessageTypeDefinition<_sandkeep_v1_AttachExec, _sandkeep_v1_AttachExec__Output>
      Exec: MessageTypeDefinition<_sandkeep_v1_Exec, _sandkeep_v1_Exec__Output>
      ExecCause: EnumTypeDefinition
      ExecExit: MessageTypeDefinition<_sandkeep_v1_ExecExit, _sandkeep_v1_ExecExit__Output>
      ExecOutput: MessageTypeDefinition<_sandkeep_v1_ExecOutput, _sandkeep_v1_ExecOutput__Output>
      /**
       * Runs commands. Each has its own process; none can wedge another.
       */
      ExecService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_ExecServiceClient> & { service: _sandkeep_v1_ExecServiceDefinition }
      ExecSpec: MessageTypeDefinition<_sandkeep_v1_ExecSpec, _sandkeep_v1_ExecSpec__Output>
      ExecState: EnumTypeDefinition
      GetExecRequest: MessageTypeDefinition<_sandkeep_v1_GetExecRequest, _sandkeep_v1_GetExecRequest__Output>
      GetExecResponse: MessageTypeDefinition<_sandkeep_v1_GetExecResponse, _sandkeep_v1_GetExecResponse__Output>
      ListExecsRequest: MessageTypeDefinition<_sandkeep_v1_ListExecsRequest, _sandkeep_v1_ListExecsRequest__Output>
      ListExecsResponse: MessageTypeDefinition<_sandkeep_v1_ListExecsResponse, _sandkeep_v1_ListExecsResponse__Output>
      RunExecRequest: MessageTypeDefinition<_sandkeep_v1_RunExecRequest, _sandkeep_v1_RunExecRequest__Output>
      RunExecResponse: MessageTypeDefinition<_sandkeep_v1_RunExecResponse, _sandkeep_v1_RunExecResponse__Output>
      SignalExecRequest: MessageTypeDefinition<_sandkeep_v1_SignalExecRequest, _sandkeep_v1_SignalExecRequest__Output>
      SignalExecResponse: MessageTypeDefinition<_sandkeep_v1_SignalExecResponse, _sandkeep_v1_SignalExecResponse__Output>
      StartExecRequest: MessageTypeDefinition<_sandkeep_v1_StartExecRequest, _sandkeep_v1_StartExecRequest__Output>
      StartExecResponse: MessageTypeDefinition<_sandkeep_v1_StartExecResponse, _sandkeep_v1_StartExecResponse__Output>
      StdinEnd: MessageTypeDefinition<_sandkeep_v1_StdinEnd, _sandkeep_v1_StdinEnd__Output>
      StreamExecRequest: MessageTypeDefinition<_sandkeep_v1_StreamExecRequest, _sandkeep_v1_StreamExecRequest__Output>
      StreamExecResponse: MessageTypeDefinition<_sandkeep_v1_StreamExecResponse, _sandkeep_v1_StreamExecResponse__Output>
      TerminalSize: MessageTypeDefinition<_sandkeep_v1_TerminalSize, _sandkeep_v1_TerminalSize__Output>
      WaitExecRequest: MessageTypeDefinition<_sandkeep_v1_WaitExecRequest, _sandkeep_v1_WaitExecRequest__Output>
      WaitExecResponse: MessageTypeDefinition<_sandkeep_v1_WaitExecResponse, _sandkeep_v1_WaitExecResponse__Output>
      WhenFull: EnumTypeDefinition
    }
  }
}

