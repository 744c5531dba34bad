package io.tandem.healthsync.history;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface AgentRows extends JpaRepository<AgentRow, AgentKey> {

	List<AgentRow> findByMachine(String machine);

	@Query("select a.agent from AgentRow a where a.machine = :machine order by a.agent")
	List<String> names(String machine);

	@Modifying
	@Query("delete from AgentRow a where a.storedAt < :before")
	int deleteOlderThan(Instant before);

}
