package io.podferry.extender.http;

import io.podferry.extender.advice.Advisor;
import io.podferry.extender.protocol.AnswerWriter;
import io.podferry.extender.protocol.ArgsReader;
import io.podferry.extender.protocol.BadRequest;
import io.podferry.extender.protocol.Candidates;
import io.podferry.extender.protocol.ExtenderArgs;
import io.podferry.extender.protocol.PreemptArgs;
import io.podferry.extender.protocol.PreemptReader;
import io.podferry.extender.protocol.Verdicts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of the protocol, from body to body. Thread-safe. */
public final class Verbs {
    private static final Logger LOG = LoggerFactory.getLogger(Verbs.class);

    private final Advisor advisor;
    private final ExtenderMetrics metrics;
    private final ArgsReader reader = new ArgsReader();
    private final PreemptReader preemptReader = new PreemptReader();
    private final AnswerWriter writer = new AnswerWriter();

    public Verbs(Advisor advisor, ExtenderMetrics metrics) {
        this.advisor = advisor;
        this.metrics = metrics;
    }

    /** Never fails: kube-scheduler reads errors only from a proper answer. */
    public byte[] filter(byte[] body) {
        long start = System.nanoTime();
        try {
            ExtenderArgs args = reader.read(body, advisor.names());
            Candidates candidates = args.candidates();
            Verdicts verdicts = advisor.reject(args.pod(), candidates.names());
            metrics.rejectedNodes(verdicts.count());
            return writer.filtered(candidates, verdicts);
        } catch (BadRequest e) {
            metrics.badRequest("filter");
            return writer.error(e.explanation());
        } catch (RuntimeException e) {
            LOG.error("A filter request failed", e);
            return writer.error("internal error of the extender: " + e);
        } finally {
            metrics.answered("filter", start);
        }
    }

    public byte[] prioritize(byte[] body) throws BadRequest {
        long start = System.nanoTime();
        try {
            ExtenderArgs args = reader.read(body, advisor.names());
            Candidates candidates = args.candidates();
            return writer.prioritized(candidates, advisor.score(args.pod(), candidates.names()));
        } catch (BadRequest e) {
            metrics.badRequest("prioritize");
            throw e;
        } finally {
            metrics.answered("prioritize", start);
        }
    }

    public byte[] preempt(byte[] body) throws BadRequest {
        long start = System.nanoTime();
        try {
            PreemptArgs args = preemptReader.read(body);
            return writer.preempted(advisor.preempt(args.pod(), args.victims()));
        } catch (BadRequest e) {
            metrics.badRequest("preempt");
            throw e;
        } finally {
            metrics.answered("preempt", start);
        }
    }
}
