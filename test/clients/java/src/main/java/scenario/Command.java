package scenario;

import com.google.protobuf.ByteString;
import dev.sandkeep.v1.AttachExec;
import dev.sandkeep.v1.Exec;
import dev.sandkeep.v1.ExecExit;
import dev.sandkeep.v1.ExecServiceGrpc;
import dev.sandkeep.v1.StreamExecRequest;
import dev.sandkeep.v1.StreamExecResponse;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A command that runs, with all that was read of its standard output. It goes on after the connection broke. */
final class Command {
    private static final Set<String> OUTPUT_IS_NOT_KEPT = Set.of("EXEC_OUTPUT_TRIMMED", "EXEC_DETACHED");

    private final Channel channel;
    private BlockingClientCall<StreamExecRequest, StreamExecResponse> call;
    private Exec info = Exec.getDefaultInstance();
    private ByteString stdout = ByteString.EMPTY;
    private long stdoutOffset;
    private long stderrOffset;
    private boolean isAtOffsets;
    private boolean outputLost;

    Command(Channel channel) {
        this.channel = channel;
    }

    void open(StreamExecRequest first) throws StatusException, InterruptedException {
        call = ExecServiceGrpc.newBlockingV2Stub(channel).streamExec();
        call.write(first);
        StreamExecResponse answer = call.read();
        if (answer == null || !answer.hasStarted()) {
            throw Resume.broken("the stream ended before the command was started");
        }
        info = answer.getStarted();
    }

    String execId() {
        return info.getExecId();
    }

    void send(StreamExecRequest.Builder message) throws StatusException, InterruptedException {
        call.write(message.build());
    }

    Map<String, Object> readUntil(String text) throws StatusException, InterruptedException {
        while (!stdout.toStringUtf8().endsWith(text) && readFrame() == null) {
            // What was read is in stdout.
        }
        return Map.of("stdout", stdout.toStringUtf8());
    }

    Map<String, Object> await() throws Exception {
        for (int attempt = 1; ; attempt += 1) {
            try {
                Exec ended = readFrame();
                while (ended == null) {
                    attempt = 1;
                    ended = readFrame();
                }
                return outcomeOf(ended.getExit());
            } catch (StatusException failure) {
                attachAfter(failure, attempt);
            }
        }
    }

    private Map<String, Object> outcomeOf(ExecExit exit) {
        Map<String, Object> outcome = new HashMap<>();
        outcome.put("stdout", stdout.toStringUtf8());
        outcome.put("stdout_bytes", stdout.size());
        outcome.put("cause", Outcomes.shortName(exit.getCause(), "EXEC_CAUSE_"));
        outcome.put("exit_code", exit.hasExitCode() ? exit.getExitCode() : null);
        outcome.put("signal", exit.getSignal());
        outcome.put("output_lost", outputLost);
        return outcome;
    }

    /** The command when it has ended, else null. */
    private Exec readFrame() throws StatusException, InterruptedException {
        StreamExecResponse answer = call.read();
        if (answer == null) {
            throw Resume.broken("the stream ended before the command");
        }
        if (answer.hasStdout()) {
            ByteString data = answer.getStdout().getData();
            stdout = stdout.concat(data);
            stdoutOffset = answer.getStdout().getOffset() + data.size();
        }
        if (answer.hasStderr()) {
            stderrOffset = answer.getStderr().getOffset() + answer.getStderr().getData().size();
        }
        return answer.hasExit() ? answer.getExit() : null;
    }

    /** Goes on where the output stood, else with what is kept. Throws a failure that ends the command. */
    private void attachAfter(StatusException failure, int attempt) throws Exception {
        AttachExec.Builder again =
                AttachExec.newBuilder().setSandboxId(info.getSandboxId()).setExecId(info.getExecId());
        if (isAtOffsets && Outcomes.hasReason(failure, OUTPUT_IS_NOT_KEPT)) {
            isAtOffsets = false;
            outputLost = true;
        } else {
            Resume.await(failure, attempt);
            isAtOffsets = true;
            again.setStdoutOffset(stdoutOffset).setStderrOffset(stderrOffset);
        }
        try {
            open(StreamExecRequest.newBuilder().setAttach(again).build());
        } catch (StatusException next) {
            attachAfter(next, attempt + 1);
        }
    }
}
