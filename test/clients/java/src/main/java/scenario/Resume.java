package scenario;

import io.grpc.Status;
import io.grpc.StatusException;

/** When a stream that broke is opened again. */
final class Resume {
    private static final int ATTEMPTS = 20;
    private static final long DELAY_MS = 500;

    private Resume() {}

    /** Returns when it may be opened again; throws what ends it. */
    static void await(StatusException failure, int attempt) throws StatusException, InterruptedException {
        if (failure.getStatus().getCode() != Status.Code.UNAVAILABLE || attempt >= ATTEMPTS) {
            throw failure;
        }
        Thread.sleep(DELAY_MS);
    }

    static StatusException broken(String message) {
        return Status.UNAVAILABLE.withDescription(message).asException();
    }
}
