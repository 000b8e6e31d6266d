package example;

import com.google.protobuf.Duration;
import dev.sandkeep.v1.AcquireSandboxRequest;
import dev.sandkeep.v1.AcquireSandboxResponse;
import dev.sandkeep.v1.ExecServiceGrpc;
import dev.sandkeep.v1.FileServiceGrpc;
import dev.sandkeep.v1.HeartbeatRequest;
import dev.sandkeep.v1.HeartbeatResponse;
import dev.sandkeep.v1.ReleaseMode;
import dev.sandkeep.v1.ReleaseSandboxRequest;
import dev.sandkeep.v1.Sandbox;
import dev.sandkeep.v1.SandboxServiceGrpc;
import dev.sandkeep.v1.SessionKey;
import dev.sandkeep.v1.SessionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Uses sandkeepd from Java with the code that protoc and its gRPC plugin generate from the .proto files. */
public final class Example {
    private static final String HELLO_PATH = "/mnt/user-data/workspace/hello.txt";
    /** A call that starts a container may take long; one that only asks does not. */
    private static final long CREATE_TIMEOUT_S = 60;

    static final long CALL_TIMEOUT_S = 10;
    private static final long HEARTBEAT_TIMEOUT_S = 60;

    private final ManagedChannel channel;

    private Example(ManagedChannel channel) {
        this.channel = channel;
    }

    public static void main(String[] arguments) throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ManagedChannel channel = Channels.open(group);
        try {
            new Example(channel).run();
        } catch (StatusException failure) {
            System.out.println("failed: " + Errors.describe(failure));
            System.exit(1);
        } finally {
            channel.shutdownNow();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private void run() throws Exception {
        SessionKey session = sessionKey("java");
        Sandbox sandbox = acquire(session);
        EventWatch watch = new EventWatch(channel, sandbox.getId());
        System.out.println("events " + watch.read(2));

        FileTransfer files = new FileTransfer(FileServiceGrpc.newBlockingV2Stub(channel));
        files.write(sandbox.getId(), HELLO_PATH, "hello\n".getBytes(StandardCharsets.UTF_8));
        System.out.println("file " + files.read(sandbox.getId(), HELLO_PATH).toStringUtf8().strip());
        Commands.talk(ExecServiceGrpc.newBlockingV2Stub(channel), sandbox.getId());
        heartbeat(session);

        // The config gives this namespace one sandbox, so a second one is refused.
        try {
            acquire(sessionKey("java-2"));
        } catch (StatusException refusal) {
            System.out.println("refused " + Errors.describe(refusal));
        }
        release(sandbox);
        // A second stream, which begins after the last event of the first.
        System.out.println("events " + watch.read(2));
    }

    /** May be sent again: with the same request_id, the same answer comes. */
    private Sandbox acquire(SessionKey session) throws StatusException {
        AcquireSandboxResponse answer = sandboxes()
                .acquireSandbox(AcquireSandboxRequest.newBuilder()
                        .setSession(session)
                        .setRequestId(UUID.randomUUID().toString())
                        .build());
        System.out.println("sandbox " + answer.getOutcome() + " " + answer.getSandbox().getState());
        return answer.getSandbox();
    }

    /** Keeps the session for another minute; a program sends one every 20 seconds or so. */
    private void heartbeat(SessionKey session) throws StatusException {
        HeartbeatResponse answer = SessionServiceGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(CALL_TIMEOUT_S, TimeUnit.SECONDS)
                .heartbeat(HeartbeatRequest.newBuilder()
                        .setSession(session)
                        .setHeartbeatTimeout(Duration.newBuilder().setSeconds(HEARTBEAT_TIMEOUT_S))
                        .build());
        System.out.println("session " + answer.getState() + ", generation " + answer.getGeneration());
    }

    private void release(Sandbox sandbox) throws StatusException {
        Sandbox released = sandboxes()
                .releaseSandbox(ReleaseSandboxRequest.newBuilder()
                        .setSandboxId(sandbox.getId())
                        .setMode(ReleaseMode.RELEASE_MODE_DESTROY)
                        .setWait(true)
                        .setRequestId(UUID.randomUUID().toString())
                        .build())
                .getSandbox();
        System.out.println("sandbox " + released.getState());
    }

    /** A deadline counts from here, so each call has a stub of its own. */
    private SandboxServiceGrpc.SandboxServiceBlockingV2Stub sandboxes() {
        return SandboxServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(CREATE_TIMEOUT_S, TimeUnit.SECONDS);
    }

    private static SessionKey sessionKey(String session) {
        return SessionKey.newBuilder().setNamespace("example").setSession(session).build();
    }
}
