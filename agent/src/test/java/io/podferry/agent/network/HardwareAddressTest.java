package io.podferry.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardwareAddressTest {
    @ParameterizedTest
    @CsvSource({"10.201.1.2, 0a:58:0a:c9:01:02", "10.0.255.254, 0a:58:0a:00:ff:fe"})
    void theSameAddressHasTheSameHardwareAddress(String address, String hardwareAddress) {
        assertThat(BridgedNode.hardwareAddress(address)).isEqualTo(hardwareAddress);
    }
}
