package example;

import com.google.protobuf.ByteString;
import dev.sandkeep.v1.ExecExit;
import dev.sandkeep.v1.ExecServiceGrpc.ExecServiceBlockingV2Stub;
import dev.sandkeep.v1.ExecSpec;
import dev.sandkeep.v1.StdinEnd;
import dev.sandkeep.v1.StreamExecRequest;
import dev.sandkeep.v1.StreamExecResponse;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Commands with their streams. */
final class Commands {
    private static final String GREETER = "while read name; do echo hello $name; done; exit 3";

    private Commands() {}

    /** Runs a command, sends it a line, reads its answer, ends its input, and says how it ended. */
    static void talk(ExecServiceBlockingV2Stub execs, String sandboxId) throws StatusException, InterruptedException {
        BlockingClientCall<StreamExecRequest, StreamExecResponse> call =
                execs.withDeadlineAfter(Example.CALL_TIMEOUT_S, TimeUnit.SECONDS).streamExec();
        // Under an exec_id of ours the start can be sent again, and the command can be attached to after the connection
        // broke.
        ExecSpec spec = ExecSpec.newBuilder()
                .setSandboxId(sandboxId)
                .setExecId(UUID.randomUUID().toString())
                .setShell(GREETER)
                .setOpenStdin(true)
                .build();
        call.write(StreamExecRequest.newBuilder().setStart(spec).build());
        call.write(StreamExecRequest.newBuilder().setStdin(ByteString.copyFromUtf8("ada\n")).build());
        for (StreamExecResponse answer = call.read(); answer != null; answer = call.read()) {
            if (answer.hasStdout()) {
                System.out.println("output " + answer.getStdout().getData().toStringUtf8().strip());
                call.write(StreamExecRequest.newBuilder().setStdinEnd(StdinEnd.getDefaultInstance()).build());
            }
            if (answer.hasExit()) {
                ExecExit exit = answer.getExit().getExit();
                System.out.println("command " + exit.getCause() + " with " + exit.getExitCode());
            }
        }
    }
}
