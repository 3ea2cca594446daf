package dev.holdfast.dataset;

/** How the file of a dataset version is written. */
public enum DatasetFormat {
    /** Comma, semicolon, tab or pipe separated text in UTF-8 with a header line. */
    CSV("text/csv", "csv"),
    /** Apache Parquet. */
    PARQUET("application/vnd.apache.parquet", "parquet"),
    /** One JSON object on each line, in UTF-8. */
    JSON_LINES("application/x-ndjson", "jsonl");

    private final String mediaType;
    private final String extension;

    DatasetFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    /** The Content-Type that such a file is served with. */
    public String mediaType() {
        return mediaType;
    }

    /** The end of a file name, without the dot. */
    public String extension() {
        return extension;
    }
}
