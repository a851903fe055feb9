package io.podferry.agent.node;

import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.Shipment;
import io.podferry.agent.migration.StepFailure;
import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.runtime.CapturedFolder;
import io.podferry.agent.runtime.ContainerState;
import io.podferry.agent.runtime.DumpSubject;
import io.podferry.agent.security.Identity;
import io.podferry.agent.transfer.ImageSender;
import io.podferry.agent.transfer.PreCopy;
import io.podferry.agent.transfer.TransferException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens shipments to other nodes, and ships memory of pods that still run. Thread-safe. */
public final class Shipping {
    private final Identity identity;
    private final OptionalLong bytesPerSecond;
    private final Supplier<Duration> timeLeft;

    /**
     * @param bytesPerSecond most bytes to ship per second, empty: no limit
     * @param timeLeft until the node has no memory left, if it grows on as it does
     */
    public Shipping(Identity identity, OptionalLong bytesPerSecond, Supplier<Duration> timeLeft) {
        this.identity = identity;
        this.bytesPerSecond = bytesPerSecond;
        this.timeLeft = timeLeft;
    }

    /**
     * Connects to the target and shows it the ticket.
     *
     * @throws StepFailure when the target refuses or cannot be reached
     */
    public Shipment open(MigrationOrder order, List<CapturedFolder> captured)
            throws IOException, StepFailure {
        InetSocketAddress target =
                new InetSocketAddress(order.targetHost(), order.targetTransferPort());
        ImageSender sender;
        try {
            sender = ImageSender.open(target, identity, order.ticket(), bytesPerSecond);
        } catch (TransferException e) {
            throw new StepFailure("the target refuses the shipment: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StepFailure(
                    "the target %s at %s cannot be reached: %s"
                            .formatted(order.target(), target, e.getMessage()),
                    e);
        }
        try {
            return new PodShipment(sender, order.containers(), captured);
        } catch (IOException | RuntimeException e) {
            sender.close();
            throw e;
        }
    }

    /**
     * Ships memory of the pod while it still runs, as far as there is time for it.
     *
     * @param subjects the pod's containers by name
     * @return bytes of memory shipped
     */
    public long copyAhead(
            MigrationOrder order,
            Shipment shipment,
            PreCopy.Patience patience,
            Function<String, DumpSubject> subjects)
            throws IOException, InterruptedException {
        long bytes = 0;
        CopyBudget budget = new CopyBudget(order.sizeBytes(), timeLeft);
        PreCopy.Patience both = () -> patience.goesOn() && budget.lasts();
        for (String name : order.containers()) {
            DumpSubject subject = subjects.apply(name);
            if (subject.state() instanceof ContainerState.Running(int pid, long ticks)
                    && new ProcessIdentity(pid, ticks).alive()
                    && both.goesOn()) {
                bytes +=
                        PodShipment.of(shipment)
                                .preCopy(name)
                                .run(subject.cgroups().processes(subject.cgroup()), pid, both);
            }
        }
        return bytes;
    }
}
