package io.tandem.healthsync.alerting;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A page and the levels it has reached. A level that was reached stays until the page
 * itself says less or ends: time only adds. Confined to the book that holds it.
 */
final class OpenPage {

	private final Escalation escalation;

	private final LongSupplier versions;

	private final Map<Severity, PagedLevel> levels = new EnumMap<>(Severity.class);

	private Page page;

	/** When its end was heard of; null while it is open. */
	private @Nullable Instant endedHere;

	private boolean isPublished;

	OpenPage(Page page, Instant now, Escalation escalation, LongSupplier versions) {
		this.page = page;
		this.escalation = escalation;
		this.versions = versions;
		apply(now);
	}

	Page page() {
		return this.page;
	}

	Collection<PagedLevel> levels() {
		return List.copyOf(this.levels.values());
	}

	/** Returns the highest level that is open; the highest there was, once it ended. */
	Severity level() {
		Severity highest = this.page.severity();
		for (PagedLevel each : this.levels.values()) {
			if ((each.isOpen() || !this.page.isOpen()) && each.level().compareTo(highest) > 0) {
				highest = each.level();
			}
		}
		return highest;
	}

	@Nullable Instant endedHere() {
		return this.endedHere;
	}

	/** Tells whether the event stream has all of it. */
	boolean isPublished() {
		return this.isPublished;
	}

	void published() {
		this.isPublished = true;
	}

	/** Returns false if nothing has changed. */
	boolean update(Page next, Instant now) {
		if (next.equals(this.page) || !this.page.isOpen()) {
			return false;
		}
		this.page = next;
		apply(now);
		return true;
	}

	private void apply(Instant now) {
		Severity reached = this.escalation.level(this.page, now);
		for (PagedLevel each : List.copyOf(this.levels.values())) {
			Instant until = each.until();
			if (!this.page.isOpen()) {
				until = (until != null) ? until : this.page.endedAt();
			}
			else if (each.level().compareTo(reached) > 0 && until == null) {
				until = now;
			}
			put(each.level(), each.since(), until);
		}
		if (this.page.isOpen()) {
			raise(now);
		}
		else {
			this.endedHere = now;
			if (this.levels.isEmpty()) {
				// was never known as open here: perhaps it was before a restart
				for (Severity level = this.page.severity();; level = Severity.values()[level.ordinal() + 1]) {
					put(level, this.escalation.since(this.page, level), this.page.endedAt());
					if (level == reached) {
						break;
					}
				}
			}
		}
	}

	/** Opens the levels that are reached now. Returns how many were not open before. */
	int raise(Instant now) {
		if (!this.page.isOpen()) {
			return 0;
		}
		int opened = 0;
		Severity reached = this.escalation.level(this.page, now);
		for (Severity level : Severity.values()) {
			if (level.compareTo(this.page.severity()) < 0 || level.compareTo(reached) > 0) {
				continue;
			}
			PagedLevel before = this.levels.get(level);
			if (before == null) {
				put(level, this.escalation.since(this.page, level), null);
				opened++;
			}
			else if (!before.isOpen()) {
				put(level, now, null);
				opened++;
			}
		}
		return opened;
	}

	private void put(Severity level, Instant since, @Nullable Instant until) {
		this.levels.put(level, new PagedLevel(this.page, level, since, until, this.versions.getAsLong()));
	}

}
