package io.podferry.cli.command;

import io.podferry.cli.cluster.JavaCommand;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.cluster.SafeDelete;
import io.podferry.cli.engine.EngineRehearsal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Does what the first second of every process does, for the launcher's class-data archive to learn
 * from.
 */
@Command(
        name = "warm-up",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Rehearse a start, without any effect.",
        footer = {"", "Example:", "  podferry warm-up"})
final class WarmUpCommand implements Callable<Integer> {
    private static final Pattern OWN = Pattern.compile(".*/podferry-[a-z]+-[^/]*\\.jar");
    private static final String MAKES_CERTIFICATES =
            "io.podferry.agent.security.ClusterCertificates".replace('.', '/');
    private static final int HEAP = 64;
    private static final int LISTENINGS = 10;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final List<List<String>> LINES =
            List.of(
                    List.of("local", "up", "--help"),
                    List.of("local", "run", "--help"),
                    List.of("local", "ps", "--help"),
                    List.of("demo", "--simulated", "--json"),
                    List.of("demo", "--no-such-option"));

    @Option(
            names = "--prepare",
            paramLabel = "DIR",
            description = "Only make the certificates for a rehearsal in DIR.")
    private @Nullable Path prepare;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (prepare != null) {
            EngineRehearsal.prepare(prepare);
            return 0;
        }
        loadOwnClasses();
        Path state = Files.createTempDirectory("podferry-warm-up");
        makeCertificates(state);
        try (EngineRehearsal _ = new EngineRehearsal(state);
                LocalCluster cluster = LocalCluster.attach(state)) {
            for (int i = 0; i < LISTENINGS; i++) {
                Thread.sleep(PAUSE);
                cluster.nodes();
                cluster.pods();
            }
        } finally {
            SafeDelete.tree(state);
        }
        for (List<String> line : LINES) {
            CommandLines.run(line.toArray(String[]::new));
        }
        return 0;
    }

    /**
     * In a process of its own. The library that makes certificates comes in signed archives with
     * thousands of digests: a cache that knew one of its classes would have every start read them
     * all.
     */
    private static void makeCertificates(Path state) throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                JavaCommand.of(
                                        HEAP, List.of("warm-up", "--prepare", state.toString())))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .start();
        if (child.waitFor() != 0) {
            throw new IOException("cannot make the certificates for the rehearsal");
        }
    }

    /**
     * Also what only runs as root; a class that cannot be loaded is none of this command's
     * business.
     */
    private static void loadOwnClasses() throws IOException {
        ClassLoader loader = WarmUpCommand.class.getClassLoader();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!OWN.matcher(entry).matches()) {
                continue;
            }
            try (JarFile jar = new JarFile(entry)) {
                jar.stream()
                        .map(java.util.zip.ZipEntry::getName)
                        .filter(name -> name.endsWith(".class") && !name.contains("-info"))
                        .filter(name -> !name.startsWith(MAKES_CERTIFICATES))
                        .map(name ->
                                name.substring(0, name.length() - ".class".length())
                                        .replace('/', '.'))
                        .forEach(name -> load(name, loader));
            }
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            System.err.println("not loaded: " + name + " (" + e + ")");
        }
    }
}
