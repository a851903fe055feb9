package io.podferry.extender.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Pod objects and migrations for tests. */
final class Pods {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Pods() {}

    static ObjectNode of(String json) {
        try {
            return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A pod as the API server shows it, running on node n1. */
    static ObjectNode solver() {
        return of(
                """
                {'apiVersion':'v1','kind':'Pod',
                 'metadata':{'name':'solver','namespace':'lab','uid':'u-1','resourceVersion':'9',
                   'labels':{'app':'solver','podferry.io/movable':'true'},
                   'annotations':{'team':'lab','kubectl.kubernetes.io/last-applied':'{}'}},
                 'spec':{'nodeName':'n1','restartPolicy':'Always',
                   'volumes':[{'name':'scratch','emptyDir':{}},{'name':'token','projected':{}}],
                   'initContainers':[{'name':'prepare','image':'tools:1'}],
                   'containers':[{'name':'main','image':'solver:1'}]},
                 'status':{'phase':'Running'}}
                """);
    }

    static MigrationRecord move(String cloneName) {
        return new MigrationRecord(
                new MigrationId("m1"),
                1,
                1,
                MigrationState.PLANNED,
                new PodUid("u-1"),
                new PodUid("clone-m1"),
                "lab/solver",
                "lab/" + cloneName,
                new NodeName("n1"),
                new NodeName("n2"),
                DataSize.ofMebibytes(300),
                "n1 may run out of memory in 20 s",
                "policy",
                NOW,
                NOW,
                Optional.empty(),
                Optional.empty(),
                0,
                Map.of());
    }
}
