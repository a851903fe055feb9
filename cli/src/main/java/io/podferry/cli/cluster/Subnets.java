package io.podferry.cli.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds a /16 for a cluster that nothing on the machine uses. */
final class Subnets {
    private static final int FIRST = 200;
    private static final int COUNT = 50;
    private static final Pattern ADDRESS =
            Pattern.compile("\\b(\\d{1,3})\\.(\\d{1,3})\\.\\d{1,3}\\.\\d{1,3}");

    private Subnets() {}

    /** One of 10.200.0.0/16 to 10.249.0.0/16. */
    static String free(String cluster) {
        return free(
                cluster,
                output("ip", "-4", "route", "show", "table", "all")
                        + output("ip", "-4", "-o", "addr"));
    }

    /**
     * @param routes all routes and addresses of the machine as text; whatever two octets occur in
     *     it are taken
     */
    static String free(String cluster, String routes) {
        Set<String> taken =
                ADDRESS.matcher(routes)
                        .results()
                        .map(m -> m.group(1) + "." + m.group(2))
                        .collect(Collectors.toSet());
        boolean wide = Pattern.compile("\\b10\\.0\\.0\\.0/8").matcher(routes).find();
        int start = Math.floorMod(cluster.hashCode(), COUNT);
        for (int i = 0; i < COUNT && !wide; i++) {
            int octet = FIRST + (start + i) % COUNT;
            if (!taken.contains("10." + octet)) {
                return "10.%d.0.0/16".formatted(octet);
            }
        }
        throw new ClusterException(
                "no network from 10.%d.0.0/16 to 10.%d.0.0/16 is free on this machine. Remove clusters that are not needed ('podferry local down'), or a route to them ('ip route')."
                        .formatted(FIRST, FIRST + COUNT - 1));
    }

    /** Host {@code number} of the third octet {@code index}. */
    static String address(String subnet, int index, int number) {
        Matcher matcher = ADDRESS.matcher(subnet);
        if (!matcher.find()) {
            throw new ClusterException("not a network: '" + subnet + "'");
        }
        return "%s.%s.%d.%d".formatted(matcher.group(1), matcher.group(2), index, number);
    }

    private static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    + "\n";
        } catch (IOException e) {
            throw new ClusterException(
                    "cannot run '%s': %s. Install the package iproute2."
                            .formatted(command[0], e.getMessage()),
                    e);
        }
    }
}
