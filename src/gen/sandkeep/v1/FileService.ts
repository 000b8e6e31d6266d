// Original file: proto/sandkeep/v1/file_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ChmodFileRequest as _sandkeep_v1_ChmodFileRequest, ChmodFileRequest__Output as _sandkeep_v1_ChmodFileRequest__Output } from '../../sandkeep/v1/ChmodFileRequest.ts';
import type { ChmodFileResponse as _sandkeep_v1_ChmodFileResponse, ChmodFileResponse__Output as _sandkeep_v1_ChmodFileResponse__Output } from '../../sandkeep/v1/ChmodFileResponse.ts';
import type { CopyInRequest as _sandkeep_v1_CopyInRequest, CopyInRequest__Output as _sandkeep_v1_CopyInRequest__Output } from '../../sandkeep/v1/CopyInRequest.ts';
import type { CopyInResponse as _sandkeep_v1_CopyInResponse, CopyInResponse__Output as _sandkeep_v1_CopyInResponse__Output } from '../../sandkeep/v1/CopyInResponse.ts';
import type { CopyOutRequest as _sandkeep_v1_CopyOutRequest, CopyOutRequest__Output as _sandkeep_v1_CopyOutRequest__Output } from '../../sandkeep/v1/CopyOutRequest.ts';
import type { CopyOutResponse as _sandkeep_v1_CopyOutResponse, CopyOutResponse__Output as _sandkeep_v1_CopyOutResponse__Output } from '../../sandkeep/v1/CopyOutResponse.ts';
import type { GlobFilesRequest as _sandkeep_v1_GlobFilesRequest, GlobFilesRequest__Output as _sandkeep_v1_GlobFilesRequest__Output } from '../../sandkeep/v1/GlobFilesRequest.ts';
import type { GlobFilesResponse as _sandkeep_v1_GlobFilesResponse, GlobFilesResponse__Output as _sandkeep_v1_GlobFilesResponse__Output } from '../../sandkeep/v1/GlobFilesResponse.ts';
import type { GrepFilesRequest as _sandkeep_v1_GrepFilesRequest, GrepFilesRequest__Output as _sandkeep_v1_GrepFilesRequest__Output } from '../../sandkeep/v1/GrepFilesRequest.ts';
import type { GrepFilesResponse as _sandkeep_v1_GrepFilesResponse, GrepFilesResponse__Output as _sandkeep_v1_GrepFilesResponse__Output } from '../../sandkeep/v1/GrepFilesResponse.ts';
import type { ListFilesRequest as _sandkeep_v1_ListFilesRequest, ListFilesRequest__Output as _sandkeep_v1_ListFilesRequest__Output } from '../../sandkeep/v1/ListFilesRequest.ts';
import type { ListFilesResponse as _sandkeep_v1_ListFilesResponse, ListFilesResponse__Output as _sandkeep_v1_ListFilesResponse__Output } from '../../sandkeep/v1/ListFilesResponse.ts';
import type { MakeDirectoryRequest as _sandkeep_v1_MakeDirectoryRequest, MakeDirectoryRequest__Output as _sandkeep_v1_MakeDirectoryRequest__Output } from '../../sandkeep/v1/MakeDirectoryRequest.ts';
import type { MakeDirectoryResponse as _sandkeep_v1_MakeDirectoryResponse, MakeDirectoryResponse__Output as _sandkeep_v1_MakeDirectoryResponse__Output } from '../../sandkeep/v1/MakeDirectoryResponse.ts';
import type { MoveFileRequest as _sandkeep_v1_MoveFileRequest, MoveFileRequest__Output as _sandkeep_v1_MoveFileRequest__Output } from '../../sandkeep/v1/MoveFileRequest.ts';
import type { MoveFileResponse as _sandkeep_v1_MoveFileResponse, MoveFileResponse__Output as _sandkeep_v1_MoveFileResponse__Output } from '../../sandkeep/v1/MoveFileResponse.ts';
import type { ReadFileRequest as _sandkeep_v1_ReadFileRequest, ReadFileRequest__Output as _sandkeep_v1_ReadFileRequest__Output } from '../../sandkeep/v1/ReadFileRequest.ts';
import type { ReadFileResponse as _sandkeep_v1_ReadFileResponse, ReadFileResponse__Output as _sandkeep_v1_ReadFileResponse__Output } from '../../sandkeep/v1/ReadFileResponse.ts';
import type { RemoveFileRequest as _sandkeep_v1_RemoveFileRequest, RemoveFileRequest__Output as _sandkeep_v1_RemoveFileRequest__Output } from '../../sandkeep/v1/RemoveFileRequest.ts';
import type { RemoveFileResponse as _sandkeep_v1_RemoveFileResponse, RemoveFileResponse__Output as _sandkeep_v1_RemoveFileResponse__Output } from '../../sandkeep/v1/RemoveFileResponse.ts';
import type { ReplaceInFileRequest as _sandkeep_v1_ReplaceInFileRequest, ReplaceInFileRequest__Output as _sandkeep_v1_ReplaceInFileRequest__Output } from '../../sandkeep/v1/ReplaceInFileRequest.ts';
import type { ReplaceInFileResponse as _sandkeep_v1_ReplaceInFileResponse, ReplaceInFileResponse__Output as _sandkeep_v1_ReplaceInFileResponse__Output } from '../../sandkeep/v1/ReplaceInFileResponse.ts';
import type { StatFileRequest as _sandkeep_v1_StatFileRequest, StatFileRequest__Output as _sandkeep_v1_StatFileRequest__Output } from '../../sandkeep/v1/StatFileRequest.ts';
import type { StatFileResponse as _sandkeep_v1_StatFileResponse, StatFileResponse__Output as _sandkeep_v1_StatFileResponse__Output } from '../../sandkeep/v1/StatFileResponse.ts';
import type { WatchFilesRequest as _sandkeep_v1_WatchFilesRequest, WatchFilesRequest__Output as _sandkeep_v1_WatchFilesRequest__Output } from '../../sandkeep/v1/WatchFilesRequest.ts';
import type { WatchFilesResponse as _sandkeep_v1_WatchFilesResponse, WatchFilesResponse__Output as _sandkeep_v1_WatchFilesResponse__Output } from '../../sandkeep/v1/WatchFilesResponse.ts';
import type { WriteFileRequest as _sandkeep_v1_WriteFileRequest, WriteFileRequest__Output as _sandkeep_v1_WriteFileRequest__Output } from '../../sandkeep/v1/WriteFileRequest.ts';
import type { WriteFileResponse as _sandkeep_v1_WriteFileResponse, WriteFileResponse__Output as _sandkeep_v1_WriteFileResponse__Output } from '../../sandkeep/v1/WriteFileResponse.ts';

