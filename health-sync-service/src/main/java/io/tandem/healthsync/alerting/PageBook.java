package io.tandem.healthsync.alerting;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Holds the open pages, and the ended ones until everybody can know. At most so many: an
 * ended one makes room first, then the least urgent gives way to a more urgent one; what
 * was dropped comes back when there is room again. Thread-safe, guarded by its lock.
 */
final class PageBook implements Pager {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, OpenPage> pages = new LinkedHashMap<>();

	private final List<Runnable> onChange = new CopyOnWriteArrayList<>();

	private final Escalation escalation;

	private final Duration keepEnded;

	private final int maxPages;

	private final InstantSource clock;

	private final AlertingMeters meters;

	private long version;

	private boolean isIncomplete = true;

	PageBook(AlertingProperties settings, InstantSource clock, AlertingMeters meters) {
		this.escalation = settings.escalation();
		this.keepEnded = settings.keepEnded();
		this.maxPages = settings.maxPages();
		this.clock = clock;
		this.meters = meters;
		meters.watch(this);
	}

	/** Has something run after each change, on the thread that made it. */
	void onChange(Runnable listener) {
		this.onChange.add(listener);
	}

	@Override
	public void tell(Page page) {
		if (change(() -> put(page))) {
			this.onChange.forEach(Runnable::run);
		}
	}

	/** Adds pages that are not known; what is known is newer. */
	void load(List<Page> loaded) {
		boolean isChanged = change(() -> {
			this.isIncomplete = false;
			boolean any = false;
			for (Page page : loaded) {
				any |= !this.pages.containsKey(page.incident()) && put(page);
			}
			return any;
		});
		if (isChanged) {
			this.onChange.forEach(Runnable::run);
		}
	}

	/** Tells whether pages may be missing and there is room for them. */
	boolean wantsLoad() {
		this.lock.lock();
		try {
			return this.isIncomplete && this.pages.size() < this.maxPages;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Tells whether pages were dropped, or have never been asked for. */
	boolean isIncomplete() {
		this.lock.lock();
		try {
			return this.isIncomplete;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Raises what nobody has acknowledged, and forgets what everybody can know. */
	void advance() {
		Instant now = this.clock.instant();
		boolean isChanged = change(() -> {
			boolean any = false;
			for (OpenPage page : this.pages.values()) {
				int raised = page.raise(now);
				if (raised > 0) {
					this.meters.escalated(page.level(), raised);
					any = true;
				}
			}
			this.pages.values().removeIf((page) -> page.isPublished() && isForgettable(page, now));
			return any;
		});
		if (isChanged) {
			this.onChange.forEach(Runnable::run);
		}
	}

	private boolean isForgettable(OpenPage page, Instant now) {
		return page.endedHere() != null && !now.isBefore(page.endedHere().plus(this.keepEnded));
	}

	private boolean put(Page page) {
		Instant now = this.clock.instant();
		OpenPage known = this.pages.get(page.incident());
		if (known != null) {
			return known.update(page, now);
		}
		if (this.pages.size() >= this.maxPages && !makeRoom(page)) {
			this.meters.dropped(page.isOpen() ? "open" : "ended", page);
			this.isIncomplete = true;
			return false;
		}
		this.pages.put(page.incident(), new OpenPage(page, now, this.escalation, () -> ++this.version));
		return true;
	}

	private boolean makeRoom(Page page) {
		Optional<OpenPage> victim = first((each) -> !each.page().isOpen() && each.isPublished())
			.or(() -> first((each) -> !each.page().isOpen()))
			.or(() -> this.pages.values()
				.stream()
				.filter((each) -> page.isOpen() && each.level().compareTo(page.severity()) < 0)
				.min(Comparator.comparing(OpenPage::level)));
		victim.ifPresent((each) -> {
			this.pages.remove(each.page().incident());
			if (each.page().isOpen() || !each.isPublished()) {
				this.meters.dropped(each.page().isOpen() ? "open" : "ended", each.page());
				this.isIncomplete = true;
			}
		});
		return victim.isPresent();
	}

	private Optional<OpenPage> first(Predicate<OpenPage> isIt) {
		return this.pages.values().stream().filter(isIt).findFirst();
	}

	/**
	 * Returns all that the Alertmanagers are to be told, the most urgent first. A level
	 * that has ended is not among them while another page is open that is the same alert:
	 * its end would end that one.
	 */
	List<PagedLevel> levels() {
		List<PagedLevel> all = new ArrayList<>();
		this.lock.lock();
		try {
			this.pages.values().forEach((page) -> all.addAll(page.levels()));
		}
		finally {
			this.lock.unlock();
		}
		Set<Map<String, String>> open = new HashSet<>();
		for (PagedLevel each : all) {
			if (each.isOpen()) {
				open.add(each.page().labels(each.level()));
			}
		}
		all.removeIf((each) -> !each.isOpen() && open.contains(each.page().labels(each.level())));
		all.sort(Comparator.comparing(PagedLevel::level).reversed().thenComparing(PagedLevel::since));
		return all;
	}

	/** Returns what the event stream may not have yet, in order of arrival. */
	List<Snapshot> unpublished() {
		this.lock.lock();
		try {
			return this.pages.values()
				.stream()
				.filter((page) -> !page.isPublished())
				.map((page) -> new Snapshot(page.page(), List.copyOf(page.levels())))
				.toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Notes that the event stream has the page's beginning, levels and end. */
	void published(String incident) {
		this.lock.lock();
		try {
			OpenPage page = this.pages.get(incident);
			if (page != null && !page.page().isOpen()) {
				page.published();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	long count(boolean isOpen) {
		this.lock.lock();
		try {
			return this.pages.values().stream().filter((page) -> page.page().isOpen() == isOpen).count();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean change(BooleanSupplier change) {
		this.lock.lock();
		try {
			return change.getAsBoolean();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A page with its levels at one moment. */
	record Snapshot(Page page, List<PagedLevel> levels) {
	}

}
