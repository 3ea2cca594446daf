package dev.holdfast.search;

enum TokenType {
    /** A word, or words and quoted parts with dots between: an identifier or a keyword. */
    NAME,
    /** In single or double quotes; in double quotes it may be meant as an identifier. */
    TEXT,
    NUMBER,
    /** Any run of {@code <>=!~}. */
    COMPARATOR,
    OPEN,
    CLOSE,
    COMMA,
    END,
    /** Nothing that the grammar has. */
    STRANGE
}
