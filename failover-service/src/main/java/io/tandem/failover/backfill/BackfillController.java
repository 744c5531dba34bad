package io.tandem.failover.backfill;

import io.tandem.failover.delivery.RequestedRanges;
import io.tandem.failover.spool.Spool;
import io.tandem.service.MachineProperties;
import io.tandem.service.ProblemException;
import io.tandem.wire.backfill.BackfillAnswer;
import io.tandem.wire.backfill.BackfillRequest;
import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.SequenceRange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes requests for records, and shows what is under way. */
@RestController
@RequestMapping("/api/v1/backfill")
class BackfillController {

	private final MachineProperties machine;

	private final Spool spool;

	private final RequestedRanges requested;

	BackfillController(MachineProperties machine, Spool spool, RequestedRanges requested) {
		this.machine = machine;
		this.spool = spool;
		this.requested = requested;
	}

	/** Takes what is still here; the answer names what is not, and why. */
	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	BackfillAnswer request(@RequestBody byte[] body) throws IOException {
		BackfillRequest request;
		try {
			request = BackfillRequest.parse(body);
		}
		catch (IllegalArgumentException ex) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-backfill", String.valueOf(ex.getMessage()));
		}
		if (!this.machine.machine().equals(request.by()) && !this.machine.peers().contains(request.by())) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-backfill",
					"by is no machine of this fleet: by=" + request.by());
		}
		Holdings.Split split = Holdings.of(this.spool).split(request.epoch(), request.ranges());
		List<SequenceRange> left = this.requested.add(request.by(), split.here());
		return new BackfillAnswer(this.machine.machine(), request.epoch(),
				split.here().stream().filter((range) -> !left.contains(range)).toList(), left, split.gone());
	}

	@GetMapping
	UnderWay underWay() {
		Map<String, Pending> pending = new TreeMap<>();
		this.requested.pending().forEach((by, ranges) -> pending.put(by, new Pending(ranges.count(), cut(ranges))));
		return new UnderWay(this.machine.machine(), this.requested.sent(), pending);
	}

	private static List<SequenceRange> cut(RangeSet ranges) {
		return ranges.ranges().stream().limit(100).toList();
	}

	/**
	 * What is under way.
	 *
	 * @param sent records sent again since the service started
	 * @param pending by the machine that asked
	 */
	record UnderWay(String machine, long sent, Map<String, Pending> pending) {
	}

	/**
	 * What a machine waits for.
	 *
	 * @param ranges the first 100
	 */
	record Pending(long records, List<SequenceRange> ranges) {
	}

}
