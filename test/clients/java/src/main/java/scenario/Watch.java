package scenario;

import dev.sandkeep.v1.Event;
import dev.sandkeep.v1.EventServiceGrpc;
import dev.sandkeep.v1.WatchEventsRequest;
import dev.sandkeep.v1.WatchEventsResponse;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The events of one sandbox, each once and in their order. */
final class Watch {
    private final Channel channel;
    private final WatchEventsRequest.Builder request;
    private BlockingClientCall<?, WatchEventsResponse> call;

    Watch(Channel channel, WatchEventsRequest.Builder request) {
        this.channel = channel;
        this.request = request;
    }

    void open() throws StatusException, InterruptedException {
        call = EventServiceGrpc.newBlockingV2Stub(channel).watchEvents(request.build());
        WatchEventsResponse first = call.read();
        if (first == null || !first.hasReady()) {
            throw Resume.broken("the watch ended before it was set up");
        }
        if (!request.getFromStart() && request.getAfterSeq() == 0) {
            request.setAfterSeq(first.getReady().getCurrentSeq());
        }
    }

    Map<String, Object> read(int count) throws StatusException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        boolean inOrder = true;
        while (reasons.size() < count) {
            Event event = next();
            inOrder = inOrder && event.getSeq() > request.getAfterSeq();
            request.setAfterSeq(event.getSeq()).setFromStart(false);
            reasons.add(event.getReason());
        }
        return Map.of("reasons", String.join(",", reasons), "in_order", inOrder);
    }

    private Event next() throws StatusException, InterruptedException {
        boolean isBroken = false;
        for (int attempt = 1; ; attempt += 1) {
            try {
                if (isBroken) {
                    open();
                }
                return nextOfStream();
            } catch (StatusException failure) {
                Resume.await(failure, attempt);
                isBroken = true;
            }
        }
    }

    private Event nextOfStream() throws StatusException, InterruptedException {
        for (WatchEventsResponse frame = call.read(); frame != null; frame = call.read()) {
            if (frame.hasEvent()) {
                return frame.getEvent();
            }
        }
        throw Resume.broken("the watch ended");
    }
}
