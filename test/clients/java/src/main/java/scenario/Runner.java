package scenario;

import com.google.protobuf.ByteString;
import dev.sandkeep.v1.AcquireSandboxRequest;
import dev.sandkeep.v1.AcquireSandboxResponse;
import dev.sandkeep.v1.CreatePolicy;
import dev.sandkeep.v1.EventFilter;
import dev.sandkeep.v1.ExecServiceGrpc;
import dev.sandkeep.v1.ExecSpec;
import dev.sandkeep.v1.FileServiceGrpc;
import dev.sandkeep.v1.GetSandboxRequest;
import dev.sandkeep.v1.GetSandboxResponse;
import dev.sandkeep.v1.HeartbeatRequest;
import dev.sandkeep.v1.HeartbeatResponse;
import dev.sandkeep.v1.PauseSandboxRequest;
import dev.sandkeep.v1.ReadFileRequest;
import dev.sandkeep.v1.ReadFileResponse;
import dev.sandkeep.v1.ReleaseMode;
import dev.sandkeep.v1.ReleaseSandboxRequest;
import dev.sandkeep.v1.ResumeSandboxRequest;
import dev.sandkeep.v1.RunExecRequest;
import dev.sandkeep.v1.RunExecResponse;
import dev.sandkeep.v1.SandboxServiceGrpc;
import dev.sandkeep.v1.SandboxServiceGrpc.SandboxServiceBlockingV2Stub;
import dev.sandkeep.v1.SessionKey;
import dev.sandkeep.v1.SessionServiceGrpc;
import dev.sandkeep.v1.StdinEnd;
import dev.sandkeep.v1.StreamExecRequest;
import dev.sandkeep.v1.WatchEventsRequest;
import dev.sandkeep.v1.WriteFileHeader;
import dev.sandkeep.v1.WriteFileRequest;
import dev.sandkeep.v1.WriteFileResponse;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import scenario.Outcomes.Box;

/** Each call of the scenario. */
final class Runner implements AutoCloseable {
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final long LONGEST_RUN_S = 60;

    private final Connection daemon = Connection.to("SANDKEEP_SOCKET");
    private final Connection future = Connection.to("SANDKEEP_FUTURE_SOCKET");
    private final String prefix = System.getenv("SANDKEEP_CLIENT") + "-";
    private final Map<String, Box> boxes = new HashMap<>();
    private final Map<String, Command> commands = new HashMap<>();
    private final Map<String, Watch> watches = new HashMap<>();
    private final BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    Runner() throws IOException {}

    @Override
    public void close() throws InterruptedException {
        daemon.close();
        future.close();
    }

    Map<String, Object> run(Step step) throws Exception {
        String call = step.text("call");
        return switch (call) {
            case "acquire" -> acquire(step);
            case "acquire_cancelled" -> acquireCancelled(step);
            case "get" -> get(daemon.channel(), step);
            case "future_get" -> get(future.channel(), step);
            case "change" -> change(step);
            case "release" -> release(step);
            case "run" -> runCommand(step);
            case "exec" -> exec(step);
            case "exec_write" -> send(step, StreamExecRequest.newBuilder().setStdin(bytes(step.text("text"))));
            case "exec_end_input" -> send(
                    step, StreamExecRequest.newBuilder().setStdinEnd(StdinEnd.getDefaultInstance()));
            case "exec_signal" -> send(step, StreamExecRequest.newBuilder().setSignal(step.text("signal")));
            case "exec_read_until" -> command(step).readUntil(step.text("text"));
            case "exec_wait" -> command(step).await();
            case "write_file" -> writeFile(step);
            case "read_file" -> readFile(step);
            case "heartbeat" -> heartbeat(step);
            case "watch" -> watch(step);
            case "watch_read" -> watches.get(step.text("watch")).read(step.count("count"));
            case "parallel" -> parallel(step);
            case "control" -> control(step);
            default -> throw new IllegalArgumentException("no call is called " + call);
        };
    }

    private Map<String, Object> acquire(Step step) throws StatusException {
        Box box = acquireBox(step, step.text("session"));
        Map<String, Object> outcome = Outcomes.ofBox(box, boxes);
        if (step.has("as")) {
            boxes.put(step.text("as"), box);
        }
        return outcome;
    }

