// Original file: proto/sandkeep/v1/file_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListFilesRequest as _sandkeep_v1_ListFilesRequest, ListFilesRequest__Output as _sandkeep_v1_ListFilesRequest__Output } from '../../sandkeep/v1/ListFilesRequest.ts';
import type { ListFilesResponse as _sandkeep_v1_ListFilesResponse, ListFilesResponse__Output as _sandkeep_v1_ListFilesResponse__Output } from '../../sandkeep/v1/ListFilesResponse.ts';
import type { ReadFileRequest as _sandkeep_v1_ReadFileRequest, ReadFileRequest__Output as _sandkeep_v1_ReadFileRequest__Output } from '../../sandkeep/v1/ReadFileRequest.ts';
import type { ReadFileResponse as _sandkeep_v1_ReadFileResponse, ReadFileResponse__Output as _sandkeep_v1_ReadFileResponse__Output } from '../../sandkeep/v1/ReadFileResponse.ts';
import type { StatFileRequest as _sandkeep_v1_StatFileRequest, StatFileRequest__Output as _sandkeep_v1_StatFileRequest__Output } from '../../sandkeep/v1/StatFileRequest.ts';
import type { StatFileResponse as _sandkeep_v1_StatFileResponse, StatFileResponse__Output as _sandkeep_v1_StatFileResponse__Output } from '../../sandkeep/v1/StatFileResponse.ts';
import type { WriteFileRequest as _sandkeep_v1_WriteFileRequest, WriteFileRequest__Output as _sandkeep_v1_WriteFileRequest__Output } from '../../sandkeep/v1/WriteFileRequest.ts';
import type { WriteFileResponse as _sandkeep_v1_WriteFileResponse, WriteFileResponse__Output as _sandkeep_v1_WriteFileResponse__Output } from '../../sandkeep/v1/WriteFileResponse.ts';

/**
 * Reads and writes files. Every call counts as activity.
 */
