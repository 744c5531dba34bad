package io.tandem.centralhub.migration;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface MigrationRows extends JpaRepository<MigrationRow, String> {

	List<MigrationRow> findAllByOrderByStartedAtDesc(Limit limit);

}
