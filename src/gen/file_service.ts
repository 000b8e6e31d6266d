import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from './sandkeep/v1/FileEntry.ts';
import type { FileServiceClient as _sandkeep_v1_FileServiceClient, FileServiceDefinition as _sandkeep_v1_FileServiceDefinition } from './sandkeep/v1/FileService.ts';
import type { ListFilesRequest as _sandkeep_v1_ListFilesRequest, ListFilesRequest__Output as _sandkeep_v1_ListFilesRequest__Output } from './sandkeep/v1/ListFilesRequest.ts';
import type { ListFilesResponse as _sandkeep_v1_ListFilesResponse, ListFilesResponse__Output as _sandkeep_v1_ListFilesResponse__Output } from './sandkeep/v1/ListFilesResponse.ts';
import type { ReadFileRequest as _sandkeep_v1_ReadFileRequest, ReadFileRequest__Output as _sandkeep_v1_ReadFileRequest__Output } from './sandkeep/v1/ReadFileRequest.ts';
import type { ReadFileResponse as _sandkeep_v1_ReadFileResponse, ReadFileResponse__Output as _sandkeep_v1_ReadFileResponse__Output } from './sandkeep/v1/ReadFileResponse.ts';
import type { StatFileRequest as _sandkeep_v1_StatFileRequest, StatFileRequest__Output as _sandkeep_v1_StatFileRequest__Output } from './sandkeep/v1/StatFileRequest.ts';
import type { StatFileResponse as _sandkeep_v1_StatFileResponse, StatFileResponse__Output as _sandkeep_v1_StatFileResponse__Output } from './sandkeep/v1/StatFileResponse.ts';
import type { WriteFileHeader as _sandkeep_v1_WriteFileHeader, WriteFileHeader__Output as _sandkeep_v1_WriteFileHeader__Output } from './sandkeep/v1/WriteFileHeader.ts';
import type { WriteFileRequest as _sandkeep_v1_WriteFileRequest, WriteFileRequest__Output as _sandkeep_v1_WriteFileRequest__Output } from './sandkeep/v1/WriteFileRequest.ts';
import type { WriteFileResponse as _sandkeep_v1_WriteFileResponse, WriteFileResponse__Output as _sandkeep_v1_WriteFileResponse__Output } from './sandkeep/v1/WriteFileResponse.ts';

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
      FileEntry: MessageTypeDefinition<_sandkeep_v1_FileEntry, _sandkeep_v1_FileEntry__Output>
      FileKind: EnumTypeDefinition
      /**
       * Reads and writes files. Every call counts as activity.
       */
      FileService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_FileServiceClient> & { service: _sandkeep_v1_FileServiceDefinition }
      ListFilesRequest: MessageTypeDefinition<_sandkeep_v1_ListFilesRequest, _sandkeep_v1_ListFilesRequest__Output>
      ListFilesResponse: MessageTypeDefinition<_sandkeep_v1_ListFilesResponse, _sandkeep_v1_ListFilesResponse__Output>
      ReadFileRequest: MessageTypeDefinition<_sandkeep_v1_ReadFileRequest, _sandkeep_v1_ReadFileRequest__Output>
      ReadFileResponse: MessageTypeDefinition<_sandkeep_v1_ReadFileResponse, _sandkeep_v1_ReadFileResponse__Output>
      StatFileRequest: MessageTypeDefinition<_sandkeep_v1_StatFileRequest, _sandkeep_v1_StatFileRequest__Output>
      StatFileResponse: MessageTypeDefinition<_sandkeep_v1_StatFileResponse, _sandkeep_v1_StatFileResponse__Output>
      WriteFileHeader: MessageTypeDefinition<_sandkeep_v1_WriteFileHeader, _sandkeep_v1_WriteFileHeader__Output>
      WriteFileRequest: MessageTypeDefinition<_sandkeep_v1_WriteFileRequest, _sandkeep_v1_WriteFileRequest__Output>
      WriteFileResponse: MessageTypeDefinition<_sandkeep_v1_WriteFileResponse, _sandkeep_v1_WriteFileResponse__Output>
    }
  }
}

