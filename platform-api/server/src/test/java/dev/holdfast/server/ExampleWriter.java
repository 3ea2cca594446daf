package dev.holdfast.server;

import dev.holdfast.server.ApiRecorder.Call;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes examples of calls: short, and with nothing in them that another run would have otherwise. */
final class ExampleWriter {
    private static final int ITEMS = 2;
    private static final int CHARACTERS = 400;
    private static final int LINES = 3;
    /** What there is of work that goes on depends on when it is asked for. */
    private static final Set<String> BY_TIMING =
            Set.of("message", "started_at", "ended_at", "duration_ms", "rows_per_second", "eta_ms", "next_attempt_at");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern HEX = Pattern.compile("\\b([0-9a-f]{64}|[0-9a-f]{32})\\b");
    private static final Pattern SECRET = Pattern.compile("hf_[A-Za-z0-9_-]{20,}");
    private static final Pattern ADDRESS = Pattern.compile("http://(localhost|127\\.0\\.0\\.1):\\d+");

    /** The same id is the same in all examples. */
    private final Map<String, String> ids = new HashMap<>();

    /** By operation, in the order of their statuses' first calls. */
    Map<String, ArrayNode> examples(List<Call> calls) {
        Map<String, Map<Integer, ObjectNode>> found = new TreeMap<>();
        for (Call call : calls) {
            found.computeIfAbsent(call.operation(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(call.status(), _ -> example(call));
        }
        Map<String, ArrayNode> examples = new TreeMap<>();
        found.forEach((operation, each) -> {
            ArrayNode list = NODES.arrayNode();
            each.values().forEach(list::add);
            examples.put(operation, list);
        });
        return examples;
    }

    private ObjectNode example(Call call) {
        ObjectNode example = NODES.objectNode();
        if (!call.parameters().isEmpty()) {
            ObjectNode parameters = example.putObject("parameters");
            call.parameters().forEach((name, value) -> parameters.put(name, stable(value)));
        }
        put(example, "request", call.requestType(), call.request());
        example.put("status", call.status());
        put(example, "response", call.responseType(), call.response());
        return example;
    }

    private void put(ObjectNode example, String name, @Nullable String type, @Nullable JsonNode body) {
        if (type != null && body != null) {
            example.put(name + "_type", type);
            example.set(name, shortened(body));
        }
    }

    private JsonNode shortened(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = NODES.objectNode();
            node.forEachEntry((name, value) -> object.set(name, shortened(value)));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.valueStream().limit(ITEMS).forEach(value -> array.add(shortened(value)));
            return array;
        }
        return node.isString() ? NODES.stringNode(shortened(stable(node.stringValue()))) : node;
    }

    private static String shortened(String text) {
        List<String> lines = text.lines().toList();
        if (text.length() <= CHARACTERS || lines.size() <= LINES) {
            return text;
        }
        return String.join("\n", lines.subList(0, LINES)) + "\n";
    }

    private String stable(String text) {
        String found = TIME.matcher(text).replaceAll("2026-03-01T09:00:00.000Z");
        found = UUID.matcher(found).replaceAll(match -> id(match, "019ca000-0000-7000-8000-", 12));
        found = HEX.matcher(found)
                .replaceAll(match -> id(match, "", match.group().length()));
        found = SECRET.matcher(found).replaceAll("hf_secret");
        return ADDRESS.matcher(found).replaceAll("https://example.org");
    }

    private String id(MatchResult match, String prefix, int digits) {
        return ids.computeIfAbsent(match.group(), _ -> prefix + String.format("%0" + digits + "x", ids.size() + 1));
    }

    /** What fields there are and of which types; that is what an example must have in common with an answer. */
    static JsonNode shape(JsonNode node) {
        if (node.isObject()) {
            ObjectNode shape = NODES.objectNode();
            new TreeSet<>(node.propertyNames())
                    .stream()
                            .filter(name -> !BY_TIMING.contains(name))
                            .forEach(name -> shape.set(name, shape(node.get(name))));
            return shape;
        }
        if (node.isArray()) {
            ArrayNode shape = NODES.arrayNode();
            node.valueStream()
                    .map(value -> shape(value))
                    .map(Object::toString)
                    .distinct()
                    .sorted()
                    .map(JsonMapper.shared()::readTree)
                    .forEach(shape::add);
            return shape;
        }
        return NODES.stringNode(node.getNodeType().name());
    }
}
