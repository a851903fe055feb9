package io.podferry.agent.runtime;

import java.util.List;

/** The most a container may do, whatever its bundle asks for. */
final class Privileges {
    /**
     * What programs that change users and own files need; nothing that reaches beyond the
     * container.
     */
    static final List<String> CAPABILITIES =
            List.of(
                    "CAP_CHOWN",
                    "CAP_DAC_OVERRIDE",
                    "CAP_FOWNER",
                    "CAP_FSETID",
                    "CAP_KILL",
                    "CAP_NET_BIND_SERVICE",
                    "CAP_SETGID",
                    "CAP_SETUID");

    static final List<String> MASKED =
            List.of(
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/timer_list",
                    "/proc/sched_debug");

    static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private Privileges() {}
}
