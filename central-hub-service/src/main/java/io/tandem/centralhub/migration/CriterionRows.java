package io.tandem.centralhub.migration;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface CriterionRows extends JpaRepository<CriterionRow, Long> {

	List<CriterionRow> findByVerdictIdInOrderById(Collection<Long> verdicts);

	long countByVerdictId(long verdict);

	/** Forgets what an earlier try of a step said. */
	@Modifying
	@Query("delete from CriterionRow c where c.verdictId = :verdict and c.step = :step and c.state = :state")
	int deleteOf(long verdict, String step, StepState state);

	@Modifying
	@Query("delete from CriterionRow c where c.verdictId <= :upTo")
	int deleteUpTo(long upTo);

}
