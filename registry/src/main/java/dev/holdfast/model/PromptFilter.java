package dev.holdfast.model;

import dev.holdfast.search.Condition;
import dev.holdfast.search.Identifier;
import dev.holdfast.search.Kind;
import dev.holdfast.search.Literal;
import dev.holdfast.search.Operator;
import java.util.Optional;

/**
 * A filter that knows prompts, which MLflow keeps as registered models with a certain tag: they are left out unless the filter asks for
 * them, and what it says of that tag otherwise holds for every model.
 */
record PromptFilter(Condition condition, boolean wantsPrompts) {
    private static final Identifier TAG = new Identifier(Kind.TAG, "mlflow.prompt.is_prompt");

    static PromptFilter of(Condition condition) {
        Optional<Condition.Comparison> asked = condition.comparisons().stream()
                .filter(each -> each.identifier().equals(TAG))
                .findFirst();
        boolean wants = asked.isPresent() && asks(asked.get());
        return new PromptFilter(wants || asked.isEmpty() ? condition : without(condition), wants);
    }

    private static boolean asks(Condition.Comparison comparison) {
        if (!(comparison.literal() instanceof Literal.Text(String value))) {
            return false;
        }
        return (comparison.operator() == Operator.EQUAL && value.equalsIgnoreCase("true"))
                || (comparison.operator() == Operator.NOT_EQUAL && value.equalsIgnoreCase("false"));
    }

    private static Condition without(Condition condition) {
        return switch (condition) {
            case Condition.And(var all) ->
                new Condition.And(all.stream().map(PromptFilter::without).toList());
            case Condition.Or(var any) ->
                new Condition.Or(any.stream().map(PromptFilter::without).toList());
            case Condition.Comparison comparison ->
                comparison.identifier().equals(TAG) ? Condition.always() : comparison;
            case Condition.Presence presence -> presence;
        };
    }
}
