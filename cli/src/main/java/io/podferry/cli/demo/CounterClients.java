package io.podferry.cli.demo;

import io.podferry.cli.workload.DemoPods;
import io.podferry.simulations.events.DemoEvent.RequestGap;
import io.podferry.simulations.ledger.RequestLedger;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Requests every counter at a steady pace, from outside the cluster, and notes every answer in the
 * ledger. Each counter has one client with one request under way at a time, so that its answers
 * come in the order in which they were counted. A client waits for the answer of a pod that stands
 * still as long as the pod is where it was; when it is somewhere else, the request is given up: it
 * may or may not have been counted before the move.
 */
final class CounterClients implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofMillis(300);
    private static final Duration LOOK_AROUND = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: counter\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Function<String, Optional<Endpoint>> directory;
    private final RequestLedger ledger;
    private final Supplier<Duration> clock;
    private final Consumer<RequestGap> gaps;
    private final Duration every;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * Where a counter answers.
     *
     * @param uid incarnation of the pod
     * @param address IPv4 address
     */
    record Endpoint(String uid, String address, int port) {
        Endpoint(String uid, String address) {
            this(uid, address, DemoPods.PORT);
        }
    }

    /**
     * @param directory where a pod is now; empty while it is nowhere
     * @param clock time since the beginning of the run
     */
    CounterClients(
            Function<String, Optional<Endpoint>> directory,
            RequestLedger ledger,
            Supplier<Duration> clock,
            Consumer<RequestGap> gaps,
            Duration every) {
        this.directory = directory;
        this.ledger = ledger;
        this.clock = clock;
        this.gaps = gaps;
        this.every = every;
    }

    void request(String counter) {
        threads.add(Thread.ofVirtual().name("client-" + counter).start(() -> follow(counter)));
    }

    private void follow(String counter) {
        try {
            long next = System.nanoTime();
            while (!closed) {
                next = Math.max(next + every.toNanos(), System.nanoTime());
                Thread.sleep(Duration.ofNanos(next - System.nanoTime()));
                Optional<Endpoint> endpoint = directory.apply(counter);
                if (endpoint.isPresent()) {
                    request(counter, endpoint.get());
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void request(String counter, Endpoint endpoint) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(endpoint.address(), endpoint.port()),
                    Math.toIntExact(CONNECT.toMillis()));
            socket.setSoTimeout(Math.toIntExact(LOOK_AROUND.toMillis()));
            exchange(counter, endpoint, socket);
        } catch (IOException notConnected) {
            // Nothing was sent, so nothing was counted.
        }
    }

    private void exchange(String counter, Endpoint endpoint, Socket socket) {
        OptionalLong answer = OptionalLong.empty();
        try {
            socket.getOutputStream().write(REQUEST);
            answer = await(counter, endpoint, socket.getInputStream());
        } catch (IOException broken) {
            // The counter may have counted this request before its connection broke.
        }
        if (answer.isPresent()) {
            ledger.answered(clock.get(), counter, answer.getAsLong()).ifPresent(gaps);
        } else if (!closed) {
            ledger.unanswered(counter);
        }
    }

    /** The number; empty when the counter has gone elsewhere or patience has ended. */
    private OptionalLong await(String counter, Endpoint endpoint, InputStream in)
            throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[1024];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && !closed) {
            try {
                int count = in.read(buffer);
                if (count < 0) {
                    return HttpAnswer.number(text.toString());
                }
                text.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
            } catch (SocketTimeoutException nothingYet) {
                if (!directory.apply(counter).filter(endpoint::equals).isPresent()) {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.empty();
    }

    /** Ends all clients; requests under way are neither answered nor unanswered. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
