package io.podferry.extender.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.extender.advice.Advisor;
import io.podferry.extender.protocol.AnswerWriter;
import io.podferry.extender.protocol.ArgsReader;
import io.podferry.extender.protocol.BadRequest;
import io.podferry.extender.protocol.Candidates;
import io.podferry.extender.protocol.ExtenderArgs;
import io.podferry.extender.protocol.Rejection;
import io.prometheus.client.Histogram;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of the protocol, from body to body. Thread-safe. */
final class Verbs {
    private static final Logger LOG = LoggerFactory.getLogger(Verbs.class);
    private static final int HIGHEST_SCORE = 10;

    private final Advisor advisor;
    private final ExtenderMetrics metrics;
    private final ArgsReader reader;
    private final AnswerWriter writer;

    Verbs(Advisor advisor, ExtenderMetrics metrics, ObjectMapper mapper) {
        this.advisor = advisor;
        this.metrics = metrics;
        this.reader = new ArgsReader(mapper);
        this.writer = new AnswerWriter(mapper);
    }

    /** Never fails: kube-scheduler reads errors only from a proper answer. */
    byte[] filter(byte[] body) {
        try (Histogram.Timer _ = metrics.start("filter")) {
            ExtenderArgs args = reader.read(body);
            Candidates candidates = args.candidates();
            Map<String, Rejection> rejections = advisor.reject(args.pod(), candidates.names());
            metrics.rejectedNodes(rejections.size());
            return writer.filtered(candidates, rejections);
        } catch (BadRequest e) {
            metrics.badRequest("filter");
            return writer.error(e.explanation());
        } catch (RuntimeException e) {
            LOG.error("A filter request failed", e);
            return writer.error("internal error of the extender: " + e);
        }
    }

    byte[] prioritize(byte[] body) throws BadRequest {
        try (Histogram.Timer _ = metrics.start("prioritize")) {
            ExtenderArgs args = reader.read(body);
            Candidates candidates = args.candidates();
            Map<String, Integer> scores = new HashMap<>();
            advisor.score(args.pod(), candidates.names())
                    .forEach((node, score) ->
                            scores.put(node, (int) Math.round(score * HIGHEST_SCORE)));
            return writer.prioritized(candidates, scores);
        } catch (BadRequest e) {
            metrics.badRequest("prioritize");
            throw e;
        }
    }
}
