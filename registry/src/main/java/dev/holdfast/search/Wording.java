package dev.holdfast.search;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How refusals read. Clients compare some of them, and they differ between the things that are searched; a room overrides what differs.
 * Where in the text it went wrong is added to each.
 */
public interface Wording {
    /** {@code clause} is what could not be read. */
    default String clause(String filter, String clause) {
        return "Invalid clause(s) in filter string: '" + clause + "'";
    }

    /** {@code kinds} are the labels of those that there are. */
    default String kind(String given, List<String> kinds) {
        return "Invalid entity type '" + given + "'. Valid values are " + list(kinds);
    }

    default String attribute(String given, Collection<String> attributes) {
        return "Invalid attribute key '" + given + "' specified. Valid keys are '" + set(attributes) + "'";
    }

    /** A name that nothing is ordered by; {@code attributes} do. */
    default String orderingAttribute(String given, Collection<String> attributes) {
        return attribute(given, attributes);
    }

    /** An operator that does not go with the identifier; {@code operators} do. */
    default String operator(Identifier identifier, String given, Collection<String> operators) {
        return "Invalid comparator '" + given + "' not one of '" + set(operators) + "'";
    }

    /** An attribute that is a text, compared with something else. */
    default String attributeText(String given) {
        return "Expected a quoted string value for attributes. Got value " + given;
    }

    default String presence(Identifier identifier) {
        return "IS NULL / IS NOT NULL is only supported for tags and params, not for '"
                + identifier.kind().label() + "' '" + identifier.key() + "'";
    }

    /** Something that filters but does not order. */
    default String order(Identifier identifier) {
        return "Invalid order_by entity: " + identifier.kind().label();
    }

    private static String list(Collection<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    /** As clients show a set. */
    static String set(Collection<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "{", "}"));
    }
}
