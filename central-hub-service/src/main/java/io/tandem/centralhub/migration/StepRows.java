package io.tandem.centralhub.migration;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface StepRows extends JpaRepository<StepRow, String> {

	List<StepRow> findByMigrationIdOrderByNumber(String migrationId);

}
