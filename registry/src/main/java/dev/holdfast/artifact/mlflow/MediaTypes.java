package dev.holdfast.artifact.mlflow;

import java.util.Locale;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/** What kind of file a name stands for. */
final class MediaTypes {
    /** The protocol shows these as plain text, whatever else they are. */
    private static final Set<String> TEXTS = Set.of(
            "txt",
            "log",
            "err",
            "cfg",
            "conf",
            "cnf",
            "cf",
            "ini",
            "properties",
            "prop",
            "hocon",
            "toml",
            "yaml",
            "yml",
            "xml",
            "json",
            "js",
            "py",
            "py3",
            "csv",
            "tsv",
            "md",
            "rst",
            "ipynb",
            "MLmodel",
            "mlproject",
            "MLproject");

    private MediaTypes() {}

    static String of(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && dot < name.length() - 1 ? name.substring(dot + 1) : name;
        if (TEXTS.contains(extension)) {
            return MediaType.TEXT_PLAIN_VALUE;
        }
        return MediaTypeFactory.getMediaType(name.toLowerCase(Locale.ROOT))
                .orElse(MediaType.APPLICATION_OCTET_STREAM)
                .toString();
    }
}
