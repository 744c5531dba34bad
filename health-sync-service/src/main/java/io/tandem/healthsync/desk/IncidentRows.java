package io.tandem.healthsync.desk;

import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface IncidentRows extends JpaRepository<IncidentRow, String> {

	@Query("select r from IncidentRow r where r.active order by r.openedAt")
	List<IncidentRow> active();

	@Query("select r from IncidentRow r order by r.openedAt desc, r.id")
	List<IncidentRow> newest(Limit limit);

	@Query("select r from IncidentRow r where not r.active and r.changedAt >= :since order by r.changedAt")
	List<IncidentRow> closedSince(Instant since);

	@Modifying
	@Query("delete from IncidentRow r where not r.active and r.changedAt < :before")
	int deleteClosedBefore(Instant before);

}
