package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.ByteArrayBuilder;

/** JSON as a stream of tokens, without a tree between the bytes and the tensors. */
final class Json {
    private static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            // Python writes NaN and Infinity bare.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Json() {}

    static JsonParser parser(byte[] bytes, int offset) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, bytes.length - offset);
    }

    static JsonGenerator generator(ByteArrayBuilder into) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), into);
    }

    static ProblemException malformed(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return ProblemException.malformed("body", null, "is not valid JSON" + place + ": " + firstLine(e));
    }

    /** A problem where the token is not the one that has to stand here. */
    static void expect(JsonParser parser, JsonToken wanted, String field, String shouldBe) {
        if (parser.currentToken() != wanted) {
            throw ProblemException.malformed(field, null, "must be " + shouldBe + ".");
        }
    }

    private static String firstLine(JacksonException e) {
        String text = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("it can't be read");
        return text.length() > 200 ? text.substring(0, 200) + " …" : text + (text.endsWith(".") ? "" : ".");
    }
}
