package io.podferry.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Answers with the next number, like the demo's counter; can stand still, and die with its number
 * taken on by another one.
 */
final class FakeCounter implements AutoCloseable {
    private final ServerSocket listener;
    private final Thread thread;
    private long number;
    private boolean frozen;
    private boolean dead;

    FakeCounter(long number) throws IOException {
        this.number = number;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread = Thread.ofVirtual().start(this::serve);
    }

    CounterClients.Endpoint endpoint(String uid) {
        return new CounterClients.Endpoint(uid, "127.0.0.1", listener.getLocalPort());
    }

    synchronized long freeze() {
        frozen = true;
        return number;
    }

    synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    private void serve() {
        try {
            while (true) {
                try (Socket client = listener.accept()) {
                    InputStream in = client.getInputStream();
                    in.read(new byte[1024]);
                    String body = next() + "\n";
                    client.getOutputStream()
                            .write(
                                    ("HTTP/1.1 200 OK\r\nContent-Length: "
                                                    + body.length()
                                                    + "\r\n\r\n"
                                                    + body)
                                            .getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException | InterruptedException closed) {
            // The end of the counter.
        }
    }

    private synchronized long next() throws InterruptedException {
        while (frozen) {
            wait();
        }
        if (dead) {
            throw new InterruptedException("killed");
        }
        return ++number;
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            dead = true;
        }
        listener.close();
        thread.interrupt();
    }
}
