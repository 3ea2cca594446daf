package dev.holdfast.search;

import java.util.List;

/**
 * A piece of a filter.
 *
 * @param start where it begins in the filter, counted from 0
 * @param text as it was written
 * @param pieces of a {@link TokenType#NAME} the parts between dots; of a {@link TokenType#TEXT} the one text without quotes
 */
record Token(TokenType type, int start, String text, List<Piece> pieces) {
    /** Part of a name; {@code quote} is a blank where there is none. */
    record Piece(String value, char quote) {}

    boolean isWord(String keyword) {
        return type == TokenType.NAME
                && pieces.size() == 1
                && pieces.getFirst().quote() == ' '
                && text.equalsIgnoreCase(keyword);
    }

    int end() {
        return start + text.length();
    }
}
