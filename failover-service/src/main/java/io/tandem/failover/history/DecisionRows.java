package io.tandem.failover.history;

import io.tandem.failover.history.Decision.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface DecisionRows extends JpaRepository<DecisionRow, Long> {

	@Query("select coalesce(max(d.id), 0) from DecisionRow d")
	long lastId();

	@Query("""
			select new io.tandem.failover.history.StoredDecision(d.id, d.epoch, d.decidedAt, d.kind, d.tier, d.fromValue,
			d.toValue, d.triggerWord, d.why, '', d.storedAt, d.publishedAt) from DecisionRow d
			where d.id < :before and (:kind is null or d.kind = :kind) order by d.id desc""")
	List<StoredDecision> page(long before, @Nullable Kind kind, Limit limit);

	List<DecisionRow> findByPublishedAtIsNullOrderById(Limit limit);

	long countByPublishedAtIsNull();

	@Modifying
	@Query("update DecisionRow d set d.publishedAt = :at where d.id in :ids")
	int publish(Collection<Long> ids, Instant at);

	@Query("select d.id from DecisionRow d where d.decidedAt < :before order by d.id")
	List<Long> olderThan(Instant before, Limit limit);

	@Query("select d.id from DecisionRow d order by d.id desc offset :kept rows fetch first 1 rows only")
	List<Long> newestSurplus(int kept);

	@Query("select d.id from DecisionRow d where d.id <= :upTo order by d.id")
	List<Long> upTo(long upTo, Limit limit);

	@Query("select count(d) from DecisionRow d where d.id in :ids and d.publishedAt is null")
	int countUnpublished(Collection<Long> ids);

	@Modifying
	@Query("delete from DecisionRow d where d.id in :ids")
	int deleteAll(Collection<Long> ids);

}
