package io.tandem.failover.control.api;

import io.tandem.service.ProblemException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** A wish to take over that cannot be granted; names every fault. */
final class FaultyOverrideException extends ProblemException {

	FaultyOverrideException(List<OverrideRequest.Fault> faults) {
		super(HttpStatus.BAD_REQUEST, "invalid-override",
				faults.stream()
					.map((fault) -> (fault.field().isEmpty() ? "the body" : fault.field()) + " " + fault.problem())
					.collect(Collectors.joining("; ")));
		getBody().setProperty("errors", List.copyOf(faults));
	}

}
