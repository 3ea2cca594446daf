package dev.holdfast.dataset;

/** Names and texts as SQL writes them: nothing that a user sent can leave its quotes. */
final class SqlText {
    private SqlText() {}

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
