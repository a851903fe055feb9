package io.podferry.simulations.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeFingerprintTest {
    @TempDir private Path folder;

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static void put(JarOutputStream jar, String name, String content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        jar.closeEntry();
    }

    @Test
    void aJarAndAFolderOfTheSameClassesAreTheSame() throws IOException {
        write("classes/a/B.class", "one");
        write("classes/C.class", "two");
        write("classes/report.html", "left out");
        Path file = folder.resolve("some.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            put(jar, "C.class", "two");
            put(jar, "a/B.class", "one");
            put(jar, "META-INF/MANIFEST.MF", "left out");
        }

        assertThat(CodeFingerprint.classes(folder.resolve("classes")))
                .isEqualTo(CodeFingerprint.classes(file))
                .containsOnlyKeys("C.class", "a/B.class");
    }

    @Test
    void anotherClassIsAnotherProgram() throws IOException {
        write("classes/a/B.class", "one");
        var before = CodeFingerprint.classes(folder.resolve("classes"));
        write("classes/a/B.class", "eno");

        assertThat(CodeFingerprint.classes(folder.resolve("classes"))).isNotEqualTo(before);
        assertThat(CodeFingerprint.current())
                .matches("[0-9a-f]{16}")
                .isEqualTo(CodeFingerprint.current());
    }
}
