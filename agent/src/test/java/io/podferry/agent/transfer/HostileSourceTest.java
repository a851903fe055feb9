package io.podferry.agent.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podferry.agent.transfer.FileHeader.Entry;
import io.podferry.agent.transfer.FileHeader.Kind;
import io.podferry.agent.transfer.FileHeader.Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a source with a bug, or a wicked one, can do to a target: nothing but be refused. */
class HostileSourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path scratch;
    private TwoAgents agents;

    @BeforeEach
    void start() throws Exception {
        agents = new TwoAgents(scratch);
    }

    @AfterEach
    void stop() throws Exception {
        agents.close();
    }

    private static Entry entry(Type type, @Nullable String target) {
        return new Entry(type, 0644, 0, 0, 0, target, Map.of());
    }

    private void requireIncomplete() throws IOException {
        assertThat(new CheckpointFolder(agents.folder).manifest()).isEmpty();
        assertThat(agents.receiver.received(TwoAgents.MIGRATION)).isNull();
    }

    static Stream<Arguments> wrongTickets() {
        return Stream.of(
                ticket(
                        "another secret",
                        t -> change(t, t.podUid(), t.source(), "guess", t.epoch())),
                ticket("another pod", t -> change(t, "pod-9", t.source(), t.secret(), t.epoch())),
                ticket("another epoch", t -> change(t, t.podUid(), t.source(), t.secret(), 2)),
                ticket(
                        "another source",
                        t -> change(t, t.podUid(), "stranger", t.secret(), t.epoch())));
    }

    private static Arguments ticket(String name, UnaryOperator<Ticket> change) {
        return Arguments.of(name, change.apply(TwoAgents.ticket()));
    }

    private static Ticket change(Ticket t, String pod, String source, String secret, long epoch) {
        return new Ticket(
                t.migration(),
                epoch,
                pod,
                t.cloneUid(),
                source,
                t.target(),
                t.expiresAtEpochMillis(),
                secret);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTickets")
    void ticketThatIsNotTheExpectedOneIsRefused(String name, Ticket shown) throws Exception {
        agents.expect(1 << 20);
        assertThatThrownBy(() -> agents.open("source", shown))
                .isInstanceOf(TransferException.class);
        try (ImageSender right = agents.open("source", TwoAgents.ticket())) {
            right.check();
        }
    }

    @Test
    void ticketInTheHandsOfAnotherNodeIsRefused() throws Exception {
        agents.expect(1 << 20);
        assertThatThrownBy(() -> agents.open("stranger", TwoAgents.ticket()))
                .hasMessageContaining("certificate is of AGENT 'stranger'");
        assertThatThrownBy(() -> agents.open("engine", TwoAgents.ticket()))
                .hasMessageContaining("certificate is of ENGINE 'engine'");
    }

    @Test
    void certificateOfAnotherClusterIsRefused() throws Exception {
        agents.expect(1 << 20);
        try (TwoAgents others = new TwoAgents(scratch.resolve("others"))) {
            assertThatThrownBy(() ->
                            ImageSender.open(
                                    agents.receiver.address(),
                                    others.identity("source"),
                                    TwoAgents.ticket(),
                                    java.util.OptionalLong.empty()))
                    .isInstanceOf(javax.net.ssl.SSLException.class);
        }
    }

    @Test
    void ticketIsGoodOnce() throws Exception {
        agents.expect(1 << 20);
        try (ImageSender first = agents.open("source", TwoAgents.ticket())) {
            assertThatThrownBy(() -> agents.open("source", TwoAgents.ticket()))
                    .hasMessageContaining("expects no such shipment");
            first.check();
        }
    }

    @Test
    void expiredTicketIsRefused() throws Exception {
        Ticket t = TwoAgents.ticket();
        Ticket old =
                new Ticket(
                        t.migration(),
                        t.epoch(),
                        t.podUid(),
                        t.cloneUid(),
                        t.source(),
                        t.target(),
                        1,
                        t.secret());
        agents.expect(old, agents.folder, 1 << 20);
        assertThatThrownBy(() -> agents.open("source", old)).hasMessageContaining("has expired");
    }

    @Test
    void fullDiskIsToldBeforeAnythingIsSent() throws Exception {
        agents.receiver.expect(
                new Expectation(
                        TwoAgents.ticket(),
                        agents.folder,
                        java.util.Set.of("main"),
                        Map.of(),
                        Long.MAX_VALUE / 2,
                        Long.MAX_VALUE));
        assertThatThrownBy(() -> agents.open("source", TwoAgents.ticket()))
                .hasMessageContaining("MiB free")
                .hasMessageContaining("Make room there, or choose another target");
    }

    @Test
    void moreThanTheQuotaIsRefused() throws Exception {
        agents.expect(1 << 20);
        try (ImageSender sender = agents.open("source", TwoAgents.ticket())) {
            assertThatThrownBy(
                            () -> {
                                FileSink sink =
                                        sender.file(Kind.IMAGE, "main", "pages-1.img", null);
                                sink.write(ByteBuffer.allocate(3 << 20));
                                sink.end();
                                sender.finish(PATIENCE);
                            })
                    .hasMessageContaining("which is the quota of this move");
        }
        requireIncomplete();
    }

    @ParameterizedTest
    @CsvSource({
        "main, ../../escape.img",
        "main, /etc/passwd",
        "main, notes.txt",
        "main, pages-1.img.tmp",
        "main, ''",
        "other, pages-1.img",
        "'..', pages-1.img",
    })
    void imagesOfOtherNamesAreRefused(String container, String name) throws Exception {
        refused(sender -> sender.file(Kind.IMAGE, container, name, null).end(), "is not expected");
    }

    @ParameterizedTest
    @CsvSource({
        "../escape, plain relative path",
        "a/../../escape, plain relative path",
        "/etc/escape, plain relative path",
        "a//b, plain relative path",
        ".., plain relative path",
        "missing/file, not part of the shipment",
    })
    void pathsThatLeadOutAreRefused(String name, String why) throws Exception {
        refused(
                sender -> {
                    folder(sender, "");
                    sender.file(Kind.CAPTURED, "main/upper", name, entry(Type.FILE, null)).end();
                },
                why);
    }

    private static void folder(ImageSender sender, String name) throws Exception {
        sender.file(Kind.CAPTURED, "main/upper", name, entry(Type.FOLDER, null)).end();
    }

    @Test
    void nothingIsWrittenThroughALinkOfTheShipment() throws Exception {
        Path outside = Files.createDirectories(scratch.resolve("outside"));
        refused(
                sender -> {
                    folder(sender, "");
                    sender.file(
                                    Kind.CAPTURED,
                                    "main/upper",
                                    "link",
                                    entry(Type.LINK, outside.toString()))
                            .end();
                    sender.file(Kind.CAPTURED, "main/upper", "link/file", entry(Type.FILE, null))
                            .end();
                },
                "not part of the shipment");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void nothingIsWrittenThroughALinkThatWasThereBefore() throws Exception {
        Path outside = Files.createDirectories(scratch.resolve("outside"));
        Files.createSymbolicLink(agents.upper.resolve("planted"), outside);
        refused(
                sender -> {
                    folder(sender, "");
                    folder(sender, "planted");
                },
                "is not a folder");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void linkTakesNoFilesPlace() throws Exception {
        Path victim = Files.writeString(scratch.resolve("victim"), "untouched");
        refused(
                sender -> {
                    folder(sender, "");
                    sender.file(
                                    Kind.CAPTURED,
                                    "main/upper",
                                    "x",
                                    entry(Type.LINK, victim.toString()))
                            .end();
                    sender.file(Kind.CAPTURED, "main/upper", "x", entry(Type.FILE, null)).end();
                },
                "x");
        assertThat(victim).hasContent("untouched");
    }

    @Test
    void hardLinkToSomethingElseIsRefused() throws Exception {
        refused(
                sender -> {
                    folder(sender, "");
                    sender.file(
                                    Kind.CAPTURED,
                                    "main/upper",
                                    "x",
                                    entry(Type.HARD_LINK, "../../victim"))
                            .end();
                },
                "is not a file of this shipment");
    }

    @Test
    void foldersThatNobodyExpectsAreRefused() throws Exception {
        refused(
                sender ->
                        sender.file(Kind.CAPTURED, "other/upper", "", entry(Type.FOLDER, null))
                                .end(),
                "is not expected");
    }

    @Test
    void attributesThatBelongToTheNodeAreRefused() throws Exception {
        Entry entry =
                new Entry(
                        Type.FOLDER, 0755, 0, 0, 0, null, Map.of("trusted.overlay.origin", "AAAA"));
        refused(
                sender -> sender.file(Kind.CAPTURED, "main/upper", "", entry).end(),
                "trusted.overlay.origin");
    }

    /** What a source does. */
    private interface Deed {
        void run(ImageSender sender) throws Exception;
    }

    private void refused(Deed deed, String why) throws Exception {
        agents.expect(64 << 20);
        try (ImageSender sender = agents.open("source", TwoAgents.ticket())) {
            assertThatThrownBy(
                            () -> {
                                deed.run(sender);
                                sender.finish(PATIENCE);
                            })
                    .hasMessageContaining(why);
        }
        requireIncomplete();
    }
}