/**
 * Reads, writes, finds and changes files. Every call counts as activity for as long as it runs.
 */
export interface FileServiceClient extends grpc.Client {
  /**
   * Sets permission bits; links are followed. Safe to retry.
   * Errors: FILE_NOT_FOUND, READ_ONLY_PATH, FILE_PERMISSION_DENIED, PATH_ESCAPES, NOT_SUPPORTED.
   */
  ChmodFile(argument: _sandkeep_v1_ChmodFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ChmodFileResponse__Output>): grpc.ClientUnaryCall;
  ChmodFile(argument: _sandkeep_v1_ChmodFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ChmodFileResponse__Output>): grpc.ClientUnaryCall;
  ChmodFile(argument: _sandkeep_v1_ChmodFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ChmodFileResponse__Output>): grpc.ClientUnaryCall;
  ChmodFile(argument: _sandkeep_v1_ChmodFileRequest, callback: grpc.requestCallback<_sandkeep_v1_ChmodFileResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sets permission bits; links are followed. Safe to retry.
   * Errors: FILE_NOT_FOUND, READ_ONLY_PATH, FILE_PERMISSION_DENIED, PATH_ESCAPES, NOT_SUPPORTED.
   */
  chmodFile(argument: _sandkeep_v1_ChmodFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ChmodFileResponse__Output>): grpc.ClientUnaryCall;
  chmodFile(argument: _sandkeep_v1_ChmodFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ChmodFileResponse__Output>): grpc.ClientUnaryCall;
  chmodFile(argument: _sandkeep_v1_ChmodFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ChmodFileResponse__Output>): grpc.ClientUnaryCall;
  chmodFile(argument: _sandkeep_v1_ChmodFileRequest, callback: grpc.requestCallback<_sandkeep_v1_ChmodFileResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Unpacks a plain tar into a directory. Devices, hard links, set-id bits, and names or links that lead out are
   * refused. What came before a failure stays in a mount; elsewhere in a container nothing is unpacked before all of
   * it was looked at. Safe to retry with overwrite.
   * Errors: ARCHIVE_REFUSED, FILE_TOO_LARGE, FILE_EXISTS, FILE_NOT_FOUND, NOT_A_DIRECTORY, READ_ONLY_PATH, NO_SPACE.
   */
  CopyIn(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CopyInResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_CopyInRequest>;
  CopyIn(metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CopyInResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_CopyInRequest>;
  CopyIn(options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CopyInResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_CopyInRequest>;
  CopyIn(callback: grpc.requestCallback<_sandkeep_v1_CopyInResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_CopyInRequest>;
  /**
   * Unpacks a plain tar into a directory. Devices, hard links, set-id bits, and names or links that lead out are
   * refused. What came before a failure stays in a mount; elsewhere in a container nothing is unpacked before all of
   * it was looked at. Safe to retry with overwrite.
   * Errors: ARCHIVE_REFUSED, FILE_TOO_LARGE, FILE_EXISTS, FILE_NOT_FOUND, NOT_A_DIRECTORY, READ_ONLY_PATH, NO_SPACE.
   */
  copyIn(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CopyInResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_CopyInRequest>;
  copyIn(metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_CopyInResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_CopyInRequest>;
  copyIn(options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_CopyInResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_CopyInRequest>;
  copyIn(callback: grpc.requestCallback<_sandkeep_v1_CopyInResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_CopyInRequest>;
  
  /**
   * Packs a directory, or one file, into a plain tar. Names are relative to the directory. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, FILE_TOO_LARGE, PATH_ESCAPES.
   */
  CopyOut(argument: _sandkeep_v1_CopyOutRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_CopyOutResponse__Output>;
  CopyOut(argument: _sandkeep_v1_CopyOutRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_CopyOutResponse__Output>;
  /**
   * Packs a directory, or one file, into a plain tar. Names are relative to the directory. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, FILE_TOO_LARGE, PATH_ESCAPES.
   */
  copyOut(argument: _sandkeep_v1_CopyOutRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_CopyOutResponse__Output>;
  copyOut(argument: _sandkeep_v1_CopyOutRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_CopyOutResponse__Output>;
  
  /**
   * Entries whose path matches a glob, by path. Links match by their own name and are not followed. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_DIRECTORY, INVALID_FIELD, FILE_TOO_LARGE.
   */
  GlobFiles(argument: _sandkeep_v1_GlobFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GlobFilesResponse__Output>): grpc.ClientUnaryCall;
  GlobFiles(argument: _sandkeep_v1_GlobFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GlobFilesResponse__Output>): grpc.ClientUnaryCall;
  GlobFiles(argument: _sandkeep_v1_GlobFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GlobFilesResponse__Output>): grpc.ClientUnaryCall;
  GlobFiles(argument: _sandkeep_v1_GlobFilesRequest, callback: grpc.requestCallback<_sandkeep_v1_GlobFilesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Entries whose path matches a glob, by path. Links match by their own name and are not followed. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_DIRECTORY, INVALID_FIELD, FILE_TOO_LARGE.
   */
  globFiles(argument: _sandkeep_v1_GlobFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GlobFilesResponse__Output>): grpc.ClientUnaryCall;
  globFiles(argument: _sandkeep_v1_GlobFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GlobFilesResponse__Output>): grpc.ClientUnaryCall;
  globFiles(argument: _sandkeep_v1_GlobFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GlobFilesResponse__Output>): grpc.ClientUnaryCall;
  globFiles(argument: _sandkeep_v1_GlobFilesRequest, callback: grpc.requestCallback<_sandkeep_v1_GlobFilesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lines that match, by path and number. Links, binary files and large ones are left out. Safe to retry.
   * Errors: FILE_NOT_FOUND, INVALID_FIELD, FILE_TOO_LARGE.
   */
  GrepFiles(argument: _sandkeep_v1_GrepFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GrepFilesResponse__Output>): grpc.ClientUnaryCall;
  GrepFiles(argument: _sandkeep_v1_GrepFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GrepFilesResponse__Output>): grpc.ClientUnaryCall;
  GrepFiles(argument: _sandkeep_v1_GrepFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GrepFilesResponse__Output>): grpc.ClientUnaryCall;
  GrepFiles(argument: _sandkeep_v1_GrepFilesRequest, callback: grpc.requestCallback<_sandkeep_v1_GrepFilesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lines that match, by path and number. Links, binary files and large ones are left out. Safe to retry.
   * Errors: FILE_NOT_FOUND, INVALID_FIELD, FILE_TOO_LARGE.
   */
  grepFiles(argument: _sandkeep_v1_GrepFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GrepFilesResponse__Output>): grpc.ClientUnaryCall;
  grepFiles(argument: _sandkeep_v1_GrepFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_GrepFilesResponse__Output>): grpc.ClientUnaryCall;
  grepFiles(argument: _sandkeep_v1_GrepFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_GrepFilesResponse__Output>): grpc.ClientUnaryCall;
  grepFiles(argument: _sandkeep_v1_GrepFilesRequest, callback: grpc.requestCallback<_sandkeep_v1_GrepFilesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What lies below a directory, by path, each directory before what it holds. Links are shown, not followed.
   * Safe to retry. Errors: FILE_NOT_FOUND, NOT_A_DIRECTORY, FILE_TOO_LARGE.
   */
  ListFiles(argument: _sandkeep_v1_ListFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  ListFiles(argument: _sandkeep_v1_ListFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  ListFiles(argument: _sandkeep_v1_ListFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  ListFiles(argument: _sandkeep_v1_ListFilesRequest, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What lies below a directory, by path, each directory before what it holds. Links are shown, not followed.
   * Safe to retry. Errors: FILE_NOT_FOUND, NOT_A_DIRECTORY, FILE_TOO_LARGE.
   */
  listFiles(argument: _sandkeep_v1_ListFilesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  listFiles(argument: _sandkeep_v1_ListFilesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  listFiles(argument: _sandkeep_v1_ListFilesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  listFiles(argument: _sandkeep_v1_ListFilesRequest, callback: grpc.requestCallback<_sandkeep_v1_ListFilesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a directory; one that is there already is success. Safe to retry.
   * Errors: FILE_EXISTS, FILE_NOT_FOUND, NOT_A_DIRECTORY, READ_ONLY_PATH, NO_SPACE, PATH_ESCAPES, NOT_SUPPORTED.
   */
  MakeDirectory(argument: _sandkeep_v1_MakeDirectoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_MakeDirectoryResponse__Output>): grpc.ClientUnaryCall;
  MakeDirectory(argument: _sandkeep_v1_MakeDirectoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_MakeDirectoryResponse__Output>): grpc.ClientUnaryCall;
  MakeDirectory(argument: _sandkeep_v1_MakeDirectoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_MakeDirectoryResponse__Output>): grpc.ClientUnaryCall;
  MakeDirectory(argument: _sandkeep_v1_MakeDirectoryRequest, callback: grpc.requestCallback<_sandkeep_v1_MakeDirectoryResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a directory; one that is there already is success. Safe to retry.
   * Errors: FILE_EXISTS, FILE_NOT_FOUND, NOT_A_DIRECTORY, READ_ONLY_PATH, NO_SPACE, PATH_ESCAPES, NOT_SUPPORTED.
   */
  makeDirectory(argument: _sandkeep_v1_MakeDirectoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_MakeDirectoryResponse__Output>): grpc.ClientUnaryCall;
  makeDirectory(argument: _sandkeep_v1_MakeDirectoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_MakeDirectoryResponse__Output>): grpc.ClientUnaryCall;
  makeDirectory(argument: _sandkeep_v1_MakeDirectoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_MakeDirectoryResponse__Output>): grpc.ClientUnaryCall;
  makeDirectory(argument: _sandkeep_v1_MakeDirectoryRequest, callback: grpc.requestCallback<_sandkeep_v1_MakeDirectoryResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Moves or renames within the sandbox; between file systems it is a copy and then a removal, and not in one step.
   * With a request_id safe to retry. Errors: FILE_NOT_FOUND, FILE_EXISTS, READ_ONLY_PATH, FILE_PERMISSION_DENIED,
   * INVALID_PATH, PATH_ESCAPES, NO_SPACE, FILE_TOO_LARGE, NOT_SUPPORTED.
   */
  MoveFile(argument: _sandkeep_v1_MoveFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_MoveFileResponse__Output>): grpc.ClientUnaryCall;
  MoveFile(argument: _sandkeep_v1_MoveFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_MoveFileResponse__Output>): grpc.ClientUnaryCall;
  MoveFile(argument: _sandkeep_v1_MoveFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_MoveFileResponse__Output>): grpc.ClientUnaryCall;
  MoveFile(argument: _sandkeep_v1_MoveFileRequest, callback: grpc.requestCallback<_sandkeep_v1_MoveFileResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Moves or renames within the sandbox; between file systems it is a copy and then a removal, and not in one step.
   * With a request_id safe to retry. Errors: FILE_NOT_FOUND, FILE_EXISTS, READ_ONLY_PATH, FILE_PERMISSION_DENIED,
   * INVALID_PATH, PATH_ESCAPES, NO_SPACE, FILE_TOO_LARGE, NOT_SUPPORTED.
   */
  moveFile(argument: _sandkeep_v1_MoveFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_MoveFileResponse__Output>): grpc.ClientUnaryCall;
  moveFile(argument: _sandkeep_v1_MoveFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_MoveFileResponse__Output>): grpc.ClientUnaryCall;
  moveFile(argument: _sandkeep_v1_MoveFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_MoveFileResponse__Output>): grpc.ClientUnaryCall;
  moveFile(argument: _sandkeep_v1_MoveFileRequest, callback: grpc.requestCallback<_sandkeep_v1_MoveFileResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Removes a file, a link itself, or a directory. Mounts are never removed. With a request_id safe to retry.
   * Errors: FILE_NOT_FOUND, DIRECTORY_NOT_EMPTY, READ_ONLY_PATH, FILE_PERMISSION_DENIED, PATH_ESCAPES, NOT_SUPPORTED.
   */
  RemoveFile(argument: _sandkeep_v1_RemoveFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RemoveFileResponse__Output>): grpc.ClientUnaryCall;
  RemoveFile(argument: _sandkeep_v1_RemoveFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RemoveFileResponse__Output>): grpc.ClientUnaryCall;
  RemoveFile(argument: _sandkeep_v1_RemoveFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RemoveFileResponse__Output>): grpc.ClientUnaryCall;
  RemoveFile(argument: _sandkeep_v1_RemoveFileRequest, callback: grpc.requestCallback<_sandkeep_v1_RemoveFileResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Removes a file, a link itself, or a directory. Mounts are never removed. With a request_id safe to retry.
   * Errors: FILE_NOT_FOUND, DIRECTORY_NOT_EMPTY, READ_ONLY_PATH, FILE_PERMISSION_DENIED, PATH_ESCAPES, NOT_SUPPORTED.
   */
  removeFile(argument: _sandkeep_v1_RemoveFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RemoveFileResponse__Output>): grpc.ClientUnaryCall;
  removeFile(argument: _sandkeep_v1_RemoveFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_RemoveFileResponse__Output>): grpc.ClientUnaryCall;
  removeFile(argument: _sandkeep_v1_RemoveFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_RemoveFileResponse__Output>): grpc.ClientUnaryCall;
  removeFile(argument: _sandkeep_v1_RemoveFileRequest, callback: grpc.requestCallback<_sandkeep_v1_RemoveFileResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Replaces text in a file, in one step: what others write meanwhile is not lost. With a request_id safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, NOT_TEXT, INVALID_FIELD, CONFLICT, READ_ONLY_PATH, FILE_TOO_LARGE, NO_SPACE.
   */
  ReplaceInFile(argument: _sandkeep_v1_ReplaceInFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReplaceInFileResponse__Output>): grpc.ClientUnaryCall;
  ReplaceInFile(argument: _sandkeep_v1_ReplaceInFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReplaceInFileResponse__Output>): grpc.ClientUnaryCall;
  ReplaceInFile(argument: _sandkeep_v1_ReplaceInFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReplaceInFileResponse__Output>): grpc.ClientUnaryCall;
  ReplaceInFile(argument: _sandkeep_v1_ReplaceInFileRequest, callback: grpc.requestCallback<_sandkeep_v1_ReplaceInFileResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Replaces text in a file, in one step: what others write meanwhile is not lost. With a request_id safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, NOT_TEXT, INVALID_FIELD, CONFLICT, READ_ONLY_PATH, FILE_TOO_LARGE, NO_SPACE.
   */
  replaceInFile(argument: _sandkeep_v1_ReplaceInFileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReplaceInFileResponse__Output>): grpc.ClientUnaryCall;
  replaceInFile(argument: _sandkeep_v1_ReplaceInFileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_ReplaceInFileResponse__Output>): grpc.ClientUnaryCall;
  replaceInFile(argument: _sandkeep_v1_ReplaceInFileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_ReplaceInFileResponse__Output>): grpc.ClientUnaryCall;
  replaceInFile(argument: _sandkeep_v1_ReplaceInFileRequest, callback: grpc.requestCallback<_sandkeep_v1_ReplaceInFileResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Tells what changes in a directory until the caller leaves. The first frame says that it has begun.
   * Errors: NOT_SUPPORTED outside of mounts, FILE_NOT_FOUND, NOT_A_DIRECTORY, FILE_TOO_LARGE, TOO_MANY_REQUESTS.
   */
  WatchFiles(argument: _sandkeep_v1_WatchFilesRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_WatchFilesResponse__Output>;
  WatchFiles(argument: _sandkeep_v1_WatchFilesRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_WatchFilesResponse__Output>;
  /**
   * Tells what changes in a directory until the caller leaves. The first frame says that it has begun.
   * Errors: NOT_SUPPORTED outside of mounts, FILE_NOT_FOUND, NOT_A_DIRECTORY, FILE_TOO_LARGE, TOO_MANY_REQUESTS.
   */
  watchFiles(argument: _sandkeep_v1_WatchFilesRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_WatchFilesResponse__Output>;
  watchFiles(argument: _sandkeep_v1_WatchFilesRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sandkeep_v1_WatchFilesResponse__Output>;
  
  /**
   * Writes a file from a stream; it replaces the old one at the end of the stream, never in part. Safe to retry unless it appends.
   * Errors: READ_ONLY_PATH, FILE_EXISTS, FILE_NOT_FOUND, CONFLICT, NO_SPACE, INVALID_PATH, PATH_ESCAPES.
   */
  WriteFile(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  WriteFile(metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  WriteFile(options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  WriteFile(callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  /**
   * Writes a file from a stream; it replaces the old one at the end of the stream, never in part. Safe to retry unless it appends.
   * Errors: READ_ONLY_PATH, FILE_EXISTS, FILE_NOT_FOUND, CONFLICT, NO_SPACE, INVALID_PATH, PATH_ESCAPES.
   */
  writeFile(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  writeFile(metadata: grpc.Metadata, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  writeFile(options: grpc.CallOptions, callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  writeFile(callback: grpc.requestCallback<_sandkeep_v1_WriteFileResponse__Output>): grpc.ClientWritableStream<_sandkeep_v1_WriteFileRequest>;
  
}

/**
 * Reads, writes, finds and changes files. Every call counts as activity for as long as it runs.
 */
export interface FileServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Sets permission bits; links are followed. Safe to retry.
   * Errors: FILE_NOT_FOUND, READ_ONLY_PATH, FILE_PERMISSION_DENIED, PATH_ESCAPES, NOT_SUPPORTED.
   */
  ChmodFile: grpc.handleUnaryCall<_sandkeep_v1_ChmodFileRequest__Output, _sandkeep_v1_ChmodFileResponse>;
  
  /**
   * Unpacks a plain tar into a directory. Devices, hard links, set-id bits, and names or links that lead out are
   * refused. What came before a failure stays in a mount; elsewhere in a container nothing is unpacked before all of
   * it was looked at. Safe to retry with overwrite.
   * Errors: ARCHIVE_REFUSED, FILE_TOO_LARGE, FILE_EXISTS, FILE_NOT_FOUND, NOT_A_DIRECTORY, READ_ONLY_PATH, NO_SPACE.
   */
  CopyIn: grpc.handleClientStreamingCall<_sandkeep_v1_CopyInRequest__Output, _sandkeep_v1_CopyInResponse>;
  
  /**
   * Packs a directory, or one file, into a plain tar. Names are relative to the directory. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, FILE_TOO_LARGE, PATH_ESCAPES.
   */
  CopyOut: grpc.handleServerStreamingCall<_sandkeep_v1_CopyOutRequest__Output, _sandkeep_v1_CopyOutResponse>;
  
  /**
   * Entries whose path matches a glob, by path. Links match by their own name and are not followed. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_DIRECTORY, INVALID_FIELD, FILE_TOO_LARGE.
   */
  GlobFiles: grpc.handleUnaryCall<_sandkeep_v1_GlobFilesRequest__Output, _sandkeep_v1_GlobFilesResponse>;
  
  /**
   * Lines that match, by path and number. Links, binary files and large ones are left out. Safe to retry.
   * Errors: FILE_NOT_FOUND, INVALID_FIELD, FILE_TOO_LARGE.
   */
  GrepFiles: grpc.handleUnaryCall<_sandkeep_v1_GrepFilesRequest__Output, _sandkeep_v1_GrepFilesResponse>;
  
  /**
   * What lies below a directory, by path, each directory before what it holds. Links are shown, not followed.
   * Safe to retry. Errors: FILE_NOT_FOUND, NOT_A_DIRECTORY, FILE_TOO_LARGE.
   */
  ListFiles: grpc.handleUnaryCall<_sandkeep_v1_ListFilesRequest__Output, _sandkeep_v1_ListFilesResponse>;
  
  /**
   * Makes a directory; one that is there already is success. Safe to retry.
   * Errors: FILE_EXISTS, FILE_NOT_FOUND, NOT_A_DIRECTORY, READ_ONLY_PATH, NO_SPACE, PATH_ESCAPES, NOT_SUPPORTED.
   */
  MakeDirectory: grpc.handleUnaryCall<_sandkeep_v1_MakeDirectoryRequest__Output, _sandkeep_v1_MakeDirectoryResponse>;
  
  /**
   * Moves or renames within the sandbox; between file systems it is a copy and then a removal, and not in one step.
   * With a request_id safe to retry. Errors: FILE_NOT_FOUND, FILE_EXISTS, READ_ONLY_PATH, FILE_PERMISSION_DENIED,
   * INVALID_PATH, PATH_ESCAPES, NO_SPACE, FILE_TOO_LARGE, NOT_SUPPORTED.
   */
  MoveFile: grpc.handleUnaryCall<_sandkeep_v1_MoveFileRequest__Output, _sandkeep_v1_MoveFileResponse>;
  
  /**
   * Streams a file, in chunks of at most 256 KiB. Safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, INVALID_PATH, PATH_ESCAPES, RANGE_NOT_SATISFIABLE, FILE_TOO_LARGE.
   */
  ReadFile: grpc.handleServerStreamingCall<_sandkeep_v1_ReadFileRequest__Output, _sandkeep_v1_ReadFileResponse>;
  
  /**
   * Removes a file, a link itself, or a directory. Mounts are never removed. With a request_id safe to retry.
   * Errors: FILE_NOT_FOUND, DIRECTORY_NOT_EMPTY, READ_ONLY_PATH, FILE_PERMISSION_DENIED, PATH_ESCAPES, NOT_SUPPORTED.
   */
  RemoveFile: grpc.handleUnaryCall<_sandkeep_v1_RemoveFileRequest__Output, _sandkeep_v1_RemoveFileResponse>;
  
  /**
   * Replaces text in a file, in one step: what others write meanwhile is not lost. With a request_id safe to retry.
   * Errors: FILE_NOT_FOUND, NOT_A_FILE, NOT_TEXT, INVALID_FIELD, CONFLICT, READ_ONLY_PATH, FILE_TOO_LARGE, NO_SPACE.
   */
  ReplaceInFile: grpc.handleUnaryCall<_sandkeep_v1_ReplaceInFileRequest__Output, _sandkeep_v1_ReplaceInFileResponse>;
  
  /**
   * One entry. Errors: FILE_NOT_FOUND, INVALID_PATH.
   */
  StatFile: grpc.handleUnaryCall<_sandkeep_v1_StatFileRequest__Output, _sandkeep_v1_StatFileResponse>;
  
  /**
   * Tells what changes in a directory until the caller leaves. The first frame says that it has begun.
   * Errors: NOT_SUPPORTED outside of mounts, FILE_NOT_FOUND, NOT_A_DIRECTORY, FILE_TOO_LARGE, TOO_MANY_REQUESTS.
   */
  WatchFiles: grpc.handleServerStreamingCall<_sandkeep_v1_WatchFilesRequest__Output, _sandkeep_v1_WatchFilesResponse>;
  
  /**
   * Writes a file from a stream; it replaces the old one at the end of the stream, never in part. Safe to retry unless it appends.
   * Errors: READ_ONLY_PATH, FILE_EXISTS, FILE_NOT_FOUND, CONFLICT, NO_SPACE, INVALID_PATH, PATH_ESCAPES.
   */
  WriteFile: grpc.handleClientStreamingCall<_sandkeep_v1_WriteFileRequest__Output, _sandkeep_v1_WriteFileResponse>;
  
}

export interface FileServiceDefinition extends grpc.ServiceDefinition {
  ChmodFile: MethodDefinition<_sandkeep_v1_ChmodFileRequest, _sandkeep_v1_ChmodFileResponse, _sandkeep_v1_ChmodFileRequest__Output, _sandkeep_v1_ChmodFileResponse__Output>
  CopyIn: MethodDefinition<_sandkeep_v1_CopyInRequest, _sandkeep_v1_CopyInResponse, _sandkeep_v1_CopyInRequest__Output, _sandkeep_v1_CopyInResponse__Output>
  CopyOut: MethodDefinition<_sandkeep_v1_CopyOutRequest, _sandkeep_v1_CopyOutResponse, _sandkeep_v1_CopyOutRequest__Output, _sandkeep_v1_CopyOutResponse__Output>
  GlobFiles: MethodDefinition<_sandkeep_v1_GlobFilesRequest, _sandkeep_v1_GlobFilesResponse, _sandkeep_v1_GlobFilesRequest__Output, _sandkeep_v1_GlobFilesResponse__Output>
  GrepFiles: MethodDefinition<_sandkeep_v1_GrepFilesRequest, _sandkeep_v1_GrepFilesResponse, _sandkeep_v1_GrepFilesRequest__Output, _sandkeep_v1_GrepFilesResponse__Output>
  ListFiles: MethodDefinition<_sandkeep_v1_ListFilesRequest, _sandkeep_v1_ListFilesResponse, _sandkeep_v1_ListFilesRequest__Output, _sandkeep_v1_ListFilesResponse__Output>
  MakeDirectory: MethodDefinition<_sandkeep_v1_MakeDirectoryRequest, _sandkeep_v1_MakeDirectoryResponse, _sandkeep_v1_MakeDirectoryRequest__Output, _sandkeep_v1_MakeDirectoryResponse__Output>
  MoveFile: MethodDefinition<_sandkeep_v1_MoveFileRequest, _sandkeep_v1_MoveFileResponse, _sandkeep_v1_MoveFileRequest__Output, _sandkeep_v1_MoveFileResponse__Output>
  ReadFile: MethodDefinition<_sandkeep_v1_ReadFileRequest, _sandkeep_v1_ReadFileResponse, _sandkeep_v1_ReadFileRequest__Output, _sandkeep_v1_ReadFileResponse__Output>
  RemoveFile: MethodDefinition<_sandkeep_v1_RemoveFileRequest, _sandkeep_v1_RemoveFileResponse, _sandkeep_v1_RemoveFileRequest__Output, _sandkeep_v1_RemoveFileResponse__Output>
  ReplaceInFile: MethodDefinition<_sandkeep_v1_ReplaceInFileRequest, _sandkeep_v1_ReplaceInFileResponse, _sandkeep_v1_ReplaceInFileRequest__Output, _sandkeep_v1_ReplaceInFileResponse__Output>
  StatFile: MethodDefinition<_sandkeep_v1_StatFileRequest, _sandkeep_v1_StatFileResponse, _sandkeep_v1_StatFileRequest__Output, _sandkeep_v1_StatFileResponse__Output>
  WatchFiles: MethodDefinition<_sandkeep_v1_WatchFilesRequest, _sandkeep_v1_WatchFilesResponse, _sandkeep_v1_WatchFilesRequest__Output, _sandkeep_v1_WatchFilesResponse__Output>
  WriteFile: MethodDefinition<_sandkeep_v1_WriteFileRequest, _sandkeep_v1_WriteFileResponse, _sandkeep_v1_WriteFileRequest__Output, _sandkeep_v1_WriteFileResponse__Output>
}
