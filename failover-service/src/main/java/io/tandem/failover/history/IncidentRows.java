package io.tandem.failover.history;

import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface IncidentRows extends JpaRepository<IncidentRow, String> {

	List<IncidentRow> findByLiveTrueOrderByOpenedAtDesc(Limit limit);

	List<IncidentRow> findByOrderByOpenedAtDesc(Limit limit);

	@Modifying
	@Query("delete from IncidentRow i where i.closedAt < :before and i.live = false")
	int deleteClosedBefore(Instant before);

}
