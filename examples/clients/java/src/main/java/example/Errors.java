package example;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;

/** What the daemon says of an error. */
final class Errors {
    private Errors() {}

    /** A reason to decide by, which limit it was, and when to try again. */
    static String describe(StatusException failure) {
        List<String> parts = new ArrayList<>(List.of(failure.getStatus().getCode().name()));
        com.google.rpc.Status details = StatusProto.fromThrowable(failure);
        try {
            for (Any detail : details.getDetailsList()) {
                parts.addAll(partsOf(detail));
            }
        } catch (InvalidProtocolBufferException unreadable) {
            parts.add("details that cannot be read");
        }
        return String.join(", ", parts);
    }

    private static List<String> partsOf(Any detail) throws InvalidProtocolBufferException {
        if (detail.is(ErrorInfo.class)) {
            ErrorInfo info = detail.unpack(ErrorInfo.class);
            return List.of(info.getReason(), "retryable " + info.getMetadataOrDefault("retryable", "unknown"));
        }
        if (detail.is(RetryInfo.class)) {
            return List.of("again after " + detail.unpack(RetryInfo.class).getRetryDelay().getSeconds() + "s");
        }
        if (detail.is(QuotaFailure.class)) {
            return List.of("limit " + detail.unpack(QuotaFailure.class).getViolations(0).getSubject());
        }
        return List.of();
    }
}
