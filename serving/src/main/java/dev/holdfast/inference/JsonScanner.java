package dev.holdfast.inference;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks JSON in UTF-8 where it lies: no tree, no tokens, and no text for a number. Python's bare {@code NaN} and {@code Infinity} are
 * taken for what they are. Whoever uses it asks for what may come next, in the order of the bytes.
 *
 * <p>Every method throws {@link MalformedJson} where the bytes are no JSON, or are nested more than {@value #MAX_DEPTH} deep.
 */
final class JsonScanner {
    static final int MAX_DEPTH = 100;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int depth;
    private boolean first;
    private String field = "";
    private final JsonNumber number = new JsonNumber();

    JsonScanner(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Where the scanner stands: before a value after {@link #peek}. */
    int position() {
        return at;
    }

    /** Goes back to a place within the same list or object, before a value. */
    void seek(int position) {
        at = position;
    }

    /** The first byte of what comes next, 0 at the end. */
    byte peek() {
        while (at < end) {
            byte next = bytes[at];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next;
            }
            at++;
        }
        return 0;
    }

    void beginObject() {
        begin('{', "an object");
    }

    void beginArray() {
        begin('[', "a list");
    }

    private void begin(char bracket, String what) {
        if (peek() != bracket) {
            throw malformed(what + " must begin here");
        }
        if (++depth > MAX_DEPTH) {
            throw malformed("it is nested more than " + MAX_DEPTH + " deep");
        }
        at++;
        first = true;
    }

    /** Goes to the next field's value, see {@link #field()}; false at the object's end. */
    boolean nextField() {
        if (!next('}')) {
            return false;
        }
        if (peek() != '"') {
            throw malformed("a name in quotes must stand here");
        }
        field = string();
        if (peek() != ':') {
            throw malformed("a colon must stand here");
        }
        at++;
        return true;
    }

    /** The name of the field that {@link #nextField} found last. */
    String field() {
        return field;
    }

    /** Goes to the list's next value; false at its end. */
    boolean nextElement() {
        return next(']');
    }

    private boolean next(char bracket) {
        byte next = peek();
        if (next == bracket) {
            at++;
            depth--;
            first = false;
            return false;
        }
        if (!first) {
            if (next != ',') {
                throw malformed(at >= end ? "it ends too early" : "a comma or " + bracket + " must stand here");
            }
            at++;
        }
        first = false;
        return true;
    }

    /** The text that stands here. */
    String string() {
        if (peek() != '"') {
            throw malformed("a text in quotes must stand here");
        }
        int start = ++at;
        int seen = 0;
        while (at < end) {
            byte next = bytes[at];
            if (next == '"') {
                String text = seen < 0 ? decoded(start, at) : ascii(start, at);
                at++;
                first = false;
                return text;
            }
            if (next == '\\') {
                return escaped(start);
            }
            if (next >= 0 && next < ' ') {
                throw malformed("a text holds a control character; escape it");
            }
            seen |= next;
            at++;
        }
        throw malformed("a text does not end");
    }

    private String ascii(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String decoded(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a text is not UTF-8");
        }
    }

    private String escaped(int start) {
        StringBuilder text = new StringBuilder();
        int from = start;
        while (at < end) {
            byte next = bytes[at];
            if (next == '"') {
                text.append(decoded(from, at));
                at++;
                first = false;
                return text.toString();
            }
            if (next == '\\') {
                text.append(decoded(from, at));
                at++;
                text.append(escape());
                from = at;
            } else if (next >= 0 && next < ' ') {
                throw malformed("a text holds a control character; escape it");
            } else {
                at++;
            }
        }
        throw malformed("a text does not end");
    }

    private char escape() {
        byte kind = at < end ? bytes[at++] : 0;
        return switch (kind) {
            case '"', '\\', '/' -> (char) kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = at < end ? Character.digit(bytes[at], 16) : -1;
                    if (digit < 0) {
                        throw malformed("\\u needs four hexadecimal digits");
                    }
                    code = code * 16 + digit;
                    at++;
                }
                yield (char) code;
            }
            default -> throw malformed("a backslash must be followed by one of \"\\/bfnrtu");
        };
    }

    /** Whether a number stands here; the infinities and NaN are none. */
    boolean atNumber() {
        byte next = peek();
        if (next == '-') {
            next = at + 1 < end ? bytes[at + 1] : 0;
        }
        return next >= '0' && next <= '9';
    }

    /** The number that stands here; the same object each time. */
    JsonNumber number() {
        peek();
        at = number.read(bytes, at, end);
        first = false;
        return number;
    }

    /** Takes a word such as {@code true} if it stands here. */
    boolean word(String word) {
        peek();
        int length = word.length();
        if (end - at < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += length;
        first = false;
        return true;
    }

    /** Goes behind the value that stands here, whatever it is. */
    void skip() {
        switch (peek()) {
            case '{' -> {
                beginObject();
                while (nextField()) {
                    skip();
                }
            }
            case '[' -> {
                beginArray();
                while (nextElement()) {
                    skip();
                }
            }
            case '"' -> string();
            default -> scalar();
        }
    }

    private void scalar() {
        if (atNumber()) {
            number();
        } else if (!word("true")
                && !word("false")
                && !word("null")
                && !word("NaN")
                && !word("Infinity")
                && !word("-Infinity")) {
            throw malformed(at >= end ? "it ends too early" : "a value must stand here");
        }
    }

    /** What stands here, as people are shown it: a text without quotes, no more than 40 characters. */
    String shown() {
        byte next = peek();
        if (next == '[') {
            return "a list";
        }
        if (next == '{') {
            return "an object";
        }
        String text = scalarText();
        String shortened = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return next == '"' ? "\"" + shortened + "\"" : shortened;
    }

    /** The text, number or word that stands here, which is not taken. */
    String scalarText() {
        peek();
        int start = at;
        String text = takeScalar();
        at = start;
        return text;
    }

    /** The text, number or word that stands here. */
    String takeScalar() {
        if (peek() == '"') {
            return string();
        }
        int start = at;
        scalar();
        return ascii(start, at);
    }

    /** Whether a list or an object stands here. */
    boolean atBracket() {
        byte next = peek();
        return next == '[' || next == '{';
    }

    /** Makes sure that nothing but white space follows. */
    void end() {
        if (peek() != 0 || at < end) {
            throw malformed("something follows the closing bracket");
        }
    }

    MalformedJson malformed(String message) {
        return new MalformedJson(message, at);
    }
}
