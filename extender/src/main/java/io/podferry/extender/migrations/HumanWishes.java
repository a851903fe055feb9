package io.podferry.extender.migrations;

import io.podferry.policy.migration.MigrationId;
import java.util.List;
import java.util.Map;

/**
 * What people want of migrations.
 *
 * @param begun objects that no controller has taken up yet
 * @param givenUp reasons of those who have annotated a migration to be given up; also of migrations
 *     that have ended since
 */
public record HumanWishes(List<PodMigrationWish> begun, Map<MigrationId, String> givenUp) {
    /** Annotation of a PodMigration that is to be given up; its value is the reason. */
    public static final String GIVE_UP = "podferry.io/give-up";

    public HumanWishes {
        begun = List.copyOf(begun);
        givenUp = Map.copyOf(givenUp);
    }
}
