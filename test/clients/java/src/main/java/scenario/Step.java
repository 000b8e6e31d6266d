package scenario;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Duration;
import java.util.List;
import java.util.Set;

/** A step of the scenario, as scenario.json has it. */
record Step(JsonObject json) {
    private static final double LONGEST_CALL_S = 60;
    private static final double MS_PER_S = 1000;
    private static final int NANOS_PER_MS = 1_000_000;

    Set<String> expected() {
        return json.getAsJsonObject("expect").keySet();
    }

    boolean has(String key) {
        return json.has(key);
    }

    /** Empty when the step does not say. */
    String text(String key) {
        return json.has(key) ? json.get(key).getAsString() : "";
    }

    List<String> texts(String key) {
        if (!json.has(key)) {
            return List.of();
        }
        return json.getAsJsonArray(key).asList().stream().map(JsonElement::getAsString).toList();
    }

    boolean flag(String key) {
        return json.has(key) && json.get(key).getAsBoolean();
    }

    int count(String key) {
        return json.has(key) ? json.get(key).getAsInt() : 0;
    }

    long milliseconds(String key) {
        return Math.round(json.get(key).getAsDouble() * MS_PER_S);
    }

    Duration duration(String key) {
        long ms = milliseconds(key);
        return Duration.newBuilder()
                .setSeconds(ms / 1000)
                .setNanos((int) (ms % 1000) * NANOS_PER_MS)
                .build();
    }

    /** How long the call may take. */
    long timeoutMs() {
        return has("timeout_s") ? milliseconds("timeout_s") : Math.round(LONGEST_CALL_S * MS_PER_S);
    }
}
