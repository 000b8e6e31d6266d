package scenario;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.grpc.StatusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs the scenario by the code that protoc and its gRPC plugin generate. See README.md of test/clients. */
public final class Main {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(System.getenv("SANDKEEP_SCENARIO"));
        JsonObject scenario = JSON.fromJson(Files.readString(file), JsonObject.class);
        try (Runner runner = new Runner()) {
            for (JsonElement element : scenario.getAsJsonArray("cases")) {
                runCase(runner, element.getAsJsonObject());
            }
        }
    }

    private static void runCase(Runner runner, JsonObject one) throws Exception {
        int number = 0;
        for (JsonElement element : one.getAsJsonArray("steps")) {
            number += 1;
            Step step = new Step(element.getAsJsonObject());
            Map<String, Object> outcome = outcomeOf(runner, step);
            String shown = new TreeSet<>(step.expected())
                    .stream().map(key -> key + "=" + JSON.toJson(outcome.get(key))).collect(Collectors.joining(" "));
            String name = one.get("name").getAsString();
            System.out.println(String.join("\t", name, String.valueOf(number), step.text("call"), shown));
        }
    }

    private static Map<String, Object> outcomeOf(Runner runner, Step step) throws Exception {
        try {
            return runner.run(step);
        } catch (StatusException failure) {
            return Outcomes.ofFailure(failure);
        }
    }
}
