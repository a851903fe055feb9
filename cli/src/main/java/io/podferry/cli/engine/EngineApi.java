package io.podferry.cli.engine;

import io.podferry.cli.api.ApiJson;
import io.podferry.cli.api.MoveRequest;
import io.podferry.cli.api.PolicyRequest;
import io.podferry.cli.api.RunRequest;
import java.util.Map;

/** The routes of the engine's API. */
final class EngineApi {
    private static final long WHY_DEFAULT = 10;
    private static final long WHY_MOST = 1000;
    private static final long TAIL_DEFAULT = 100;
    private static final long TAIL_MOST = 100_000;

    private EngineApi() {}

    static ApiRouter router(
            PodService pods,
            Views views,
            MigrationBoard board,
            DecisionJournal decisions,
            Verdicts verdicts,
            EventLog events,
            EngineMetrics metrics,
            PolicySetting policy) {
        ApiRouter router = new ApiRouter(ApiJson.mapper());
        router.add("GET", "/healthz", request -> "ok\n");
        router.add("GET", "/metrics", request -> metrics.text());
        router.add("GET", "/v1/nodes", request -> views.nodes());
        router.add("GET", "/v1/ready", request -> views.awaitAnswers(request.wait("waitMillis")));
        router.add("GET", "/v1/pods", request -> views.pods());
        router.add("POST", "/v1/pods", request -> pods.run(request.body(RunRequest.class)));
        router.add(
                "DELETE",
                "/v1/pods/*",
                request -> {
                    pods.remove(request.segment());
                    return Map.of();
                });
        router.add(
                "GET",
                "/v1/pods/*/logs",
                request ->
                        pods.logs(
                                request.segment(),
                                (int)
                                        Math.clamp(
                                                request.number("tail", TAIL_DEFAULT),
                                                1,
                                                TAIL_MOST)));
        router.add(
                "GET",
                "/v1/pods/*/why",
                request ->
                        decisions
                                .about(
                                        request.segment(),
                                        (int)
                                                Math.clamp(
                                                        request.number("limit", WHY_DEFAULT),
                                                        1,
                                                        WHY_MOST))
                                .stream()
                                .map(verdicts::judged)
                                .toList());
        router.add(
                "POST",
                "/v1/pods/*/move",
                request -> pods.move(request.segment(), request.body(MoveRequest.class)));
        router.add("GET", "/v1/migrations", request -> board.all());
        router.add(
                "GET",
                "/v1/migrations/*",
                request ->
                        board.await(
                                        request.segment(),
                                        request.number("seen", -1),
                                        request.wait("waitMillis"))
                                .orElseThrow(() ->
                                        new ApiRefusal(
                                                404, "no migration '" + request.segment() + "'")));
        router.add("POST", "/v1/migrations/*/abort", request -> pods.abort(request.segment()));
        router.add(
                "GET",
                "/v1/events",
                request -> events.after(request.number("after", 0), request.wait("waitMillis")));
        router.add("GET", "/v1/policy", request -> policy.view());
        router.add(
                "PUT",
                "/v1/policy",
                request -> {
                    policy.set(request.body(PolicyRequest.class).policy());
                    return policy.view();
                });
        return router;
    }
}
