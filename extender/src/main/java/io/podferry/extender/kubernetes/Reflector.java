package io.podferry.extender.kubernetes;

import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a cache like the API server: lists once, then watches; lists again when the server has
 * forgotten the version; waits longer and longer while it does not answer. One thread of its own.
 */
public final class Reflector<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);
    private static final Duration SILENCE = Duration.ofSeconds(90);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final ApiTransport transport;
    private final Kind<T> kind;
    private final ObjectCache<T> cache = new ObjectCache<>();
    private final InstantSource clock;
    private final Duration silence;
    private final Thread thread;

    /** Starts at once. */
    public Reflector(ApiTransport transport, Kind<T> kind, InstantSource clock) {
        this(transport, kind, clock, SILENCE);
    }

    Reflector(ApiTransport transport, Kind<T> kind, InstantSource clock, Duration silence) {
        this.transport = transport;
        this.kind = kind;
        this.clock = clock;
        this.silence = silence;
        this.thread = Thread.ofVirtual().name("reflector" + kind.path()).start(this::run);
    }

    /** What is known. */
    public ObjectCache<T> cache() {
        return cache;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        SplittableRandom random = new SplittableRandom(kind.path().hashCode());
        Duration wait = FIRST_WAIT;
        String version = "";
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (version.isEmpty()) {
                    version = new Lister<>(transport, kind).list(cache);
                    cache.heard(clock.instant());
                }
                Watcher<T> watcher = new Watcher<>(transport, kind, cache, clock, silence, version);
                try {
                    watcher.watch();
                    wait = FIRST_WAIT;
                    if (watcher.version().equals(version)) {
                        // Ended without a word: whoever ends every watch at once is not flooded.
                        pause(FIRST_WAIT, random);
                    }
                } finally {
                    wait = watcher.version().equals(version) ? wait : FIRST_WAIT;
                    version = watcher.version();
                }
            } catch (GoneException e) {
                LOG.info("Listing {} again: {}", kind.path(), e.getMessage());
                version = "";
                wait = pause(wait, random);
            } catch (Exception e) {
                // Not only what is declared: the client library throws InterruptedException too.
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                if (!Thread.currentThread().isInterrupted()) {
                    LOG.warn("{} cannot be followed: {}", kind.path(), e.getMessage());
                }
                wait = pause(wait, random);
            }
        }
    }

    /** Sleeps between half and all of the time; the next one is twice as long. */
    private static Duration pause(Duration wait, SplittableRandom random) {
        try {
            Thread.sleep((long) (wait.toMillis() * (0.5 + random.nextDouble() / 2)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration longer = wait.multipliedBy(2);
        return longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }
}