export interface FileServiceClient extends grpc.Client {
  /**
   * Direct children of a directory, by name. Errors: FILE_NOT_FOUND, NOT_A_DIRECTORY.
   */
  ListFiles(argument: _sandkeep_v1_ListFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  ListFiles(argument: _sandkeep_v1_ListFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  ListFiles(argument: _sandkeep_v1_ListFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  ListFiles(argument: _sandkeep_v1_ListFilesRequest, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Direct children of a directory, by name. Errors: FILE_NOT_FOUND, NOT_A_DIRECTORY.
   */
  listFiles(argument: _sandkeep_v1_ListFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  listFiles(argument: _sandkeep_v1_ListFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  listFiles(argument: _sandkeep_v1_ListFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  listFiles(argument: _sandkeep_v1_ListFilesRequest, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Streams a file, in chunks of at most 256 KiB. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, INVALID_PATH, PATH_ESCAPES, RANGE_NOT_SATISFIABLE, FILE_TOO_LARGE.
   */
  ReadFile(argument: _sandkeep_v1_ReadFileRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_ReadFileResponse__Output>;
  ReadFile(argument: _sandkeep_v1_ReadFileRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_ReadFileResponse__Output>;
  /**
   * Streams a file, in chunks of at most 256 KiB. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, INVALID_PATH, PATH_ESCAPES, RANGE_NOT_SATISFIABLE, FILE_TOO_LARGE.
   */
  readFile(argument: _sandkeep_v1_ReadFileRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_ReadFileResponse__Output>;
  readFile(argument: _sandkeep_v1_ReadFileRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_ReadFileResponse__Output>;
  
  /**
   * One entry. Errors: FILE_NOT_FOUND, INVALID_PATH.
   */
  StatFile(argument: _sandkeep_v1_StatFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StatFileResponse__Output>): grpc.ClientUnaryCall;
  StatFile(argument: _sandkeep_v1_StatFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_StatFileResponse__Output>): grpc.ClientUnaryCall;
  StatFile(argument: _sandkeep_v1_StatFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StatFileResponse__Output>): grpc.ClientUnaryCall;
  StatFile(argument: _sandkeep_v1_StatFileRequest, callback: grpc.requestCallback<_sandkeep_v1_StatFileResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One entry. Errors: FILE_NOT_FOUND, INVALID_PATH.
   */
  statFile(argument: _sandkeep_v1_StatFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StatFileResponse__Output>): grpc.ClientUnaryCall;
  statFile(argument: _sandkeep_v1_StatFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_StatFileResponse__Output>): grpc.ClientUnaryCall;
  statFile(argument: _sandkeep_v1_StatFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_StatFileResponse__Output>): grpc.ClientUnaryCall;
  statFile(argument: _sandkeep_v1_StatFileRequest, callback: grpc.requestCallback<_sandkeep_v1_StatFileResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Writes a file from a stream; it replaces the old one at the end of the stream, never in part. Safe to retry unless it appends.
   * Errors: READ_ONLY_PATH, FILE_EXISTS, FILE_NOT_FOUND, NO_SPACE, INVALID_PATH, PATH_ESCAPES.
   */
  WriteFile(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  WriteFile(metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  WriteFile(options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  WriteFile(callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  /**
   * Writes a file from a stream; it replaces the old one at the end of the stream, never in part. Safe to retry unless it appends.
   * Errors: READ_ONLY_PATH, FILE_EXISTS, FILE_NOT_FOUND, NO_SPACE, INVALID_PATH, PATH_ESCAPES.
   */
  writeFile(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  writeFile(metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  writeFile(options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  writeFile(callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  
}

/**
 * Reads and writes files. Every call counts as activity.
 */
export interface FileServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Direct children of a directory, by name. Errors: FILE_NOT_FOUND, NOT_A_DIRECTORY.
   */
  ListFiles: grpc.handleUnaryCall<_sandkeep_v1_ListFilesRequest__Output, _sandkeep_v1_ListFilesResponse>;
  
  /**
   * Streams a file, in chunks of at most 256 KiB. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, INVALID_PATH, PATH_ESCAPES, RANGE_NOT_SATISFIABLE, FILE_TOO_LARGE.
   */
  ReadFile: grpc.handleServerStreamingCall<_sandkeep_v1_ReadFileRequest__Output, _sandkeep_v1_ReadFileResponse>;
  
  /**
   * One entry. Errors: FILE_NOT_FOUND, INVALID_PATH.
   */
  StatFile: grpc.handleUnaryCall<_sandkeep_v1_StatFileRequest__Output, _sandkeep_v1_StatFileResponse>;
  
  /**
   * Writes a file from a stream; it replaces the old one at the end of the stream, never in part. Safe to retry unless it appends.
   * Errors: READ_ONLY_PATH, FILE_EXISTS, FILE_NOT_FOUND, NO_SPACE, INVALID_PATH, PATH_ESCAPES.
   */
  WriteFile: grpc.handleClientStreamingCall<_sandkeep_v1_WriteFileRequest__Output, _sandkeep_v1_WriteFileResponse>;
  
}

export interface FileServiceDefinition extends grpc.ServiceDefinition {
  ListFiles: MethodDefinition<_sandkeep_v1_ListFilesRequest, _sandkeep_v1_ListFilesResponse, _sandkeep_v1_ListFilesRequest__Output, _sandkeep_v1_ListFilesResponse__Output>
  ReadFile: MethodDefinition<_sandkeep_v1_ReadFileRequest, _sandkeep_v1_ReadFileResponse, _sandkeep_v1_ReadFileRequest__Output, _sandkeep_v1_ReadFileResponse__Output>
  StatFile: MethodDefinition<_sandkeep_v1_StatFileRequest, _sandkeep_v1_StatFileResponse, _sandkeep_v1_StatFileRequest__Output, _sandkeep_v1_StatFileResponse__Output>
  WriteFile: MethodDefinition<_sandkeep_v1_WriteFileRequest, _sandkeep_v1_WriteFileResponse, _sandkeep_v1_WriteFileRequest__Output, _sandkeep_v1_WriteFileResponse__Output>
}
