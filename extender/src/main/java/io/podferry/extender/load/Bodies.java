package io.podferry.extender.load;

import io.podferry.extender.picture.SyntheticCluster;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Requests as kube-scheduler writes them. */
final class Bodies {
    private static final String LABELS =
            "\"labels\":{\"app.kubernetes.io/name\":\"solver\",\"app.kubernetes.io/part-of\":\"lab\",\"pod-template-hash\":\"5d8f7c9b64\"}";
    private static final String CONTAINER =
            "{\"name\":\"solver\",\"image\":\"registry.example/lab/solver:2.4.1\",\"args\":[\"--case\",\"wing-17\",\"--steps\",\"100000\"],"
                + "\"ports\":[{\"name\":\"http\",\"containerPort\":8080,\"protocol\":\"TCP\"}],"
                + "\"env\":[{\"name\":\"POD_NAME\",\"valueFrom\":{\"fieldRef\":{\"apiVersion\":\"v1\",\"fieldPath\":\"metadata.name\"}}},{\"name\":\"OMP_NUM_THREADS\",\"value\":\"4\"}],"
                + "\"resources\":{\"limits\":{\"memory\":\"8Gi\"},\"requests\":{\"cpu\":\"2\",\"memory\":\"2Gi\"}},"
                + "\"volumeMounts\":[{\"name\":\"scratch\",\"mountPath\":\"/scratch\"},{\"name\":\"kube-api-access-x7x2p\",\"readOnly\":true,\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\"}],"
                + "\"livenessProbe\":{\"httpGet\":{\"path\":\"/healthz\",\"port\":\"http\",\"scheme\":\"HTTP\"},\"timeoutSeconds\":1,\"periodSeconds\":10,\"successThreshold\":1,\"failureThreshold\":3},"
                + "\"terminationMessagePath\":\"/dev/termination-log\",\"terminationMessagePolicy\":\"File\",\"imagePullPolicy\":\"IfNotPresent\"}";

    private Bodies() {}

    static byte[] request(int number, LoadPlan plan) {
        List<String> names = SyntheticCluster.names(plan.nodes());
        String nodes =
                plan.fullNodes()
                        ? "\"Nodes\":{\"metadata\":{},\"items\":["
                                + names.stream().map(Bodies::node).collect(Collectors.joining(","))
                                + "]},\"NodeNames\":null"
                        : "\"Nodes\":null,\"NodeNames\":["
                                + names.stream()
                                        .map(name -> '"' + name + '"')
                                        .collect(Collectors.joining(","))
                                + "]";
        return ("{\"Pod\":" + pod(number) + "," + nodes + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static String pod(int number) {
        return """
        {"metadata":{"name":"solver-5d8f7c9b64-%05d","generateName":"solver-5d8f7c9b64-","namespace":"lab",\
        "uid":"0b9d7c52-6f1e-4a55-9d1b-%012d","resourceVersion":"81724","creationTimestamp":"2026-01-01T00:00:00Z",%s,\
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"solver-5d8f7c9b64",\
        "uid":"6b3c1c52-6f1e-4a55-9d1b-0242ac120002","controller":true,"blockOwnerDeletion":true}]},\
        "spec":{"volumes":[{"name":"scratch","emptyDir":{}},{"name":"kube-api-access-x7x2p","projected":{"sources":null,"defaultMode":420}}],\
        "containers":[%s],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",\
        "serviceAccountName":"default","securityContext":{},"schedulerName":"default-scheduler",\
        "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],\
        "priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},\
        "status":{"phase":"Pending","qosClass":"Burstable"}}\
        """
                .formatted(number, number, LABELS, CONTAINER);
    }

    /** A node of about 6 KB: most of a real one are the names of its images. */
    private static String node(String name) {
        StringBuilder images = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            images.append(i == 0 ? "" : ",")
                    .append(
                            "{\"names\":[\"registry.example/lab/image-%d@sha256:%064x\",\"registry.example/lab/image-%d:1.%d\"],\"sizeBytes\":%d}"
                                    .formatted(i, i * 7919L, i, i, 52_428_800L + i));
        }
        return """
        {"metadata":{"name":"%s","uid":"n-%s","resourceVersion":"991","creationTimestamp":"2026-01-01T00:00:00Z",\
        "labels":{"kubernetes.io/hostname":"%s","kubernetes.io/os":"linux","topology.kubernetes.io/zone":"zone-a"}},\
        "spec":{"podCIDR":"10.9.0.0/24"},"status":{"capacity":{"cpu":"32","memory":"67108864Ki","pods":"110"},\
        "allocatable":{"cpu":"31","memory":"65011712Ki","pods":"110"},\
        "conditions":[{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"True"}],"images":[%s]}}\
        """
                .formatted(name, name, name, images);
    }
}
