package io.tandem.healthsync.incident;

import java.util.List;
import java.util.Optional;

/**
 * Keeps incidents. What {@link #save} has returned from is found again, also after the
 * process was killed.
 */
public interface IncidentStore {

	/** Stores the incidents, in place of what was stored under their identities. */
	void save(List<Incident> incidents);

	/** Returns those that are not over, the oldest first. */
	List<Incident> active();

	/** Returns the newest ones, whether over or not, the newest first. */
	List<Incident> newest(int limit);

	/** Returns the incident of that identity. */
	Optional<Incident> find(String id);

}
