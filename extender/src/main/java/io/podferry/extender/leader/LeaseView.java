package io.podferry.extender.leader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What matters of a Lease. Whatever is absent, null or of another type reads as "nobody holds it".
 *
 * @param holder empty when nobody holds it
 * @param renewTime as written by the holder: only compared for being the same
 * @param transitions how often the holder has changed
 */
record LeaseView(String holder, String renewTime, long transitions, ObjectNode object) {
    static LeaseView of(ObjectNode lease) {
        JsonNode spec = lease.path("spec");
        return new LeaseView(
                spec.path("holderIdentity").asText(""),
                spec.path("renewTime").asText(""),
                spec.path("leaseTransitions").asLong(0),
                lease);
    }

    /** Whether the other shows the same renewal of the same holder. */
    boolean sameRenewal(LeaseView other) {
        return holder.equals(other.holder) && renewTime.equals(other.renewTime);
    }
}
