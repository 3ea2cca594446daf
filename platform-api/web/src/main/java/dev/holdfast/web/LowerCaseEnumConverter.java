package dev.holdfast.web;

import java.util.Locale;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;

/** Reads enums in query strings as JSON has them: in lower case. */
@SuppressWarnings({"rawtypes", "unchecked"}) // Spring's contract for all enums at once.
final class LowerCaseEnumConverter implements ConverterFactory<String, Enum> {
    @Override
    public <T extends Enum> Converter<String, T> getConverter(Class<T> type) {
        return text -> (T) Enum.valueOf(type, constant(text));
    }

    /** Upper case is not how they are written, so it is not taken. */
    private static String constant(String text) {
        return text.equals(text.toLowerCase(Locale.ROOT)) ? text.toUpperCase(Locale.ROOT) : "";
    }
}
