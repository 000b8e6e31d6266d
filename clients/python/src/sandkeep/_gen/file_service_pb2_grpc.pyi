# Written by scripts/python-stubs.ts from proto/; change it there.
import grpc
import grpc.aio
from . import file_service_pb2

class FileServiceStub:
    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None: ...
    ReadFile: grpc.UnaryStreamMultiCallable[file_service_pb2.ReadFileRequest, file_service_pb2.ReadFileResponse]
    WriteFile: grpc.StreamUnaryMultiCallable[file_service_pb2.WriteFileRequest, file_service_pb2.WriteFileResponse]
    StatFile: grpc.UnaryUnaryMultiCallable[file_service_pb2.StatFileRequest, file_service_pb2.StatFileResponse]
    ListFiles: grpc.UnaryUnaryMultiCallable[file_service_pb2.ListFilesRequest, file_service_pb2.ListFilesResponse]
    MakeDirectory: grpc.UnaryUnaryMultiCallable[file_service_pb2.MakeDirectoryRequest, file_service_pb2.MakeDirectoryResponse]
    RemoveFile: grpc.UnaryUnaryMultiCallable[file_service_pb2.RemoveFileRequest, file_service_pb2.RemoveFileResponse]
    MoveFile: grpc.UnaryUnaryMultiCallable[file_service_pb2.MoveFileRequest, file_service_pb2.MoveFileResponse]
    ChmodFile: grpc.UnaryUnaryMultiCallable[file_service_pb2.ChmodFileRequest, file_service_pb2.ChmodFileResponse]
    GlobFiles: grpc.UnaryUnaryMultiCallable[file_service_pb2.GlobFilesRequest, file_service_pb2.GlobFilesResponse]
    GrepFiles: grpc.UnaryUnaryMultiCallable[file_service_pb2.GrepFilesRequest, file_service_pb2.GrepFilesResponse]
    ReplaceInFile: grpc.UnaryUnaryMultiCallable[file_service_pb2.ReplaceInFileRequest, file_service_pb2.ReplaceInFileResponse]
    CopyIn: grpc.StreamUnaryMultiCallable[file_service_pb2.CopyInRequest, file_service_pb2.CopyInResponse]
    CopyOut: grpc.UnaryStreamMultiCallable[file_service_pb2.CopyOutRequest, file_service_pb2.CopyOutResponse]
    WatchFiles: grpc.UnaryStreamMultiCallable[file_service_pb2.WatchFilesRequest, file_service_pb2.WatchFilesResponse]

# Only a type: the stub above on a channel of grpc.aio.
class FileServiceAsyncStub:
    ReadFile: grpc.aio.UnaryStreamMultiCallable[file_service_pb2.ReadFileRequest, file_service_pb2.ReadFileResponse]
    WriteFile: grpc.aio.StreamUnaryMultiCallable[file_service_pb2.WriteFileRequest, file_service_pb2.WriteFileResponse]
    StatFile: grpc.aio.UnaryUnaryMultiCallable[file_service_pb2.StatFileRequest, file_service_pb2.StatFileResponse]
    ListFiles: grpc.aio.UnaryUnaryMultiCallable[file_service_pb2.ListFilesRequest, file_service_pb2.ListFilesResponse]
    MakeDirectory: grpc.aio.UnaryUnaryMultiCallable[file_service_pb2.MakeDirectoryRequest, file_service_pb2.MakeDirectoryResponse]
    RemoveFile: grpc.aio.UnaryUnaryMultiCallable[file_service_pb2.RemoveFileRequest, file_service_pb2.RemoveFileResponse]
    MoveFile: grpc.aio.UnaryUnaryMultiCallable[file_service_pb2.MoveFileRequest, file_service_pb2.MoveFileResponse]
    ChmodFile: grpc.aio.UnaryUnaryMultiCallable[file_service_pb2.ChmodFileRequest, file_service_pb2.ChmodFileResponse]
    GlobFiles: grpc.aio.UnaryUnaryMultiCallable[file_service_pb2.GlobFilesRequest, file_service_pb2.GlobFilesResponse]
    GrepFiles: grpc.aio.UnaryUnaryMultiCallable[file_service_pb2.GrepFilesRequest, file_service_pb2.GrepFilesResponse]
    ReplaceInFile: grpc.aio.UnaryUnaryMultiCallable[file_service_pb2.ReplaceInFileRequest, file_service_pb2.ReplaceInFileResponse]
    CopyIn: grpc.aio.StreamUnaryMultiCallable[file_service_pb2.CopyInRequest, file_service_pb2.CopyInResponse]
    CopyOut: grpc.aio.UnaryStreamMultiCallable[file_service_pb2.CopyOutRequest, file_service_pb2.CopyOutResponse]
    WatchFiles: grpc.aio.UnaryStreamMultiCallable[file_service_pb2.WatchFilesRequest, file_service_pb2.WatchFilesResponse]
