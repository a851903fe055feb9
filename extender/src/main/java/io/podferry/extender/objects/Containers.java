package io.podferry.extender.objects;

import com.fasterxml.jackson.core.JsonParser;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.util.Optional;

/**
 * Adds up what the containers of a pod ask for, as kube-scheduler does: containers and sidecars
 * together, or the hungriest init container beside the sidecars started before it, if that is more;
 * plus the pod's overhead. Requests of the pod as a whole take the place of the sum.
 */
final class Containers {
    private long requests;
    private long sidecars;
    private long init;
    private long overhead;
    private long limits;
    private boolean requested;
    private boolean unlimited;
    private Optional<DataSize> podRequest = Optional.empty();
    private Optional<DataSize> podLimit = Optional.empty();

    /** One container while it is read. */
    private static final class Container {
        private Optional<DataSize> request = Optional.empty();
        private Optional<DataSize> limit = Optional.empty();
        private boolean sidecar;

        private long requestBytes() {
            return request.map(DataSize::bytes).orElse(0L);
        }
    }

    void containers(JsonParser parser) throws IOException {
        Fields.elements(
                parser,
                () -> {
                    Container one = container(parser);
                    requests = sum(requests, one.requestBytes());
                    count(one);
                });
    }

    void initContainers(JsonParser parser) throws IOException {
        Fields.elements(
                parser,
                () -> {
                    Container one = container(parser);
                    if (one.sidecar) {
                        sidecars = sum(sidecars, one.requestBytes());
                        count(one);
                    } else {
                        init = Math.max(init, sum(sidecars, one.requestBytes()));
                        requested |= one.request.isPresent();
                    }
                });
    }

    void overhead(JsonParser parser) throws IOException {
        overhead = memory(parser).map(DataSize::bytes).orElse(0L);
    }

    void pod(JsonParser parser) throws IOException {
        Container whole = new Container();
        resources(parser, whole);
        podRequest = whole.request;
        podLimit = whole.limit;
    }

    Optional<DataSize> request() {
        if (podRequest.isEmpty() && !requested) {
            return Optional.empty();
        }
        long steady = podRequest.map(DataSize::bytes).orElse(sum(requests, sidecars));
        return Optional.of(new DataSize(sum(Math.max(steady, init), overhead)));
    }

    Optional<DataSize> limit() {
        if (podLimit.isPresent()) {
            return podLimit;
        }
        return unlimited || limits == 0 ? Optional.empty() : Optional.of(new DataSize(limits));
    }

    private void count(Container one) {
        requested |= one.request.isPresent();
        unlimited |= one.limit.isEmpty();
        limits = sum(limits, one.limit.map(DataSize::bytes).orElse(0L));
    }

    private static Container container(JsonParser parser) throws IOException {
        Container read = new Container();
        Fields.each(
                parser,
                field -> {
                    if (field.equalsIgnoreCase("resources")) {
                        resources(parser, read);
                    } else if (field.equalsIgnoreCase("restartPolicy")) {
                        read.sidecar = Fields.text(parser).equals("Always");
                    }
                });
        return read;
    }

    private static void resources(JsonParser parser, Container into) throws IOException {
        Fields.each(
                parser,
                field -> {
                    if (field.equalsIgnoreCase("requests")) {
                        into.request = memory(parser);
                    } else if (field.equalsIgnoreCase("limits")) {
                        into.limit = memory(parser);
                    }
                });
        into.request = into.request.or(() -> into.limit);
    }

    /** The "memory" of a resource list. */
    static Optional<DataSize> memory(JsonParser parser) throws IOException {
        DataSize[] found = new DataSize[1];
        Fields.each(
                parser,
                field -> {
                    if (field.equalsIgnoreCase("memory")) {
                        Quantity.parse(Fields.quantity(parser)).ifPresent(size -> found[0] = size);
                    }
                });
        return Optional.ofNullable(found[0]);
    }

    /** A sum that stays a size however absurd its parts are. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
