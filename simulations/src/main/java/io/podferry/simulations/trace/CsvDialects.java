package io.podferry.simulations.trace;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Readers for the dialects with a header line: each takes the lines after it. */
final class CsvDialects {
    private static final double MIB = 1024 * 1024;
    private static final Pattern POD_OF_COLUMN = Pattern.compile("^(\\S+)");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd[ ]['T']HH:mm[:ss]");

    private CsvDialects() {}

    static void generic(CsvLines csv, TraceSink sink) throws IOException {
        int pod = csv.require("pod");
        int workload = csv.require("class");
        int time = csv.require("time_seconds");
        int memory = csv.require("memory_bytes");
        OptionalInt limit = csv.column("limit_bytes");
        while (csv.next()) {
            String name = name(csv, pod);
            OptionalLong most = OptionalLong.empty();
            if (limit.isPresent()
                    && csv.count() > limit.getAsInt()
                    && !csv.field(limit.getAsInt()).isEmpty()) {
                most = OptionalLong.of(Math.round(csv.number(limit.getAsInt())));
            }
            String workloadClass = csv.field(workload);
            sink.sample(
                    csv.place(memory),
                    name,
                    workloadClass.isEmpty() ? WorkloadClasses.of(name) : workloadClass,
                    Math.round(csv.number(time) * 1000),
                    csv.number(memory),
                    most);
        }
    }

    static void wide(CsvLines csv, TraceSink sink) throws IOException {
        List<String> pods = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (String column : csv.fields()) {
            Matcher matcher = POD_OF_COLUMN.matcher(column);
            String pod = matcher.find() ? matcher.group(1) : column;
            pods.add(pod);
            classes.add(WorkloadClasses.of(pod));
        }
        while (csv.next()) {
            if (csv.count() > pods.size()) {
                throw csv.place(pods.size())
                        .error(
                                "%d fields, but the header names %d columns"
                                        .formatted(csv.count(), pods.size()));
            }
            long millis = date(csv, 0);
            csv.field(pods.size() - 1);
            for (int i = 1; i < csv.count(); i++) {
                if (!csv.field(i).isEmpty()) {
                    sink.sample(csv.place(i), pods.get(i), classes.get(i), millis, csv.number(i));
                }
            }
        }
    }

    private static long date(CsvLines csv, int index) {
        String text = csv.field(index);
        try {
            return LocalDateTime.parse(text, DATE).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException e) {
            throw csv.place(index)
                    .error(
                            "not a date: '%s'. Maybe write it as '2022-05-11 08:00:00'?"
                                    .formatted(text));
        }
    }

    static void podMetrics(CsvLines csv, TraceSink sink) throws IOException {
        int pod = csv.require("PodName");
        int time = csv.require("TimeStamp");
        int date = csv.require("Time");
        int memory = csv.require("MemoryUsage(Mi)");
        while (csv.next()) {
            String name = name(csv, pod);
            sink.sample(
                    csv.place(memory),
                    name,
                    WorkloadClasses.of(name),
                    clock(csv, date, time),
                    csv.number(memory) * MIB);
        }
    }

    /** The date, as some files have single broken time stamps. */
    private static long clock(CsvLines csv, int date, int stamp) {
        String text = csv.field(date);
        if (text.length() >= 19) {
            try {
                return LocalDateTime.parse(text.substring(0, 19), DATE)
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
            } catch (DateTimeException e) {
                return Math.round(csv.number(stamp) * 1000);
            }
        }
        return Math.round(csv.number(stamp) * 1000);
    }

    /**
     * Bitbrains writes seconds although the column says milliseconds.
     *
     * @param vm name of the file without its ending
     */
    static void bitbrains(CsvLines csv, TraceSink sink, String vm) throws IOException {
        int time = column(csv, "Timestamp");
        int capacity = column(csv, "Memory capacity provisioned");
        int memory = column(csv, "Memory usage");
        while (csv.next()) {
            double stamp = csv.number(time);
            long millis = Math.round(stamp > 1e11 ? stamp : stamp * 1000);
            double limit = csv.number(capacity) * 1024;
            sink.sample(
                    csv.place(memory),
                    "vm-" + vm,
                    "vm",
                    millis,
                    csv.number(memory) * 1024,
                    limit > 0 ? OptionalLong.of(Math.round(limit)) : OptionalLong.empty());
        }
    }

    private static int column(CsvLines csv, String start) {
        for (int i = 0; i < csv.count(); i++) {
            if (csv.field(i).startsWith(start)) {
                return i;
            }
        }
        return csv.require(start);
    }

    /**
     * Usage of instances with a header; memory is a share of the largest machine.
     *
     * @param unit bytes of the largest machine
     */
    static void google(CsvLines csv, TraceSink sink, double unit) throws IOException {
        int start = csv.require("start_time");
        int collection = csv.require("collection_id");
        int instance = csv.require("instance_index");
        int memory =
                csv.column("average_usage.memory")
                        .orElseGet(() ->
                                csv.column("average_usage_memory")
                                        .orElseGet(() -> csv.require("average_usage.memory")));
        while (csv.next()) {
            String owner = csv.field(collection);
            sink.sample(
                    csv.place(memory),
                    owner + "-" + csv.field(instance),
                    owner,
                    Math.round(csv.number(start) / 1000),
                    csv.number(memory) * unit);
        }
    }

    /**
     * {@code container_usage} (id, machine, time, cpu, mem, ...) or {@code machine_usage} (id,
     * time, cpu, mem, ...), without a header; memory in percent.
     *
     * @param unit bytes that 100 % stand for
     */
    static void alibaba(CsvLines csv, TraceSink sink, double unit) throws IOException {
        do {
            String id = name(csv, 0);
            boolean container = csv.field(1).startsWith("m_");
            int memory = container ? 4 : 3;
            if (csv.field(memory).isEmpty()) {
                continue;
            }
            double percent = csv.number(memory);
            if (percent < 0 || percent > 100) {
                throw csv.place(memory)
                        .error("memory is %s percent, not between 0 and 100".formatted(percent));
            }
            sink.sample(
                    csv.place(memory),
                    id,
                    container ? "container" : "machine",
                    Math.round(csv.number(container ? 2 : 1) * 1000),
                    percent / 100 * unit);
        } while (csv.next());
    }

    private static String name(CsvLines csv, int index) {
        String name = csv.field(index);
        if (name.isEmpty()) {
            throw csv.place(index).error("the name of the pod is missing");
        }
        return name;
    }
}
