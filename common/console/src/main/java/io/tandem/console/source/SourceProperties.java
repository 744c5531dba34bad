package io.tandem.console.source;

import io.tandem.service.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Who is asked for what the pages show.
 *
 * @param enabled whether there are pages at all
 * @param centre the machine whose hub has the ledger
 * @param machines where each machine's services are, by the machine's name
 * @param patience how long a page waits for an answer; what comes later is shown by the
 * next one
 * @param answerTimeout after which a question is given up
 * @param fresh for how long an answer is shown to others who ask the same
 * @param reports how long reports over much time may take instead
 * @param maxAnswer the largest answer that is read
 * @param maxKept how many different answers are kept; the one not asked for the longest
 * goes
 * @param maxListeners browsers that are told of changes at once; further ones look every
 * few seconds
 */
@ConfigurationProperties("tandem.console")
public record SourceProperties(boolean enabled, String centre, @DefaultValue Map<String, Addresses> machines,
		@DefaultValue("800ms") Duration patience, @DefaultValue("3s") Duration answerTimeout,
		@DefaultValue("1s") Duration fresh, @DefaultValue("8MB") DataSize maxAnswer, @DefaultValue("300") int maxKept,
		@DefaultValue("50") int maxListeners, @DefaultValue Reports reports) {

	/**
	 * @throws IllegalArgumentException if a page would wait longer than for any answer,
	 * or a limit is not positive
	 */
	public SourceProperties {
		machines = Map.copyOf(machines);
		if (centre == null || centre.isBlank()) {
			throw new IllegalArgumentException("tandem.console.centre must name the machine whose hub has the ledger");
		}
		if (!patience.isPositive() || patience.compareTo(answerTimeout) > 0) {
			throw new IllegalArgumentException(
					"tandem.console.patience must be positive and at most tandem.console.answer-timeout: patience="
							+ patience + " answer-timeout=" + answerTimeout);
		}
		if (maxKept < 1 || maxListeners < 1 || maxAnswer.toBytes() < 1 || maxAnswer.toBytes() > Integer.MAX_VALUE) {
			throw new IllegalArgumentException("tandem.console's limits must be positive: max-kept=" + maxKept
					+ " max-listeners=" + maxListeners + " max-answer=" + maxAnswer);
		}
	}

	/** Returns where a service is; null if no setting says so. */
	@Nullable URI address(String machine, Service service) {
		Addresses addresses = this.machines.get(machine);
		if (addresses == null) {
			return null;
		}
		return switch (service) {
			case HUB -> addresses.hubUrl();
			case FAILOVER -> addresses.failoverUrl();
			case HEALTH -> addresses.healthUrl();
		};
	}

	/**
	 * What holds for reports over much time.
	 *
	 * @param patience how long a page waits for a report
	 * @param answerTimeout after which a report is given up
	 * @param fresh for how long a report is shown before it is asked for again; while the
	 * next one is worked out it is shown for as long again
	 */
	public record Reports(@DefaultValue("3s") Duration patience, @DefaultValue("30s") Duration answerTimeout,
			@DefaultValue("15s") Duration fresh) {

		/**
		 * @throws IllegalArgumentException if a page would wait longer than for any
		 * report
		 */
		public Reports {
			if (!patience.isPositive() || patience.compareTo(answerTimeout) > 0) {
				throw new IllegalArgumentException(
						"tandem.console.reports.patience must be positive and at most its answer-timeout: patience="
								+ patience + " answer-timeout=" + answerTimeout);
			}
		}

	}

	/**
	 * A machine's services.
	 *
	 * @param hubUrl null if it is not to be asked; so are the others
	 */
	public record Addresses(@Nullable URI hubUrl, @Nullable URI failoverUrl, @Nullable URI healthUrl) {

		/**
		 * @throws IllegalArgumentException if one is not an address of HTTP
		 */
		public Addresses {
			require("hub-url", hubUrl);
			require("failover-url", failoverUrl);
			require("health-url", healthUrl);
		}

		private static void require(String name, @Nullable URI url) {
			if (url != null) {
				HttpAddress.require("tandem.console.machines.*.", name, url);
			}
		}

	}

}
