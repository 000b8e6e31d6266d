package scenario;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.sandkeep.v1.Sandbox;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a step shows of an answer or an error. */
final class Outcomes {
    private static final Set<String> NEW = Set.of("CREATED", "CLAIMED", "RESTORED");
    private static final double NANOS_PER_S = 1e9;

    private Outcomes() {}

    /** A sandbox under its name in the scenario, as an answer told of it; without outcome unless it was acquired. */
    record Box(Sandbox sandbox, String outcome, String url) {}

    static Map<String, Object> ofBox(Box box, Map<String, Box> others) {
        Map<String, Object> outcome = new HashMap<>();
        outcome.put("id", box.sandbox().getId());
        outcome.put("outcome", box.outcome());
        outcome.put("state", shortName(box.sandbox().getState(), "SANDBOX_STATE_"));
        outcome.put("generation", box.sandbox().getGeneration());
        outcome.put("has_url", !box.url().isEmpty());
        outcome.put("is_new", NEW.contains(box.outcome()));
        others.forEach((name, other) -> outcome.put(
                "same_as_" + name, other.sandbox().getId().equals(box.sandbox().getId())));
        return outcome;
    }

    static Map<String, Object> ofState(Sandbox sandbox) {
        return Map.of("state", shortName(sandbox.getState(), "SANDBOX_STATE_"));
    }

    static Map<String, Object> ofFailure(StatusException failure) throws InvalidProtocolBufferException {
        Map<String, Object> outcome = new HashMap<>();
        outcome.put("status", failure.getStatus().getCode().name());
        outcome.put("error", "");
        outcome.put("fields", "");
        for (Any detail : detailsOf(failure)) {
            if (detail.is(ErrorInfo.class)) {
                addErrorInfo(outcome, detail.unpack(ErrorInfo.class));
            }
            if (detail.is(RetryInfo.class)) {
                outcome.put("retry_after_s", seconds(detail.unpack(RetryInfo.class).getRetryDelay()));
            }
            if (detail.is(QuotaFailure.class)) {
                outcome.put("quota", detail.unpack(QuotaFailure.class).getViolations(0).getSubject());
            }
            if (detail.is(BadRequest.class)) {
                outcome.put(
                        "fields",
                        detail.unpack(BadRequest.class).getFieldViolationsList().stream()
                                .map(BadRequest.FieldViolation::getField)
                                .collect(Collectors.joining(",")));
            }
        }
        return outcome;
    }

    static boolean hasReason(StatusException failure, Set<String> reasons) throws InvalidProtocolBufferException {
        for (Any detail : detailsOf(failure)) {
            if (detail.is(ErrorInfo.class) && reasons.contains(detail.unpack(ErrorInfo.class).getReason())) {
                return true;
            }
        }
        return false;
    }

    /** The name of an enum value without its prefix. A value that is not known is UNRECOGNIZED, which has none. */
    static String shortName(Enum<?> value, String prefix) {
        return value.name().startsWith(prefix) ? value.name().substring(prefix.length()) : "UNSPECIFIED";
    }

    private static List<Any> detailsOf(StatusException failure) {
        return StatusProto.fromThrowable(failure).getDetailsList();
    }

    private static void addErrorInfo(Map<String, Object> outcome, ErrorInfo info) {
        outcome.put("error", info.getReason());
        outcome.put("domain", info.getDomain());
        outcome.put("has_hint", !info.getMetadataOrDefault("hint", "").isEmpty());
        outcome.put("retryable", info.getMetadataOrDefault("retryable", "").equals("true"));
        info.getMetadataMap().forEach((key, value) -> outcome.put("metadata_" + key, value));
    }

    /** Whole numbers without a fraction, as JSON has them elsewhere. */
    private static Number seconds(Duration time) {
        if (time.getNanos() == 0) {
            return time.getSeconds();
        }
        return time.getSeconds() + time.getNanos() / NANOS_PER_S;
    }
}
