package io.podferry.cli.cluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a port can be listened on, and who has it when not. */
final class Ports {
    private static final Pattern USERS = Pattern.compile("users:\\(\\(\"([^\"]+)\",pid=(\\d+)");

    private Ports() {}

    static void requireFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            socket.setReuseAddress(true);
        } catch (BindException e) {
            throw new ClusterException(
                    "port %d on %s is busy%s. Choose another one with --port."
                            .formatted(port, address, owner(port)),
                    e);
        } catch (IOException e) {
            throw new ClusterException(
                    "cannot listen on %s:%d: %s".formatted(address, port, e.getMessage()), e);
        }
    }

    private static String owner(int port) {
        try {
            Process process = new ProcessBuilder("ss", "-Hltnp", "sport = :" + port).start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = USERS.matcher(text);
            return matcher.find()
                    ? ": '%s' (PID %s) has it".formatted(matcher.group(1), matcher.group(2))
                    : "";
        } catch (IOException e) {
            // Only a hint.
            return "";
        }
    }
}
