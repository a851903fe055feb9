package io.podferry.extender.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes answers. Every node of the request is either in the answer or rejected with a reason, and
 * no other node is: kube-scheduler fails the whole call for a name that it did not send.
 * Thread-safe.
 */
public final class AnswerWriter {
    private static final int FRAME = 256;
    private static final int NAME = 34;
    private static final int HOST = 56;
    private static final byte[] HOST_KEY = ascii("{\"Host\":");
    private static final byte[] SCORE_KEY = ascii(",\"Score\":");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** An ExtenderFilterResult; nodes without a rejection survive. */
    public byte[] filtered(Candidates candidates, Verdicts verdicts) {
        JsonBytes json =
                switch (candidates) {
                    case Candidates.Names names -> names(names, verdicts);
                    case Candidates.Objects objects -> objects(objects, verdicts);
                };
        json.raw(",\"FailedNodes\":");
        rejected(json, candidates.names(), verdicts, true);
        json.raw(",\"FailedAndUnresolvableNodes\":");
        rejected(json, candidates.names(), verdicts, false);
        return json.raw(",\"Error\":\"\"}").toBytes();
    }

    /** An ExtenderFilterResult that lets no node through and tells the user why. */
    public byte[] error(String message) {
        return new JsonBytes(FRAME + message.length())
                .raw("{\"Nodes\":null,\"NodeNames\":null,\"FailedNodes\":{},")
                .raw("\"FailedAndUnresolvableNodes\":{},\"Error\":")
                .text(message)
                .raw('}')
                .toBytes();
    }

    /**
     * A HostPriorityList.
     *
     * @param scores one per candidate, 0 to 10
     */
    public byte[] prioritized(Candidates candidates, int[] scores) {
        NodeNames names = candidates.names();
        JsonBytes json = new JsonBytes(FRAME + names.size() * HOST).raw('[');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.raw(HOST_KEY).name(names, i).raw(SCORE_KEY).number(scores[i]).raw('}');
        }
        return json.raw(']').toBytes();
    }

    /** An ExtenderPreemptionResult. */
    public byte[] preempted(Map<String, Victims> nodes) {
        JsonBytes json = new JsonBytes(FRAME).raw("{\"NodeNameToMetaVictims\":{");
        String comma = "";
        for (Map.Entry<String, Victims> node : nodes.entrySet()) {
            json.raw(comma).text(node.getKey()).raw(":{\"Pods\":[");
            comma = "";
            for (String uid : node.getValue().uids()) {
                json.raw(comma).raw("{\"UID\":").text(uid).raw('}');
                comma = ",";
            }
            json.raw("],\"NumPDBViolations\":").number(node.getValue().pdbViolations()).raw('}');
            comma = ",";
        }
        return json.raw("}}").toBytes();
    }

    private static JsonBytes names(Candidates.Names candidates, Verdicts verdicts) {
        NodeNames names = candidates.names();
        JsonBytes json =
                new JsonBytes(FRAME + names.size() * NAME).raw("{\"Nodes\":null,\"NodeNames\":[");
        boolean first = true;
        for (int i = 0; i < names.size(); i++) {
            if (verdicts.of(i) == null) {
                if (!first) {
                    json.raw(',');
                }
                first = false;
                json.name(names, i);
            }
        }
        return json.raw(']');
    }

    private static JsonBytes objects(Candidates.Objects candidates, Verdicts verdicts) {
        JsonBytes json = new JsonBytes(candidates.body().length).raw("{\"Nodes\":{\"items\":[");
        boolean first = true;
        for (int i = 0; i < candidates.names().size(); i++) {
            if (verdicts.of(i) == null) {
                if (!first) {
                    json.raw(',');
                }
                first = false;
                json.raw(candidates.body(), candidates.start(i), candidates.length(i));
            }
        }
        return json.raw("]},\"NodeNames\":null");
    }

    private static void rejected(
            JsonBytes json, NodeNames names, Verdicts verdicts, boolean preemptionMayHelp) {
        json.raw('{');
        boolean first = true;
        for (int i = 0; verdicts.count() > 0 && i < names.size(); i++) {
            Rejection rejection = verdicts.of(i);
            if (rejection != null && rejection.preemptionMayHelp() == preemptionMayHelp) {
                if (!first) {
                    json.raw(',');
                }
                first = false;
                json.name(names, i).raw(':').text(rejection.reason());
            }
        }
        json.raw('}');
    }
}