    private Map<String, Object> acquireCancelled(Step step) throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Context.CancellableContext context = Context.current().withCancellation()) {
            timer.schedule(() -> context.cancel(null), step.milliseconds("after_s"), TimeUnit.MILLISECONDS);
            return context.call(() -> acquire(step));
        } finally {
            timer.shutdownNow();
        }
    }

    private Box acquireBox(Step step, String session) throws StatusException {
        String requestId = step.has("request_id") ? prefix + step.text("request_id") : newName();
        CreatePolicy create =
                step.flag("reuse_only") ? CreatePolicy.CREATE_POLICY_NEVER : CreatePolicy.CREATE_POLICY_IF_NEEDED;
        AcquireSandboxResponse answer = sandboxes(step)
                .acquireSandbox(AcquireSandboxRequest.newBuilder()
                        .setSession(sessionKey(session).setNamespace(step.text("namespace")))
                        .setTemplate(step.text("template"))
                        .setRequestId(requestId)
                        .setCreate(create)
                        .build());
        String outcome = Outcomes.shortName(answer.getOutcome(), "ACQUIRE_OUTCOME_");
        return new Box(answer.getSandbox(), outcome, answer.getEndpoint().getUrl());
    }

    private Map<String, Object> get(Channel channel, Step step) throws StatusException {
        String id = step.has("sandbox_id") ? step.text("sandbox_id") : sandboxId(step);
        GetSandboxResponse answer = SandboxServiceGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(step.timeoutMs(), TimeUnit.MILLISECONDS)
                .getSandbox(GetSandboxRequest.newBuilder().setSandboxId(id).build());
        return Outcomes.ofBox(new Box(answer.getSandbox(), "", answer.getEndpoint().getUrl()), boxes);
    }

    private Map<String, Object> change(Step step) throws StatusException {
        String id = sandboxId(step);
        if (step.text("to").equals("PAUSED")) {
            PauseSandboxRequest request =
                    PauseSandboxRequest.newBuilder().setSandboxId(id).setRequestId(newName()).build();
            return Outcomes.ofState(sandboxes(step).pauseSandbox(request).getSandbox());
        }
        ResumeSandboxRequest request =
                ResumeSandboxRequest.newBuilder().setSandboxId(id).setRequestId(newName()).build();
        return Outcomes.ofState(sandboxes(step).resumeSandbox(request).getSandbox());
    }

    private Map<String, Object> release(Step step) throws StatusException {
        ReleaseSandboxRequest request = ReleaseSandboxRequest.newBuilder()
                .setSandboxId(sandboxId(step))
                .setMode(ReleaseMode.RELEASE_MODE_DESTROY)
                .setWait(true)
                .setRequestId(newName())
                .build();
        return Outcomes.ofState(sandboxes(step).releaseSandbox(request).getSandbox());
    }

    private Map<String, Object> runCommand(Step step) throws StatusException {
        RunExecRequest.Builder request = RunExecRequest.newBuilder()
                .setSandboxId(sandboxId(step))
                .addAllArgv(step.texts("argv"))
                .setShell(step.text("shell"))
                .setStdin(step.has("stdin_bytes") ? zeros(step.count("stdin_bytes")) : bytes(step.text("stdin")))
                .setRequestId(newName());
        if (step.has("timeout_s")) {
            request.setTimeout(step.duration("timeout_s"));
        }
        RunExecResponse answer = ExecServiceGrpc.newBlockingV2Stub(daemon.channel())
                .withDeadlineAfter(LONGEST_RUN_S, TimeUnit.SECONDS)
                .runExec(request.build());
        Map<String, Object> outcome = new HashMap<>();
        outcome.put("exit_code", answer.hasExitCode() ? answer.getExitCode() : null);
        outcome.put("stdout", answer.getStdout().toStringUtf8());
        outcome.put("stderr", answer.getStderr().toStringUtf8());
        outcome.put("timed_out", answer.getTimedOut());
        return outcome;
    }

    private Map<String, Object> exec(Step step) throws StatusException, InterruptedException {
        Command command = new Command(daemon.channel());
        ExecSpec spec = ExecSpec.newBuilder()
                .setSandboxId(sandboxId(step))
                .setExecId(newName())
                .setShell(step.text("shell"))
                .setOpenStdin(step.flag("open_stdin"))
                .build();
        command.open(StreamExecRequest.newBuilder().setStart(spec).build());
        commands.put(step.text("as"), command);
        return Map.of("has_exec_id", !command.execId().isEmpty());
    }

    private Map<String, Object> send(Step step, StreamExecRequest.Builder message)
            throws StatusException, InterruptedException {
        command(step).send(message);
        return Map.of();
    }

    private Map<String, Object> writeFile(Step step) throws StatusException, InterruptedException {
        BlockingClientCall<WriteFileRequest, WriteFileResponse> call = FileServiceGrpc.newBlockingV2Stub(
                        daemon.channel())
                .withDeadlineAfter(step.timeoutMs(), TimeUnit.MILLISECONDS)
                .writeFile();
        String text = step.has("text") ? step.text("text") : step.text("repeat").repeat(step.count("times"));
        ByteString data = bytes(text);
        WriteFileHeader header = WriteFileHeader.newBuilder()
                .setSandboxId(sandboxId(step))
                .setPath(step.text("path"))
                .build();
        boolean isTaken = call.write(WriteFileRequest.newBuilder().setHeader(header).build());
        for (int start = 0; isTaken && start < data.size(); start += CHUNK_BYTES) {
            ByteString piece = data.substring(start, Math.min(start + CHUNK_BYTES, data.size()));
            isTaken = call.write(WriteFileRequest.newBuilder().setData(piece).build());
        }
        call.halfClose();
        return Map.of("size_bytes", call.read().getEntry().getSizeBytes());
    }

    private Map<String, Object> readFile(Step step) throws StatusException, InterruptedException {
        ReadFileRequest request = ReadFileRequest.newBuilder()
                .setSandboxId(sandboxId(step))
                .setPath(step.text("path"))
                .build();
        BlockingClientCall<?, ReadFileResponse> call = FileServiceGrpc.newBlockingV2Stub(daemon.channel())
                .withDeadlineAfter(step.timeoutMs(), TimeUnit.MILLISECONDS)
                .readFile(request);
        ByteString data = ByteString.EMPTY;
        for (ReadFileResponse frame = call.read(); frame != null; frame = call.read()) {
            data = data.concat(frame.getData());
        }
        return Map.of("size_bytes", data.size(), "text", data.toStringUtf8());
    }

    private Map<String, Object> heartbeat(Step step) throws StatusException {
        HeartbeatRequest.Builder request = HeartbeatRequest.newBuilder()
                .setSession(sessionKey(step.text("session")))
                .setExpectedGeneration(step.count("expected_generation"));
        if (step.has("heartbeat_timeout_s")) {
            request.setHeartbeatTimeout(step.duration("heartbeat_timeout_s"));
        }
        HeartbeatResponse answer = SessionServiceGrpc.newBlockingV2Stub(daemon.channel())
                .withDeadlineAfter(step.timeoutMs(), TimeUnit.MILLISECONDS)
                .heartbeat(request.build());
        return Map.of(
                "state", Outcomes.shortName(answer.getState(), "SESSION_STATE_"),
                "generation", answer.getGeneration(),
                "needs_restore", answer.getNeedsRestore(),
                "has_recycle_time", answer.hasRecycleTime());
    }

    private Map<String, Object> watch(Step step) throws StatusException, InterruptedException {
        Watch watch = new Watch(
                daemon.channel(),
                WatchEventsRequest.newBuilder()
                        .setFromStart(step.flag("from_start"))
                        .setFilter(EventFilter.newBuilder().setSandboxId(sandboxId(step))));
        watch.open();
        watches.put(step.text("as"), watch);
        return Map.of();
    }

    private Map<String, Object> parallel(Step step) throws Exception {
        List<String> sessions = step.texts("sessions");
        int count = step.count("count");
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<Box>> calls = new ArrayList<>();
            for (int index = 0; index < count; index += 1) {
                String session = sessions.get(index % sessions.size());
                calls.add(threads.submit(() -> acquireBox(step, session)));
            }
            return outcomeOfAll(calls);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, Object> outcomeOfAll(List<Future<Box>> calls) throws InterruptedException, ExecutionException {
        Set<String> ids = new HashSet<>();
        int created = 0;
        for (Future<Box> call : calls) {
            Box box = call.get();
            ids.add(box.sandbox().getId());
            created += box.outcome().equals("CREATED") ? 1 : 0;
        }
        return Map.of("answers", calls.size(), "sandboxes", ids.size(), "created", created);
    }

    private Map<String, Object> control(Step step) throws IOException {
        System.out.println("control\t" + step.text("do"));
        answers.readLine();
        return Map.of();
    }

    private SandboxServiceBlockingV2Stub sandboxes(Step step) {
        return SandboxServiceGrpc.newBlockingV2Stub(daemon.channel())
                .withDeadlineAfter(step.timeoutMs(), TimeUnit.MILLISECONDS);
    }

    private SessionKey.Builder sessionKey(String name) {
        return SessionKey.newBuilder().setSession(name.isEmpty() ? "" : prefix + name);
    }

    private String sandboxId(Step step) {
        return boxes.get(step.text("sandbox")).sandbox().getId();
    }

    private Command command(Step step) {
        return commands.get(step.text("command"));
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static ByteString zeros(int count) {
        return ByteString.copyFrom(new byte[count]);
    }

    private static String newName() {
        return UUID.randomUUID().toString();
    }
}
