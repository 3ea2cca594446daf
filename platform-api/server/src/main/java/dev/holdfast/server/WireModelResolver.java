package dev.holdfast.server;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Describes records as they go over the wire: what may be null may be absent, everything else is always there. */
class WireModelResolver extends ModelResolver {
    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

    /** The record behind each name in the document. Two of one name would be described as if they were one. */
    private final Map<String, Class<?>> described = new ConcurrentHashMap<>();

    WireModelResolver(ObjectMapper mapper) {
        super(mapper);
    }

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (type.getType() != null
                && isAny(_mapper.constructType(type.getType()).getRawClass())) {
            Schema<?> any = new Schema<>();
            any.addExtension(WireSchemas.ANY, true);
            return any;
        }
        Schema<?> schema = super.resolve(type, context, chain);
        if (schema != null && type.getType() != null) {
            JavaType java = _mapper.constructType(type.getType());
            if (java.getRawClass().isRecord()) {
                Schema<?> found = schema;
                if (schema.get$ref() != null) {
                    String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
                    tellApart(name, java.getRawClass());
                    found = context.getDefinedModels().get(name);
                }
                if (found != null) {
                    require(found, java.getRawClass().getRecordComponents());
                }
            }
        }
        return schema;
    }

    /** The names of records that fill in what was not sent. */
    Set<String> withDefaults() {
        return described.entrySet().stream()
                .filter(each -> Arrays.stream(each.getValue().getDeclaredMethods())
                        .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whatever JSON has, and not objects alone. */
    private static boolean isAny(Class<?> type) {
        return type == Object.class || JsonNode.class.isAssignableFrom(type);
    }

    private void tellApart(String name, Class<?> type) {
        Class<?> known = described.putIfAbsent(name, type);
        if (known != null && known != type) {
            throw new IllegalStateException(
                    known.getName() + " and " + type.getName() + " are both called " + name + " in the API document");
        }
    }

    private static void require(Schema<?> described, RecordComponent[] components) {
        for (RecordComponent component : components) {
            String name = NAMES.translate(component.getName());
            if (!mayBeAbsent(component)
                    && described.getProperties() != null
                    && described.getProperties().containsKey(name)
                    && (described.getRequired() == null
                            || !described.getRequired().contains(name))) {
                described.addRequiredItem(name);
            }
        }
    }

    private static boolean mayBeAbsent(RecordComponent component) {
        return component.getType() == Optional.class
                || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Enums as our own mapper writes them. */
    static final class LowerCaseEnums extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        /** Deprecated, and what the generator calls. */
        @Override
        @SuppressWarnings("deprecation")
        public String[] findEnumValues(Class<?> type, Enum<?>[] values, String[] names) {
            String[] found = super.findEnumValues(type, values, names);
            for (int i = 0; i < values.length; i++) {
                if (found[i] == null) {
                    found[i] = values[i].name().toLowerCase(Locale.ROOT);
                }
            }
            return found;
        }
    }
}
