import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { ChmodFileRequest as _sandkeep_v1_ChmodFileRequest, ChmodFileRequest__Output as _sandkeep_v1_ChmodFileRequest__Output } from './sandkeep/v1/ChmodFileRequest.ts';
import type { ChmodFileResponse as _sandkeep_v1_ChmodFileResponse, ChmodFileResponse__Output as _sandkeep_v1_ChmodFileResponse__Output } from './sandkeep/v1/ChmodFileResponse.ts';
import type { CopyInHeader as _sandkeep_v1_CopyInHeader, CopyInHeader__Output as _sandkeep_v1_CopyInHeader__Output } from './sandkeep/v1/CopyInHeader.ts';
import type { CopyInRequest as _sandkeep_v1_CopyInRequest, CopyInRequest__Output as _sandkeep_v1_CopyInRequest__Output } from './sandkeep/v1/CopyInRequest.ts';
import type { CopyInResponse as _sandkeep_v1_CopyInResponse, CopyInResponse__Output as _sandkeep_v1_CopyInResponse__Output } from './sandkeep/v1/CopyInResponse.ts';
import type { CopyOutRequest as _sandkeep_v1_CopyOutRequest, CopyOutRequest__Output as _sandkeep_v1_CopyOutRequest__Output } from './sandkeep/v1/CopyOutRequest.ts';
import type { CopyOutResponse as _sandkeep_v1_CopyOutResponse, CopyOutResponse__Output as _sandkeep_v1_CopyOutResponse__Output } from './sandkeep/v1/CopyOutResponse.ts';
import type { CopyOutSummary as _sandkeep_v1_CopyOutSummary, CopyOutSummary__Output as _sandkeep_v1_CopyOutSummary__Output } from './sandkeep/v1/CopyOutSummary.ts';
import type { FileChange as _sandkeep_v1_FileChange, FileChange__Output as _sandkeep_v1_FileChange__Output } from './sandkeep/v1/FileChange.ts';
import type { FileEntry as _sandkeep_v1_FileEntry, FileEntry__Output as _sandkeep_v1_FileEntry__Output } from './sandkeep/v1/FileEntry.ts';
import type { FileServiceClient as _sandkeep_v1_FileServiceClient, FileServiceDefinition as _sandkeep_v1_FileServiceDefinition } from './sandkeep/v1/FileService.ts';
import type { GlobFilesRequest as _sandkeep_v1_GlobFilesRequest, GlobFilesRequest__Output as _sandkeep_v1_GlobFilesRequest__Output } from './sandkeep/v1/GlobFilesRequest.ts';
import type { GlobFilesResponse as _sandkeep_v1_GlobFilesResponse, GlobFilesResponse__Output as _sandkeep_v1_GlobFilesResponse__Output } from './sandkeep/v1/GlobFilesResponse.ts';
import type { GrepFilesRequest as _sandkeep_v1_GrepFilesRequest, GrepFilesRequest__Output as _sandkeep_v1_GrepFilesRequest__Output } from './sandkeep/v1/GrepFilesRequest.ts';
import type { GrepFilesResponse as _sandkeep_v1_GrepFilesResponse, GrepFilesResponse__Output as _sandkeep_v1_GrepFilesResponse__Output } from './sandkeep/v1/GrepFilesResponse.ts';
import type { LineMatch as _sandkeep_v1_LineMatch, LineMatch__Output as _sandkeep_v1_LineMatch__Output } from './sandkeep/v1/LineMatch.ts';
import type { ListFilesRequest as _sandkeep_v1_ListFilesRequest, ListFilesRequest__Output as _sandkeep_v1_ListFilesRequest__Output } from './sandkeep/v1/ListFilesRequest.ts';
import type { ListFilesResponse as _sandkeep_v1_ListFilesResponse, ListFilesResponse__Output as _sandkeep_v1_ListFilesResponse__Output } from './sandkeep/v1/ListFilesResponse.ts';
import type { MakeDirectoryRequest as _sandkeep_v1_MakeDirectoryRequest, MakeDirectoryRequest__Output as _sandkeep_v1_MakeDirectoryRequest__Output } from './sandkeep/v1/MakeDirectoryRequest.ts';
import type { MakeDirectoryResponse as _sandkeep_v1_MakeDirectoryResponse, MakeDirectoryResponse__Output as _sandkeep_v1_MakeDirectoryResponse__Output } from './sandkeep/v1/MakeDirectoryResponse.ts';
import type { MoveFileRequest as _sandkeep_v1_MoveFileRequest, MoveFileRequest__Output as _sandkeep_v1_MoveFileRequest__Output } from './sandkeep/v1/MoveFileRequest.ts';
import type { MoveFileResponse as _sandkeep_v1_MoveFileResponse, MoveFileResponse__Output as _sandkeep_v1_MoveFileResponse__Output } from './sandkeep/v1/MoveFileResponse.ts';
import type { ReadFileRequest as _sandkeep_v1_ReadFileRequest, ReadFileRequest__Output as _sandkeep_v1_ReadFileRequest__Output } from './sandkeep/v1/ReadFileRequest.ts';
import type { ReadFileResponse as _sandkeep_v1_ReadFileResponse, ReadFileResponse__Output as _sandkeep_v1_ReadFileResponse__Output } from './sandkeep/v1/ReadFileResponse.ts';
import type { RemoveFileRequest as _sandkeep_v1_RemoveFileRequest, RemoveFileRequest__Output as _sandkeep_v1_RemoveFileRequest__Output } from './sandkeep/v1/RemoveFileRequest.ts';
import type { RemoveFileResponse as _sandkeep_v1_RemoveFileResponse, RemoveFileResponse__Output as _sandkeep_v1_RemoveFileResponse__Output } from './sandkeep/v1/RemoveFileResponse.ts';
import type { ReplaceInFileRequest as _sandkeep_v1_ReplaceInFileRequest, ReplaceInFileRequest__Output as _sandkeep_v1_ReplaceInFileRequest__Output } from './sandkeep/v1/ReplaceInFileRequest.ts';
import type { ReplaceInFileResponse as _sandkeep_v1_ReplaceInFileResponse, ReplaceInFileResponse__Output as _sandkeep_v1_ReplaceInFileResponse__Output } from './sandkeep/v1/ReplaceInFileResponse.ts';
import type { StatFileRequest as _sandkeep_v1_StatFileRequest, StatFileRequest__Output as _sandkeep_v1_StatFileRequest__Output } from './sandkeep/v1/StatFileRequest.ts';
import type { StatFileResponse as _sandkeep_v1_StatFileResponse, StatFileResponse__Output as _sandkeep_v1_StatFileResponse__Output } from './sandkeep/v1/StatFileResponse.ts';
import type { WatchFilesOverflow as _sandkeep_v1_WatchFilesOverflow, WatchFilesOverflow__Output as _sandkeep_v1_WatchFilesOverflow__Output } from './sandkeep/v1/WatchFilesOverflow.ts';
import type { WatchFilesReady as _sandkeep_v1_WatchFilesReady, WatchFilesReady__Output as _sandkeep_v1_WatchFilesReady__Output } from './sandkeep/v1/WatchFilesReady.ts';
import type { WatchFilesRequest as _sandkeep_v1_WatchFilesRequest, WatchFilesRequest__Output as _sandkeep_v1_WatchFilesRequest__Output } from './sandkeep/v1/WatchFilesRequest.ts';
import type { WatchFilesResponse as _sandkeep_v1_WatchFilesResponse, WatchFilesResponse__Output as _sandkeep_v1_WatchFilesResponse__Output } from './sandkeep/v1/WatchFilesResponse.ts';
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
      ChmodFileRequest: MessageTypeDefinition<_sandkeep_v1_ChmodFileRequest, _sandkeep_v1_ChmodFileRequest__Output>
      ChmodFileResponse: MessageTypeDefinition<_sandkeep_v1_ChmodFileResponse, _sandkeep_v1_ChmodFileResponse__Output>
      CopyInHeader: MessageTypeDefinition<_sandkeep_v1_CopyInHeader, _sandkeep_v1_CopyInHeader__Output>
      CopyInRequest: MessageTypeDefinition<_sandkeep_v1_CopyInRequest, _sandkeep_v1_CopyInRequest__Output>
      CopyInResponse: MessageTypeDefinition<_sandkeep_v1_CopyInResponse, _sandkeep_v1_CopyInResponse__Output>
      CopyOutRequest: MessageTypeDefinition<_sandkeep_v1_CopyOutRequest, _sandkeep_v1_CopyOutRequest__Output>
      CopyOutResponse: MessageTypeDefinition<_sandkeep_v1_CopyOutResponse, _sandkeep_v1_CopyOutResponse__Output>
      CopyOutSummary: MessageTypeDefinition<_sandkeep_v1_CopyOutSummary, _sandkeep_v1_CopyOutSummary__Output>
      FileChange: MessageTypeDefinition<_sandkeep_v1_FileChange, _sandkeep_v1_FileChange__Output>
      FileChangeKind: EnumTypeDefinition
      FileEntry: MessageTypeDefinition<_sandkeep_v1_FileEntry, _sandkeep_v1_FileEntry__Output>
      FileKind: EnumTypeDefinition
      /**
       * Reads, writes, finds and changes files. Every call counts as activity for as long as it runs.
       */
      FileService: SubtypeConstructor<typeof grpc.Client, _sandkeep_v1_FileServiceClient> & { service: _sandkeep_v1_FileServiceDefinition }
      GlobFilesRequest: MessageTypeDefinition<_sandkeep_v1_GlobFilesRequest, _sandkeep_v1_GlobFilesRequest__Output>
      GlobFilesResponse: MessageTypeDefinition<_sandkeep_v1_GlobFilesResponse, _sandkeep_v1_GlobFilesResponse__Output>
      GrepFilesRequest: MessageTypeDefinition<_sandkeep_v1_GrepFilesRequest, _sandkeep_v1_GrepFilesRequest__Output>
      GrepFilesResponse: MessageTypeDefinition<_sandkeep_v1_GrepFilesResponse, _sandkeep_v1_GrepFilesResponse__Output>
      LineMatch: MessageTypeDefinition<_sandkeep_v1_LineMatch, _sandkeep_v1_LineMatch__Output>
      ListFilesRequest: MessageTypeDefinition<_sandkeep_v1_ListFilesRequest, _sandkeep_v1_ListFilesRequest__Output>
      ListFilesResponse: MessageTypeDefinition<_sandkeep_v1_ListFilesResponse, _sandkeep_v1_ListFilesResponse__Output>
      MakeDirectoryRequest: MessageTypeDefinition<_sandkeep_v1_MakeDirectoryRequest, _sandkeep_v1_MakeDirectoryRequest__Output>
      MakeDirectoryResponse: MessageTypeDefinition<_sandkeep_v1_MakeDirectoryResponse, _sandkeep_v1_MakeDirectoryResponse__Output>
      MoveFileRequest: MessageTypeDefinition<_sandkeep_v1_MoveFileRequest, _sandkeep_v1_MoveFileRequest__Output>
      MoveFileResponse: MessageTypeDefinition<_sandkeep_v1_MoveFileResponse, _sandkeep_v1_MoveFileResponse__Output>
      ReadFileRequest: MessageTypeDefinition<_sandkeep_v1_ReadFileRequest, _sandkeep_v1_ReadFileRequest__Output>
      ReadFileResponse: MessageTypeDefinition<_sandkeep_v1_ReadFileResponse, _sandkeep_v1_ReadFileResponse__Output>
      RemoveFileRequest: MessageTypeDefinition<_sandkeep_v1_RemoveFileRequest, _sandkeep_v1_RemoveFileRequest__Output>
      RemoveFileResponse: MessageTypeDefinition<_sandkeep_v1_RemoveFileResponse, _sandkeep_v1_RemoveFileResponse__Output>
      ReplaceInFileRequest: MessageTypeDefinition<_sandkeep_v1_ReplaceInFileRequest, _sandkeep_v1_ReplaceInFileRequest__Output>
      ReplaceInFileResponse: MessageTypeDefinition<_sandkeep_v1_ReplaceInFileResponse, _sandkeep_v1_ReplaceInFileResponse__Output>
      StatFileRequest: MessageTypeDefinition<_sandkeep_v1_StatFileRequest, _sandkeep_v1_StatFileRequest__Output>
      StatFileResponse: MessageTypeDefinition<_sandkeep_v1_StatFileResponse, _sandkeep_v1_StatFileResponse__Output>
      WatchFilesOverflow: MessageTypeDefinition<_sandkeep_v1_WatchFilesOverflow, _sandkeep_v1_WatchFilesOverflow__Output>
      WatchFilesReady: MessageTypeDefinition<_sandkeep_v1_WatchFilesReady, _sandkeep_v1_WatchFilesReady__Output>
      WatchFilesRequest: MessageTypeDefinition<_sandkeep_v1_WatchFilesRequest, _sandkeep_v1_WatchFilesRequest__Output>
      WatchFilesResponse: MessageTypeDefinition<_sandkeep_v1_WatchFilesResponse, _sandkeep_v1_WatchFilesResponse__Output>
      WriteFileHeader: MessageTypeDefinition<_sandkeep_v1_WriteFileHeader, _sandkeep_v1_WriteFileHeader__Output>
      WriteFileRequest: MessageTypeDefinition<_sandkeep_v1_WriteFileRequest, _sandkeep_v1_WriteFileRequest__Output>
      WriteFileResponse: MessageTypeDefinition<_sandkeep_v1_WriteFileResponse, _sandkeep_v1_WriteFileResponse__Output>
    }
  }
}

