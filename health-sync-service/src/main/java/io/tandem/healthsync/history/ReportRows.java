package io.tandem.healthsync.history;

import io.tandem.healthsync.history.KeptReport.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface ReportRows extends JpaRepository<ReportRow, ReportKey> {

	@Query("""
			select r from ReportRow r where r.machine = :machine and r.agent = :agent and r.storedAt >= :from
			and r.storedAt < :to order by r.storedAt desc, r.streamSequence desc""")
	List<ReportRow> page(String machine, String agent, Instant from, Instant to, Limit limit);

	@Query(value = """
			select * from health_report where machine = :machine and stored_at >= :from and stored_at < :to
			order by stored_at, stream_sequence, agent offset :offset rows fetch next :limit rows only""",
			nativeQuery = true)
	List<ReportRow> span(String machine, Instant from, Instant to, int offset, int limit);

	Optional<ReportRow> findFirstByMachineAndAgentAndStoredAtLessThanEqualAndKindNotOrderByStoredAtDescStreamSequenceDesc(
			String machine, String agent, Instant time, Kind kind);

	@Query("select r.storedAt from ReportRow r where r.storedAt < :before order by r.storedAt")
	List<Instant> olderThan(Instant before, Limit limit);

	@Modifying
	@Query("delete from ReportRow r where r.storedAt <= :upTo")
	int deleteUpTo(Instant upTo);

}
