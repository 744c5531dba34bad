package io.tandem.centralhub.migration;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface EventRows extends JpaRepository<EventRow, Long> {

	List<EventRow> findByMigrationIdOrderByIdDesc(String migrationId, Limit limit);

}
