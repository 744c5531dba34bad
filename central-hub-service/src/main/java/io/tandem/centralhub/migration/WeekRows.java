package io.tandem.centralhub.migration;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface WeekRows extends JpaRepository<WeekRow, Long> {

	/** Returns a week that is under way. */
	Optional<WeekRow> findByMigrationIdAndWeekAndVerdictIsNull(String migrationId, int week);

	/** Returns what was decided last in a campaign. */
	Optional<WeekRow> findFirstByMigrationIdAndVerdictIsNotNullOrderByIdDesc(String migrationId);

	@Query("""
			select w from WeekRow w
			where w.verdict is not null and (:migration is null or w.migrationId = :migration)
			order by w.judgedAt desc, w.id desc""")
	List<WeekRow> decided(@Nullable String migration, Limit limit);

	@Query("select w.id from WeekRow w order by w.id desc offset :kept rows fetch first 1 rows only")
	List<Long> newestSurplus(int kept);

	@Modifying
	@Query("delete from WeekRow w where w.id <= :upTo")
	int deleteUpTo(long upTo);

}
