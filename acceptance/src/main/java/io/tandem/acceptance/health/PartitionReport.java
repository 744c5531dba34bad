package io.tandem.acceptance.health;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.testbed.Testbed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a cut was seen to do, and whether that is what is promised. Confined to one
 * thread; times are by {@link System#nanoTime()}, 0 for not yet.
 */
final class PartitionReport {

	private static final double EQUAL_WITHIN_SECONDS = 15;

	private final Testbed testbed;

	private final List<Set<String>> waves;

	final Map<String, Long> detectedAt = new LinkedHashMap<>();

	long cutAt;

	long healedAt;

	long equalAt;

	PartitionReport(Testbed testbed, List<Set<String>> waves) {
		this.testbed = testbed;
		this.waves = waves;
	}

	/** Returns all of it, the verdicts first. */
	String text(List<Notification> notifications, Looks looks, long taken, long refused) {
		List<Notification> mainpc = pages(notifications, this.testbed.mainpc, this::isDuringCut);
		List<Notification> pc2 = pages(notifications, this.testbed.pc2, this::isDuringCut);
		List<Notification> after = notifications.stream()
			.filter((one) -> one.isPage() && one.firing() && one.at() - this.healedAt >= 0)
			.toList();
		String root = this.waves.getFirst().iterator().next();
		boolean local = looks.incidents(this.testbed.pc2)
			.stream()
			.anyMatch((incident) -> incident.root().endsWith(root) && incident.at() - this.healedAt < 0);
		double equal = (this.equalAt != 0) ? (this.equalAt - this.healedAt) / 1e9 : Double.NaN;
		StringBuilder text = new StringBuilder("cut for %.0f s while %s failed, and %d with it in %d waves%n".formatted(
				(this.healedAt - this.cutAt) / 1e9, root, this.waves.stream().mapToInt(Set::size).sum() - 1,
				this.waves.size() - 1));
		line(text, mainpc.size() == 1 && mainpc.getFirst().causes().stream().allMatch((one) -> one.startsWith("link:")),
				"mainpc called people %d times while cut (1, for the link)".formatted(mainpc.size()));
		line(text, local, "pc2 had an incident of its own for " + root + " while cut");
		line(text, equal <= EQUAL_WITHIN_SECONDS,
				"both digests were equal %.1f s after healing (%.0f)".formatted(equal, EQUAL_WITHIN_SECONDS));
		line(text, after.isEmpty(), "people were called %d times after healing (0)".formatted(after.size()));
		this.detectedAt
			.forEach((machine, at) -> text.append("%s knew of the cut after %.1f s%n".formatted(machine, since(at))));
		text.append("pc2 called people %d times while cut%n".formatted(pc2.size()));
		text.append("reports taken %d, refused %d%n".formatted(taken, refused));
		notifications(text, notifications);
		for (Site site : this.testbed.sites()) {
			incidents(text, site, looks);
		}
		return text.toString();
	}

	private void notifications(StringBuilder text, List<Notification> notifications) {
		text.append("%n| s after the cut | from | by | | of | machine |%n|---|---|---|---|---|---|%n".formatted());
		notifications.forEach((one) -> text.append("| %.1f | %s | %s | %s | %s | %s |%n".formatted(since(one.at()),
				one.sender(), one.channel(), one.firing() ? "firing" : "over", String.join(" ", one.causes()),
				String.join(" ", one.machines()))));
	}

	private void incidents(StringBuilder text, Site site, Looks looks) {
		String why = looks.noIncidents();
		text.append("%nincidents of %s%s:%n".formatted(site.machine(), (why != null) ? " (" + why + ")" : ""));
		looks.incidents(site)
			.forEach((one) -> text.append("  %.1f s: %s %s, %s, %s, %d members%n".formatted(since(one.at()), one.kind(),
					one.root(), one.severity(), one.phase(), one.members())));
	}

	private static void line(StringBuilder text, boolean isAsPromised, String words) {
		text.append(isAsPromised ? "PASS  " : "FAIL  ").append(words).append('\n');
	}

	private boolean isDuringCut(Notification one) {
		return one.at() - this.cutAt >= 0 && one.at() - this.healedAt < 0;
	}

	private double since(long at) {
		return (at - this.cutAt) / 1e9;
	}

	private static List<Notification> pages(List<Notification> notifications, Site site, Predicate<Notification> when) {
		return notifications.stream()
			.filter((one) -> one.isPage() && one.firing() && one.sender().equals(site.machine()) && when.test(one))
			.toList();
	}

}
