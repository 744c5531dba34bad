package io.tandem.healthsync.desk;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface SummaryRows extends JpaRepository<SummaryRow, String> {

	@Query("select r from SummaryRow r where r.startedAt >= :since order by r.startedAt")
	List<SummaryRow> since(Instant since);

	@Modifying
	@Query("delete from SummaryRow r where r.startedAt < :before")
	int deleteBefore(Instant before);

}
