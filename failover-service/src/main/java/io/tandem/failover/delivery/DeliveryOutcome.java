package io.tandem.failover.delivery;

import io.tandem.failover.detection.Observation.Result;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a receiver made of a batch. */
sealed interface DeliveryOutcome {

	/** Returns what it says of the receiver's state. */
	Result result();

	/** It has every record of the batch, and for good. */
	record Accepted() implements DeliveryOutcome {

		@Override
		public Result result() {
			return new Result.Success();
		}

	}

	/**
	 * It may take the same batch later, or may even have taken it now.
	 *
	 * @param reason from a small closed set: {@code refused}, {@code timeout},
	 * {@code broken}, {@code status-<code>}
	 * @param retryAfter how long the receiver wants to be left alone; null if it did not
	 * say
	 */
	record Retry(String reason, @Nullable Duration retryAfter) implements DeliveryOutcome {

		/**
		 * Tells whether it said no, rather than nothing, and not because it has too much
		 * to do.
		 */
		boolean isNo() {
			return this.reason.equals("refused") || this.reason.equals("broken") || this.reason.startsWith("status-5");
		}

		@Override
		public Result result() {
			return new Result.Failure(switch (this.reason) {
				case "refused" -> Result.Failure.Kind.REFUSED;
				case "timeout" -> Result.Failure.Kind.TIMEOUT;
				case "broken" -> Result.Failure.Kind.BROKEN;
				default -> Result.Failure.Kind.STATUS;
			}, this.reason);
		}

	}

	/** It will never take the batch as it is, because of what is in it. */
	record Rejected(int status, String detail) implements DeliveryOutcome {

		@Override
		public Result result() {
			return new Result.Success();
		}

	}

}
