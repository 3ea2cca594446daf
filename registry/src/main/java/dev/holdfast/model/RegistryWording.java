package dev.holdfast.model;

import dev.holdfast.search.Identifier;
import dev.holdfast.search.Kind;
import dev.holdfast.search.Wording;
import java.util.Collection;
import java.util.List;

/** Where the registry's refusals read differently from those of runs. */
final class RegistryWording implements Wording {
    private final String orderingKey;

    /** @param orderingKey what a refusal calls that which something can't be ordered by */
    RegistryWording(String orderingKey) {
        this.orderingKey = orderingKey;
    }

    @Override
    public String clause(String filter, String clause) {
        return "Invalid clause(s) in filter string: " + clause;
    }

    @Override
    public String kind(String given, List<String> kinds) {
        return "Invalid entity type '" + given + "'. Valid entity types are ('attribute', 'tag', 'tags')";
    }

    @Override
    public String orderingAttribute(String given, Collection<String> attributes) {
        return "Invalid " + orderingKey + " '" + given + "' specified. Valid keys are '" + Wording.set(attributes)
                + "'";
    }

    @Override
    public String operator(Identifier identifier, String given, Collection<String> operators) {
        return identifier.kind() == Kind.TAG
                ? "Invalid comparator for tag: " + given
                : "Invalid comparator for attribute: " + given;
    }

    @Override
    public String attributeText(String given) {
        return "Expected a quoted string value or a list of quoted string values for attributes. Got value " + given;
    }
}
