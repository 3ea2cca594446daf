package dev.holdfast.search;

import dev.holdfast.search.Token.Piece;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a filter into tokens. What it can't read becomes a {@link TokenType#STRANGE} token, so that the parser can say where. */
class Lexer {
    private final String input;
    private int at;

    private Lexer(String input) {
        this.input = input;
    }

    static List<Token> read(String input) {
        Lexer lexer = new Lexer(input);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(lexer.next());
        } while (tokens.getLast().type() != TokenType.END);
        return tokens;
    }

    private Token next() {
        while (at < input.length() && Character.isWhitespace(input.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == input.length()) {
            return token(TokenType.END, start);
        }
        char first = input.charAt(at);
        return switch (first) {
            case '(' -> single(TokenType.OPEN);
            case ')' -> single(TokenType.CLOSE);
            case ',' -> single(TokenType.COMMA);
            case '<', '>', '=', '!', '~' -> comparator(start);
            case '\'' -> text(start);
            case '"', '`' -> quotedName(start);
            default -> {
                if (startsNumber()) {
                    yield number(start);
                }
                yield isWordStart(at) ? name(start, new ArrayList<>()) : strange(start);
            }
        };
    }

    private Token comparator(int start) {
        while (at < input.length() && "<>=!~".indexOf(input.charAt(at)) >= 0) {
            at++;
        }
        return token(TokenType.COMPARATOR, start);
    }

    private Token text(int start) {
        Piece text = quoted();
        return text == null
                ? strange(start)
                : new Token(TokenType.TEXT, start, input.substring(start, at), List.of(text));
    }

    /** A text in double quotes, unless a dot follows: then it is the first part of a name, as one in backticks always is. */
    private Token quotedName(int start) {
        Piece piece = quoted();
        if (piece == null) {
            return strange(start);
        }
        List<Piece> pieces = new ArrayList<>(List.of(piece));
        if (piece.quote() == '"' && !dotFollows()) {
            return new Token(TokenType.TEXT, start, input.substring(start, at), pieces);
        }
        return rest(start, pieces);
    }

    private Token name(int start, List<Piece> pieces) {
        pieces.add(word());
        return rest(start, pieces);
    }

    private Token rest(int start, List<Piece> pieces) {
        while (dotFollows()) {
            at++;
            if (at < input.length() && (input.charAt(at) == '`' || input.charAt(at) == '"')) {
                Piece piece = quoted();
                if (piece == null) {
                    return strange(start);
                }
                pieces.add(piece);
            } else if (at < input.length() && isWordPart(at)) {
                pieces.add(word());
            } else {
                return strange(start);
            }
        }
        return new Token(TokenType.NAME, start, input.substring(start, at), pieces);
    }

    private Piece word() {
        int start = at;
        while (at < input.length() && isWordPart(at)) {
            at += Character.charCount(input.codePointAt(at));
        }
        return new Piece(input.substring(start, at), ' ');
    }

    /** A part in quotes of any kind, where the quote itself is written twice; null where it never ends. */
    private @Nullable Piece quoted() {
        char quote = input.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < input.length()) {
            char each = input.charAt(at++);
            if (each != quote) {
                value.append(each);
            } else if (at < input.length() && input.charAt(at) == quote) {
                value.append(quote);
                at++;
            } else {
                return new Piece(value.toString(), quote);
            }
        }
        return null;
    }

    private Token number(int start) {
        at += input.charAt(at) == '-' ? 1 : 0;
        digits();
        if (at < input.length() && input.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < input.length() && (input.charAt(at) == 'e' || input.charAt(at) == 'E')) {
            int signed = at + 1 < input.length() && "+-".indexOf(input.charAt(at + 1)) >= 0 ? at + 2 : at + 1;
            if (isDigit(signed)) {
                at = signed;
                digits();
            }
        }
        return at < input.length() && isWordPart(at) ? strange(start) : token(TokenType.NUMBER, start);
    }

    private void digits() {
        while (isDigit(at)) {
            at++;
        }
    }

    /** All that is not white space counts as one strange thing, so that the message shows it whole. */
    private Token strange(int start) {
        at = start + 1;
        while (at < input.length() && !Character.isWhitespace(input.charAt(at))) {
            at++;
        }
        return token(TokenType.STRANGE, start);
    }

    private Token single(TokenType type) {
        return token(type, at++, 1);
    }

    private Token token(TokenType type, int start) {
        return token(type, start, at - start);
    }

    private Token token(TokenType type, int start, int length) {
        return new Token(type, start, input.substring(start, start + length), List.of());
    }

    private boolean startsNumber() {
        int digit = input.charAt(at) == '-' ? at + 1 : at;
        return isDigit(digit) || (digit < input.length() && input.charAt(digit) == '.' && isDigit(digit + 1));
    }

    private boolean dotFollows() {
        return at < input.length() && input.charAt(at) == '.';
    }

    private boolean isDigit(int index) {
        return index < input.length() && input.charAt(index) >= '0' && input.charAt(index) <= '9';
    }

    private boolean isWordStart(int index) {
        int each = input.codePointAt(index);
        return Character.isLetter(each) || each == '_';
    }

    private boolean isWordPart(int index) {
        int each = input.codePointAt(index);
        return Character.isLetterOrDigit(each) || each == '_' || each == '$' || each == '#';
    }
}
