package io.podferry.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReservationsTest {
    @TempDir Path folder;

    @Test
    void reservationsOutliveTheProcess() throws Exception {
        Reservations before = new Reservations(folder);
        before.keep("one", 100);
        before.keep("two", 30);
        before.keep("two", 50);
        Reservations after = new Reservations(folder);
        assertThat(after.total()).isEqualTo(150);
        assertThat(after.totalExcept("one")).isEqualTo(50);
        after.release("one");
        after.release("one");
        assertThat(new Reservations(folder).total()).isEqualTo(50);
    }

    @Test
    void damagedReservationIsNotCounted() throws Exception {
        Files.createDirectories(folder.resolve("one"));
        Files.writeString(folder.resolve("one/reserved"), "many");
        assertThat(new Reservations(folder).total()).isZero();
    }
}
