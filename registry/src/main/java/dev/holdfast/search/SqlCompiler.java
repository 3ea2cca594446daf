package dev.holdfast.search;

import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a boolean SQL expression of a condition. */
public final class SqlCompiler {
    private SqlCompiler() {}

    /** {@code sources} says for every identifier of the vocabulary how it is compared; parameters are named {@code filter_0}, … */
    public static SqlFragment compile(Condition condition, Function<Identifier, SqlSource> sources) {
        SqlParameters parameters = new SqlParameters("filter");
        String sql = compile(condition, sources, parameters);
        return new SqlFragment(sql, parameters.values());
    }

    /** The same for a part of a statement whose parameters are collected elsewhere. */
    public static String compile(
            Condition condition, Function<Identifier, SqlSource> sources, SqlParameters parameters) {
        return switch (condition) {
            case Condition.And and when and.conditions().isEmpty() -> "TRUE";
            case Condition.And and ->
                and.conditions().stream()
                        .map(each -> compile(each, sources, parameters))
                        .collect(Collectors.joining(" AND ", "(", ")"));
            case Condition.Or or when or.conditions().isEmpty() -> "FALSE";
            case Condition.Or or ->
                or.conditions().stream()
                        .map(each -> compile(each, sources, parameters))
                        .collect(Collectors.joining(" OR ", "(", ")"));
            case Condition.Comparison comparison ->
                sources.apply(comparison.identifier()).compare(comparison.operator(), comparison.literal(), parameters);
            case Condition.Presence presence -> {
                String present = sources.apply(presence.identifier()).present(parameters);
                yield presence.present() ? present : "NOT (" + present + ")";
            }
        };
    }
}
