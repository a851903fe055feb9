package io.podferry.agent.transfer;

import java.util.regex.Pattern;

/**
 * The names a checkpoint's images may have: CRIU 4's own (its image-desc.c) and the one file runc
 * adds. Nothing else is shipped or stored. Host-wide and lazy images are left out on purpose.
 */
final class ImageNames {
    /** Images without a number. */
    private static final String SINGLE =
            "inventory|reg-files|ext-files|ns-files|files|eventfd|eventpoll|eventpoll-tfd|signalfd|inotify|inotify-wd"
                + "|fanotify|fanotify-mark|pipes|pipes-data|fifo|fifo-data|pstree|unixsk|inetsk|packetsk|netlinksk"
                + "|sk-queues|remap-fpath|memfd|tty|tty-info|tty-data|filelocks|tunfile|cgroup|timerfd|cpuinfo|seccomp"
                + "|apparmor|bpfmap-file|bpfmap-data|pidfd|sysfs";

    /** Images of a process, namespace, mount or socket. */
    private static final String NUMBERED =
            "fdinfo|pagemap|pagemap-shmem|core|ids|mm|vmas|sigacts|itimers|posix-timers|creds|utsns|ipcns-var|ipcns-shm"
                + "|ipcns-msg|ipcns-sem|fs|ghost-file|tcp-stream|mountpoints|netdev|netns|ifaddr|route|route6|rule"
                + "|iptables|ip6tables|nftables|tmpfs|tmpfs-dev|rlimit|pages|signal-s|signal-p|userns|netns-ct"
                + "|netns-exp|timens|autofs|binfmt-misc";

    private static final Pattern IMAGE =
            Pattern.compile(
                    "(?:%s|(?:%s)-[0-9a-f]{1,16}(?:\\.tar\\.gz)?)\\.img"
                            .formatted(SINGLE, NUMBERED));

    /**
     * What was copied ahead of the dump lies in folders that are parents of it, see {@link
     * PreCopy}.
     */
    private static final Pattern PARENT =
            Pattern.compile("(?:parent/){1,2}(?:pages|pagemap)-[0-9]{1,10}\\.img");

    private static final Pattern CONTAINER = Pattern.compile("[a-z0-9-]{1,40}");

    private ImageNames() {}

    static boolean image(String name) {
        return name.equals("descriptors.json") || IMAGE.matcher(name).matches();
    }

    /** Whether it is an image that lies in a folder below the others. */
    static boolean parent(String name) {
        return PARENT.matcher(name).matches();
    }

    /** Files that CRIU and runc leave in the folder for people; they stay at the source. */
    static boolean stays(String name) {
        return name.equals("stats-dump")
                || name.endsWith(".log")
                || name.endsWith(".pid")
                || name.equals("parent");
    }

    static boolean container(String name) {
        return CONTAINER.matcher(name).matches();
    }
}
