package io.podferry.agent.checkpoint;

/** CRIU's options for all dumps and restores; both sides need the same. */
public final class CriuConfig {
    private CriuConfig() {}

    /**
     * The options as CRIU's configuration file writes them, without a script.
     *
     * @param version of CRIU
     */
    public static String of(String version) {
        String config =
                """
                manage-cgroups ignore
                tcp-close
                skip-in-flight
                file-locks
                link-remap
                ghost-limit 64M
                """;
        // CRIU 4.1 crashes while it reads this line; there the network is locked, which needs
        // iptables.
        return version.startsWith("4.1.") ? config : config + "network-lock skip\n";
    }
}
