package io.tandem.healthsync.uptime;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface RunRows extends JpaRepository<RunRow, String> {

	@Query("select r from RunRow r where r.to > :from and r.from < :to order by r.from desc")
	List<RunRow> overlapping(Instant from, Instant to, Limit limit);

	@Query("select min(r.from) from RunRow r")
	@Nullable Instant first();

	@Query("select r.to from RunRow r order by r.to desc offset :newer rows fetch first 1 rows only")
	@Nullable Instant endBehind(int newer);

	@Modifying
	@Query("delete from RunRow r where r.to <= :before")
	int deleteOlder(Instant before);

}
