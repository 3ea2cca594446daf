package dev.holdfast.artifact.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What clients send and get, byte for byte: no library of ours in between. */
@HoldfastTest
class ArtifactEndpointsTest {
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

    @LocalServerPort
    private int port;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aFileComesBackAsAnAttachmentWithWhatItsNameStandsFor() throws Exception {
        assertThat(put("7/run/artifacts/model/MLmodel", "flavors: {}").body()).isEqualTo("{}");

        HttpResponse<String> got = get(ARTIFACTS + "/7/run/artifacts/model/MLmodel");

        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo("flavors: {}");
        assertThat(got.headers().map())
                .containsEntry("content-type", List.of("text/plain"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("content-disposition", List.of("attachment; filename=\"MLmodel\""))
                .containsEntry("etag", List.of("\"" + Digest.of("flavors: {}") + "\""))
                .containsEntry("accept-ranges", List.of("bytes"))
                .containsEntry("content-length", List.of("11"));
        HttpResponse<String> again = send(request(ARTIFACTS + "/7/run/artifacts/model/MLmodel")
                .header("If-None-Match", "\"" + Digest.of("flavors: {}") + "\"")
                .build());
        assertThat(again.statusCode()).isEqualTo(304);
        HttpResponse<String> head = send(request(ARTIFACTS + "/7/run/artifacts/model/MLmodel")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(head.headers().firstValue("content-length")).contains("11");
    }

    @ParameterizedTest
    @CsvSource({
        "a.json,text/plain",
        "a.html,text/html",
        "plot.png,image/png",
        "model.onnx,application/octet-stream",
        "conda.yaml,text/plain",
        "model.pkl,application/octet-stream",
        "noextension,application/octet-stream",
        "a.svg,image/svg+xml"
    })
    void theTypeIsGuessedFromTheName(String name, String type) throws Exception {
        put("types/" + name, "<html>");

        HttpResponse<String> got = send(request(ARTIFACTS + "/types/" + name)
                .header("Accept", "text/html")
                .build());

        assertThat(got.headers().firstValue("content-type")).contains(type);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=2-4,206,cde,bytes 2-4/8",
        "bytes=5-,206,fgh,bytes 5-7/8",
        "bytes=-2,206,gh,bytes 6-7/8",
        "bytes=2-99,206,cdefgh,bytes 2-7/8",
        "bytes=8-9,416,'',bytes */8",
        "lines=1-2,200,abcdefgh,"
    })
    void aRangeIsSent(String range, int status, String body, String contentRange) throws Exception {
        put("ranges/file.bin", "abcdefgh");

        HttpResponse<String> got = send(
                request(ARTIFACTS + "/ranges/file.bin").header("Range", range).build());

        assertThat(got.statusCode()).isEqualTo(status);
        assertThat(got.body()).isEqualTo(body);
        assertThat(got.headers().firstValue("content-range").orElse(null)).isEqualTo(contentRange);
    }

    @Test
    void aDirectoryListsNamesAlone() throws Exception {
        put("lists/1/model/MLmodel", "abc");
        put("lists/1/model/data/x.bin", "x");

        String expected = """
                {"files":[{"path":"MLmodel","is_dir":false,"file_size":3},{"path":"data","is_dir":true}]}""";
        assertThat(get(ARTIFACTS + "?path=lists/1/model").body()).isEqualTo(expected);
        assertThat(get("/ajax-api/2.0/mlflow-artifacts/artifacts?path=lists/1/model/")
                        .body())
                .isEqualTo(expected);
        // A client that was asked for "." asks for it below the run's own folder.
        assertThat(get(ARTIFACTS + "?path=lists/1/model/.").body()).isEqualTo(expected);
        assertThat(get(ARTIFACTS + "?path=lists/1/model/./.").body()).isEqualTo(expected);
        assertThat(get(ARTIFACTS + "?path=lists/1/model/MLmodel").body()).isEqualTo("{}");
        assertThat(get(ARTIFACTS + "?path=lists/none").body()).isEqualTo("{}");
        assertThat(get(ARTIFACTS).body()).contains("{\"path\":\"lists\",\"is_dir\":true}");
    }

    @Test
    void aLongListComesWhole() throws Exception {
        StringBuilder expected = new StringBuilder();
        for (int i = 1_000; i < 2_100; i++) {
            put("long/" + i, "");
            expected.append(i).append(' ');
        }
        String listed = get(ARTIFACTS + "?path=long").body().replaceAll("[^\"]*\"path\":\"(\\d+)\"[^}]*}", "$1 ");
        assertThat(listed.replaceAll("[^0-9 ]", "")).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%25.txt",
                "a%2520b.txt",
                "q'%22%60.txt",
                "semi;colon=1.txt",
                "%F0%9F%98%80/%C3%9F.txt",
                "plus+and%20space.txt",
                "brackets[1]{2}.txt",
                "%5Bencoded%5D.txt",
                "a%3Fb%26c.txt",
                "sl%2Fash.txt",
                "~tilde.txt"
            })
    void oddNamesRoundTrip(String encoded) throws Exception {
        assertThat(raw("PUT", ARTIFACTS + "/odd/" + encoded, "content of " + encoded))
                .startsWith("HTTP/1.1 200");

        assertThat(raw("GET", ARTIFACTS + "/odd/" + encoded, ""))
                .startsWith("HTTP/1.1 200")
                .endsWith("content of " + encoded);
        assertThat(raw("DELETE", ARTIFACTS + "/odd/" + encoded, "")).startsWith("HTTP/1.1 200");
        assertThat(raw("GET", ARTIFACTS + "/odd/" + encoded, "")).startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/%2e%2e/%2e%2e/etc/passwd",
                "/%252e%252e/x",
                "/a%252f%252e%252e%252fb",
                "/%2Fetc/passwd",
                "/a//b",
                "/a%23b",
                "/a/%25252e%25252e",
                "/bad%escape",
                "/%FF%FE",
                "/a%0Ab",
                "/C:/windows"
            })
    void pathsThatLeadElsewhereAreRefused(String path) throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            String answer = raw(method, ARTIFACTS + path, "x");
            assertThat(answer).as(method).startsWith("HTTP/1.1 400");
        }
        assertThat(raw("GET", ARTIFACTS + "?path=" + path.substring(1).replace("//", "/../"), ""))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void refusalsUseTheProtocolsWords() throws Exception {
        put("words/dir/file", "x");

        assertThat(get(ARTIFACTS + "?path=../x").body())
                .isEqualTo("{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"Invalid path\"}");
        assertThat(get(ARTIFACTS + "/words/none").body())
                .isEqualTo(
                        "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"No such artifact: 'words/none'\"}");
        assertThat(get(ARTIFACTS + "/words/dir").body()).contains("refers to a directory, not a file: 'words/dir'");
        HttpResponse<String> presigned = get("/api/2.0/mlflow-artifacts/presigned/words/dir/file");
        assertThat(presigned.statusCode()).isEqualTo(501);
        assertThat(presigned.body()).contains("NOT_IMPLEMENTED");
        assertThat(put("words/dir", "x").statusCode()).isEqualTo(400);
        assertThat(put("words/dir/file/below", "x").statusCode()).isEqualTo(400);
    }

    @Test
    void aTreeIsDeletedAtOnce() throws Exception {
        put("gone/model/a", "a");
        put("gone/model/b/c", "c");

        assertThat(raw("DELETE", ARTIFACTS + "/gone/model/", ""))
                .startsWith("HTTP/1.1 200")
                .endsWith("{}");
        assertThat(get(ARTIFACTS + "?path=gone").body()).isEqualTo("{}");
        assertThat(raw("DELETE", ARTIFACTS + "/gone/model", "")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aBodyIsAFileWhateverItsType() throws Exception {
        for (String type :
                List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json")) {
            HttpResponse<String> answer = send(request(ARTIFACTS + "/typed/file")
                    .header("Content-Type", type)
                    .PUT(HttpRequest.BodyPublishers.ofString("a=b&c=d"))
                    .build());
            assertThat(answer.statusCode()).as(type).isEqualTo(200);
            assertThat(get(ARTIFACTS + "/typed/file").body()).as(type).isEqualTo("a=b&c=d");
        }
    }

    @Test
    void anUploadThatIsCutLeavesWhatWasThere() throws Exception {
        put("cut/file", "before");
        for (String framing :
                List.of("Content-Length: 1000\r\n\r\nafter", "Transfer-Encoding: chunked\r\n\r\n5\r\nafter\r\n")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream out = socket.getOutputStream();
                out.write(("PUT " + ARTIFACTS + "/cut/file HTTP/1.1\r\nHost: localhost\r\n" + framing).getBytes(UTF_8));
                out.flush();
                socket.shutdownOutput();
                // The server has noticed when it answers or hangs up.
                assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                        .doesNotContain("HTTP/1.1 200");
            }
            assertThat(get(ARTIFACTS + "/cut/file").body()).isEqualTo("before");
        }
    }

    private HttpResponse<String> put(String path, String content) throws IOException, InterruptedException {
        return send(request(ARTIFACTS + "/" + path)
                .PUT(HttpRequest.BodyPublishers.ofString(content))
                .build());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** Sends the path as it is, which no client library does. */
    private String raw(String method, String path, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] content = body.getBytes(UTF_8);
            OutputStream out = socket.getOutputStream();
            out.write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                            + content.length + "\r\n\r\n")
                    .getBytes(UTF_8));
            out.write(content);
            out.flush();
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), UTF_8);
            }
        }
    }
}
