package dev.holdfast.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "a/../b",
                "a/..",
                "../a",
                ".",
                "a/./b",
                "a//b",
                "/a",
                "/",
                "//a",
                "a\\b",
                "..\\a",
                "a#b",
                "a\0b",
                "a\nb",
                "%2e%2e/a",
                "a/%2E%2E/b",
                "a/%252e%252e/b",
                "a/%25252e%25252e",
                "..%2fa",
                "%2fetc/passwd",
                "%5c..%5ca",
                "a%23b",
                "a%00b",
                "C:/a",
                "c:",
                "%43:/a",
                "file:/etc/passwd",
                "FILE:a",
                "a//"
            })
    void refusesWhatCouldLeadElsewhere(String path) {
        assertThatThrownBy(() -> ArtifactPath.parse(path)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void refusesWhatCanNotBeKept(String path) {
        assertThatThrownBy(() -> ArtifactPath.parse(path)).isInstanceOf(ProblemException.class);
    }

    static Stream<String> tooLong() {
        return Stream.of("a/" + "x".repeat(256), "é".repeat(128), "a/".repeat(1_000) + "b", "a\ud83d", "\ude00b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b.txt",
                "100%",
                "100% sure's \"file\".txt",
                "a%20b",
                "😀/ß.bin",
                "...",
                "a..b/..c",
                "a:b",
                "models/x:1",
                "~",
                "50%zz/%",
                "a?b&c=d",
                "-",
                "a+b;c"
            })
    void keepsWhatIsHarmlessAsItIs(String path) {
        assertThat(ArtifactPath.parse(path).text()).isEqualTo(path);
    }

    @Test
    void aSlashAtTheEndIsLeftOff() {
        assertThat(ArtifactPath.parse("a/b/")).isEqualTo(ArtifactPath.parse("a/b"));
        assertThat(ArtifactPath.parse("")).isEqualTo(ArtifactPath.ROOT);
    }

    @Test
    void walksUpAndDown() {
        ArtifactPath path = ArtifactPath.parse("a/b/c");

        assertThat(path.name()).isEqualTo("c");
        assertThat(path.parent().parent()).isEqualTo(ArtifactPath.parse("a"));
        assertThat(path.parent().parent().parent()).isEqualTo(ArtifactPath.ROOT);
        assertThat(ArtifactPath.parse("a").resolve("b/c/")).isEqualTo(path);
        assertThat(ArtifactPath.ROOT.resolve("a")).isEqualTo(ArtifactPath.parse("a"));
        assertThat(path.relativeTo(ArtifactPath.parse("a"))).isEqualTo("b/c");
        assertThat(path.relativeTo(ArtifactPath.ROOT)).isEqualTo("a/b/c");
        assertThat(path.relativeTo(path)).isEmpty();
        assertThat(path.startsWith(ArtifactPath.parse("a/b"))).isTrue();
        assertThat(path.startsWith(ArtifactPath.parse("a/bb"))).isFalse();
        assertThat(ArtifactPath.parse("a/bc").startsWith(ArtifactPath.parse("a/b")))
                .isFalse();
        assertThatThrownBy(() -> path.resolve("../x")).isInstanceOf(ProblemException.class);
    }

    @Test
    void readsLocationsOfThisServer() {
        ArtifactPath expected = ArtifactPath.parse("0/ab/artifacts");

        assertThat(ArtifactPath.ofUri("mlflow-artifacts:/0/ab/artifacts")).contains(expected);
        assertThat(ArtifactPath.ofUri("mlflow-artifacts://host:5000/0/ab/artifacts"))
                .contains(expected);
        assertThat(ArtifactPath.ofUri("http://host/api/2.0/mlflow-artifacts/artifacts/0/ab/artifacts"))
                .contains(expected);
        assertThat(ArtifactPath.ofUri("mlflow-artifacts:/")).contains(ArtifactPath.ROOT);
        assertThat(ArtifactPath.ofUri("s3://bucket/0/ab")).isEmpty();
        assertThat(ArtifactPath.ofUri("http://elsewhere/0/ab")).isEmpty();
        assertThat(ArtifactPath.ofUri("/local")).isEmpty();
        assertThat(ArtifactPath.ofUri("not a uri")).isEmpty();
        assertThatThrownBy(() -> ArtifactPath.ofUri("mlflow-artifacts:/0/../ab"))
                .isInstanceOf(ProblemException.class);
    }
}
