package example;

import dev.sandkeep.v1.Event;
import dev.sandkeep.v1.EventFilter;
import dev.sandkeep.v1.EventServiceGrpc;
import dev.sandkeep.v1.WatchEventsRequest;
import dev.sandkeep.v1.WatchEventsResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The events of a sandbox from its first one on. It may be left and taken up again, by the number of the last event: none
 * is missed, and none comes twice.
 */
final class EventWatch {
    private static final long WATCH_TIMEOUT_S = 30;
    private static final long RESUME_DELAY_MS = 500;

    private final Channel channel;
    private final String sandboxId;
    private long lastSeq;

    EventWatch(Channel channel, String sandboxId) {
        this.channel = channel;
        this.sandboxId = sandboxId;
    }

    /** The reasons of the next events. Opens another stream when the daemon goes away. */
    List<String> read(int count) throws StatusException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        while (reasons.size() < count) {
            try {
                readStream(count, reasons);
            } catch (StatusException failure) {
                if (failure.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                    throw failure;
                }
                Thread.sleep(RESUME_DELAY_MS);
            }
        }
        return reasons;
    }

    private void readStream(int count, List<String> reasons) throws StatusException, InterruptedException {
        BlockingClientCall<?, WatchEventsResponse> call = EventServiceGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(WATCH_TIMEOUT_S, TimeUnit.SECONDS)
                .watchEvents(WatchEventsRequest.newBuilder()
                        .setAfterSeq(lastSeq)
                        .setFromStart(lastSeq == 0)
                        .setFilter(EventFilter.newBuilder().setSandboxId(sandboxId))
                        .build());
        while (reasons.size() < count) {
            WatchEventsResponse frame = call.read();
            if (frame == null) {
                return;
            }
            // Other frames say that the watch is set up, or that nothing happened.
            if (frame.hasEvent()) {
                Event event = frame.getEvent();
                lastSeq = event.getSeq();
                reasons.add(event.getReason());
            }
        }
        call.cancel("enough was read", null);
    }
}
