package io.podferry.extender.scheduler;

import io.podferry.policy.units.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks one entry of {@code extenders}. Used by one thread. */
final class StanzaCheck {
    private static final Set<String> KEYS =
            Set.of(
                    "urlPrefix",
                    "filterVerb",
                    "prioritizeVerb",
                    "preemptVerb",
                    "bindVerb",
                    "weight",
                    "enableHTTPS",
                    "tlsConfig",
                    "httpTimeout",
                    "nodeCacheCapable",
                    "managedResources",
                    "ignorable");
    private static final Set<String> TLS_KEYS =
            Set.of(
                    "insecure",
                    "serverName",
                    "certFile",
                    "keyFile",
                    "caFile",
                    "certData",
                    "keyData",
                    "caData");
    private static final Map<String, String> VERBS =
            Map.of(
                    "filterVerb", "filter",
                    "prioritizeVerb", "prioritize",
                    "preemptVerb", "preempt");

    private final String where;
    private final Map<?, ?> stanza;
    private final Map<?, ?> tls;
    private final List<Finding> findings = new ArrayList<>();

    StanzaCheck(String where, Map<?, ?> stanza) {
        this.where = where;
        this.stanza = stanza;
        this.tls = stanza.get("tlsConfig") instanceof Map<?, ?> map ? map : Map.of();
    }

    /**
     * All findings.
     *
     * @param ours whether the entry is this extender, so that its verbs must be ours too
     */
    List<Finding> findings(boolean ours) {
        unknown(where, stanza, KEYS);
        unknown(where + ".tlsConfig", tls, TLS_KEYS);
        encryption();
        if (ours) {
            clientCertificate();
            verbs();
            operation();
        }
        return findings;
    }

    /** Whether the entry calls a filter verb as this extender serves it. */
    boolean callsFilter() {
        return "filter".equals(stanza.get("filterVerb"));
    }

    private void unknown(String place, Map<?, ?> map, Set<String> known) {
        for (Object key : map.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                String hint =
                        NearestName.of(name, known)
                                .map(near -> " Maybe you meant '" + near + "'?")
                                .orElse("");
                findings.add(
                        Finding.refused(place, "there is no key '%s'.%s".formatted(name, hint)));
            }
        }
    }

    private void encryption() {
        String url = String.valueOf(stanza.get("urlPrefix"));
        boolean https = Boolean.TRUE.equals(stanza.get("enableHTTPS"));
        if (https && !given("caFile") && !given("caData")) {
            findings.add(
                    Finding.refused(
                            where + ".tlsConfig",
                            "enableHTTPS is true without caFile or caData: kube-scheduler then"
                                    + " accepts every certificate without a word. Maybe add the"
                                    + " authority of the extender's certificate?"));
        }
        if (Boolean.TRUE.equals(tls.get("insecure"))) {
            findings.add(
                    Finding.refused(
                            where + ".tlsConfig.insecure",
                            "certificates are not checked. Maybe give caFile and serverName"
                                    + " instead?"));
        }
        if (https != url.startsWith("https://")) {
            findings.add(
                    Finding.refused(
                            where + ".urlPrefix",
                            "'%s' does not fit enableHTTPS: %s. Maybe change one of them?"
                                    .formatted(url, https)));
        }
    }

    private void clientCertificate() {
        if (Boolean.TRUE.equals(stanza.get("enableHTTPS"))
                && !(given("certFile") && given("keyFile"))
                && !(given("certData") && given("keyData"))) {
            findings.add(
                    Finding.refused(
                            where + ".tlsConfig",
                            "there is no client certificate, and the extender answers nobody"
                                    + " without one. Maybe add certFile and keyFile?"));
        }
    }

    private boolean given(String key) {
        return tls.get(key) instanceof String text && !text.isBlank();
    }

    private void verbs() {
        VERBS.forEach((key, verb) -> {
            Object value = stanza.get(key);
            if (value == null) {
                findings.add(missing(key, verb));
            } else if (!value.equals(verb)) {
                findings.add(
                        Finding.refused(
                                where + "." + key,
                                "the extender has no verb '%s'. Maybe '%s'?"
                                        .formatted(value, verb)));
            }
        });
        if (stanza.get("bindVerb") != null) {
            findings.add(
                    Finding.refused(
                            where + ".bindVerb",
                            "the extender binds no pods. Maybe leave bindVerb out?"));
        }
    }

    private Finding missing(String key, String verb) {
        String text =
                "without it the extender is not asked to %s. Maybe '%s'?".formatted(verb, verb);
        return key.equals("filterVerb")
                ? Finding.refused(where + "." + key, text)
                : Finding.advice(where + "." + key, text);
    }

    private void operation() {
        if (stanza.get("prioritizeVerb") != null
                && !(stanza.get("weight") instanceof Number weight && weight.longValue() > 0)) {
            findings.add(
                    Finding.refused(
                            where + ".weight",
                            "kube-scheduler wants a weight above 0 for scores, not %s. Maybe 3?"
                                    .formatted(stanza.get("weight"))));
        }
        if (!Boolean.TRUE.equals(stanza.get("ignorable"))) {
            findings.add(
                    Finding.advice(
                            where + ".ignorable",
                            "when the extender is away no pod at all is placed. Maybe true?"));
        }
        if (!Boolean.TRUE.equals(stanza.get("nodeCacheCapable"))) {
            findings.add(
                    Finding.advice(
                            where + ".nodeCacheCapable",
                            "whole nodes are sent with every pod, megabytes instead of kilobytes."
                                    + " Maybe true?"));
        }
        if (stanza.get("managedResources") != null) {
            findings.add(
                    Finding.advice(
                            where + ".managedResources",
                            "pods without these resources are placed without the extender, clones"
                                    + " too. Maybe leave it out?"));
        }
    }
}
