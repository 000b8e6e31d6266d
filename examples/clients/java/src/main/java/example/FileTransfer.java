package example;

import com.google.protobuf.ByteString;
import dev.sandkeep.v1.FileServiceGrpc.FileServiceBlockingV2Stub;
import dev.sandkeep.v1.ReadFileRequest;
import dev.sandkeep.v1.ReadFileResponse;
import dev.sandkeep.v1.WriteFileHeader;
import dev.sandkeep.v1.WriteFileRequest;
import dev.sandkeep.v1.WriteFileResponse;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.concurrent.TimeUnit;

/** Files, in frames. */
final class FileTransfer {
    /** The most that one frame of a file may have. */
    private static final int CHUNK_BYTES = 256 * 1024;

    private final FileServiceBlockingV2Stub files;

    FileTransfer(FileServiceBlockingV2Stub files) {
        this.files = files;
    }

    /** Replaces the file when the last frame has come, never in part. */
    void write(String sandboxId, String path, byte[] data) throws StatusException, InterruptedException {
        BlockingClientCall<WriteFileRequest, WriteFileResponse> call = stub().writeFile();
        WriteFileHeader header =
                WriteFileHeader.newBuilder().setSandboxId(sandboxId).setPath(path).build();
        boolean isTaken = call.write(WriteFileRequest.newBuilder().setHeader(header).build());
        // Not taken: the daemon has answered early, and read says what.
        for (int start = 0; isTaken && start < data.length; start += CHUNK_BYTES) {
            ByteString piece = ByteString.copyFrom(data, start, Math.min(CHUNK_BYTES, data.length - start));
            isTaken = call.write(WriteFileRequest.newBuilder().setData(piece).build());
        }
        call.halfClose();
        call.read();
    }

    ByteString read(String sandboxId, String path) throws StatusException, InterruptedException {
        BlockingClientCall<?, ReadFileResponse> call = stub().readFile(
                ReadFileRequest.newBuilder().setSandboxId(sandboxId).setPath(path).build());
        ByteString data = ByteString.EMPTY;
        for (ReadFileResponse frame = call.read(); frame != null; frame = call.read()) {
            data = data.concat(frame.getData());
        }
        return data;
    }

    private FileServiceBlockingV2Stub stub() {
        return files.withDeadlineAfter(Example.CALL_TIMEOUT_S, TimeUnit.SECONDS);
    }
}
