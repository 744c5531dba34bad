package io.tandem.failover.partition;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface VerdictRows extends JpaRepository<VerdictRow, Long> {

	List<VerdictRow> findByPublishedAtIsNullOrderById(Limit limit);

	@Modifying
	@Query("update VerdictRow v set v.publishedAt = :at where v.id = :id")
	void publish(long id, Instant at);

	@Query("""
			select v from VerdictRow v where v.foundAt >= :from and v.foundAt < :to and (:peer is null or v.peer = :peer)
			order by v.id desc""")
	List<VerdictRow> between(Instant from, Instant to, @Nullable String peer, Limit limit);

	@Modifying
	@Query("delete from VerdictRow v where v.foundAt < :before")
	void deleteOlderThan(Instant before);

	@Query("select v.id from VerdictRow v order by v.id desc offset :kept rows fetch first 1 rows only")
	List<Long> newestSurplus(int kept);

	@Modifying
	@Query("delete from VerdictRow v where v.id <= :upTo")
	void deleteUpTo(long upTo);

}
