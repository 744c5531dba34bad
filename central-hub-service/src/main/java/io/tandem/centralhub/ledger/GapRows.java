package io.tandem.centralhub.ledger;

import io.tandem.centralhub.ledger.LedgerKey.Kind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface GapRows extends JpaRepository<GapRow, Long> {

	List<GapRow> findByState(Gap.State state);

	@Query("select coalesce(max(g.id), 0) from GapRow g")
	long lastId();

	@Query("""
			select g from GapRow g
			where (:origin is null or g.origin = :origin or (g.kind = :streams and g.origin like :suffix escape '!'))
			and (:open is null or (:open = true and g.state = :openState) or (:open = false and g.state <> :openState))
			order by g.id desc""")
	List<GapRow> find(@Nullable String origin, String suffix, Kind streams, @Nullable Boolean open, Gap.State openState,
			Limit limit);

	@Query("""
			select g from GapRow g
			where g.kind = :kind and (:origin is null or g.origin = :origin) and g.openedAt < :to
			and (g.closedAt is null or g.closedAt >= :from)
			order by g.id desc""")
	List<GapRow> openIn(Kind kind, @Nullable String origin, Instant from, Instant to, Limit limit);

	@Modifying
	@Query("delete from GapRow g where g.kind = :kind and g.origin = :origin and g.epoch = :epoch")
	int deleteOf(Kind kind, String origin, String epoch);

	@Modifying
	@Query("delete from GapRow g where g.closedAt < :before")
	int deleteClosedBefore(Instant before);

	@Query("select g.id from GapRow g where g.closedAt is not null order by g.id desc offset :kept rows fetch first 1 rows only")
	List<Long> newestSurplus(int kept);

	@Modifying
	@Query("delete from GapRow g where g.closedAt is not null and g.id <= :upTo")
	int deleteClosedUpTo(long upTo);

}
