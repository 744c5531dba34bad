package io.tandem.failover.partition;

import io.tandem.service.ListLimit;
import io.tandem.service.MachineProperties;
import io.tandem.service.ProblemException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows what is held of the other machines, and what was. */
@RestController
@RequestMapping("/api/v1/partition")
class PartitionController {

	private static final int MOST = 1000;

	private final String machine;

	private final PartitionWatch watch;

	private final VerdictStore store;

	private final JsonMapper json;

	PartitionController(MachineProperties machine, PartitionWatch watch, VerdictStore store, JsonMapper json) {
		this.machine = machine.machine();
		this.watch = watch;
		this.store = store;
		this.json = json;
	}

	@GetMapping
	Now now() {
		return new Now(this.machine, this.watch.view());
	}

	/**
	 * Returns how verdicts changed, newest first.
	 * @param from null for since ever
	 * @param to null for until now
	 * @param peer null for all
	 */
	@GetMapping("/history")
	History history(@RequestParam(required = false) @Nullable Instant from,
			@RequestParam(required = false) @Nullable Instant to, @RequestParam(required = false) @Nullable String peer,
			@RequestParam(defaultValue = "100") int limit) {
		ListLimit.require(limit, MOST);
		Instant begin = (from != null) ? from : Instant.EPOCH;
		Instant end = (to != null) ? to : Instant.parse("9999-01-01T00:00:00Z");
		if (!begin.isBefore(end)) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-range",
					"from must be before to: from=" + begin + " to=" + end);
		}
		return new History(this.machine, this.store.between(begin, end, peer, limit).stream().map(this::view).toList());
	}

	private VerdictView view(StoredVerdict verdict) {
		return new VerdictView(verdict.peer(), verdict.at(), verdict.from().word(), verdict.to().word(), verdict.why(),
				VerdictTable.condition(verdict.why()), this.json.readTree(verdict.evidence()), verdict.publishedAt());
	}

	/** What is held now. */
	record Now(String machine, List<PeerView> peers) {
	}

	/** What was held. */
	record History(String machine, List<VerdictView> verdicts) {
	}

	/** A change of verdict and what it was found from. */
	record VerdictView(String peer, Instant at, String from, String verdict, String why, String condition,
			JsonNode evidence, @Nullable Instant publishedAt) {
	}

}
