package io.podferry.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A network sorts everything when it sorts every pattern of two values (Knuth's 0-1 principle). */
class SortingNetworksTest {
    @Test
    void fourAndEightAreSortedWhateverTheirOrder() {
        for (int pattern = 0; pattern < 1 << 8; pattern++) {
            double[] eight = new double[8];
            for (int i = 0; i < 8; i++) {
                eight[i] = (pattern >> i & 1) == 1 ? 2.5 : -1.5;
            }
            double[] four = {eight[0], eight[1], eight[2], eight[3]};
            SortingNetworks.sort4(four);
            SortingNetworks.sort8(eight);
            int highOfFour = Integer.bitCount(pattern & 15);
            for (int i = 0; i < 4; i++) {
                assertThat(four[i])
                        .as("pattern %d", pattern)
                        .isEqualTo(i < 4 - highOfFour ? -1.5 : 2.5);
            }
            int high = Integer.bitCount(pattern);
            for (int i = 0; i < 8; i++) {
                assertThat(eight[i]).as("pattern %d", pattern).isEqualTo(i < 8 - high ? -1.5 : 2.5);
            }
        }
    }

    @Test
    void elevenAreSortedWhateverTheirOrder() {
        for (int pattern = 0; pattern < 1 << 11; pattern++) {
            float[] eleven = new float[11];
            int high = 0;
            for (int i = 0; i < 11; i++) {
                boolean up = (pattern >> i & 1) == 1;
                eleven[i] = up ? 3 : -3;
                high += up ? 1 : 0;
            }
            SortingNetworks.sort11(eleven);
            for (int i = 0; i < 11; i++) {
                assertThat(eleven[i]).as("pattern %d", pattern).isEqualTo(i < 11 - high ? -3 : 3);
            }
        }
    }
}
