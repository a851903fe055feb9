package io.podferry.simulations.trace;

import java.util.regex.Pattern;

/** Finds the owner in a pod's name, as Kubernetes composes it. */
public final class WorkloadClasses {
    private static final Pattern DEPLOYMENT = Pattern.compile("-[a-f0-9]{8,10}-[a-z0-9]{5}$");
    private static final Pattern NESTED = Pattern.compile("-[a-z0-9]{5}-[a-z0-9]{5}$");
    private static final Pattern SINGLE = Pattern.compile("-(?=[a-z0-9]*[0-9])[a-z0-9]{5}$");
    private static final Pattern ORDINAL = Pattern.compile("-\\d+$");

    private WorkloadClasses() {}

    /** The name without the random or numbered parts that tell pods of one owner apart. */
    public static String of(String podName) {
        for (Pattern pattern : new Pattern[] {DEPLOYMENT, NESTED, SINGLE, ORDINAL}) {
            String stem = pattern.matcher(podName).replaceFirst("");
            if (!stem.isEmpty() && stem.length() < podName.length()) {
                return stem;
            }
        }
        return podName;
    }
}
