package io.tandem.healthsync.incident;

import io.tandem.healthsync.incident.SimSide.Page;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Judges what the engines told by what really happened, and counts. */
final class SimFigures {

	final Map<SimKind, Row> rows = new EnumMap<>(SimKind.class);

	final long[][] sure = new long[10][2];

	final StringBuilder faults = new StringBuilder();

	/** What is counted of one kind. */
	static final class Row {

		int worlds;

		int silent;

		int causes;

		int missed;

		int told;

		int right;

		int rightAtEnd;

		int falsePages;

		int pages;

		final List<Long> delays = new ArrayList<>();

	}

	Row row(SimKind kind) {
		return this.rows.computeIfAbsent(kind, (one) -> new Row());
	}

	void judge(SimKind kind, int number, SimWorld world, List<SimSide> sides) {
		Row row = row(kind);
		row.worlds++;
		row.causes += world.causes.size();
		boolean isSilent = sides.stream().allMatch((side) -> side.pages.isEmpty() && side.summaries == 0);
		row.silent += isSilent ? 1 : 0;
		Set<SimCause> told = new HashSet<>();
		for (SimSide side : sides) {
			row.pages += side.pages.size();
			judge(kind, number, row, world, side, told);
		}
		for (SimCause cause : world.causes) {
			boolean isFoundLater = sides.stream()
				.flatMap((side) -> side.incidents.values().stream())
				.anyMatch((incident) -> isRight(cause, incident));
			if (!told.contains(cause) && !isFoundLater) {
				row.missed++;
				fault(kind, number, "missed " + cause.root);
			}
		}
	}

	private void judge(SimKind kind, int number, Row row, SimWorld world, SimSide side, Set<SimCause> told) {
		Set<Page> good = new HashSet<>();
		for (SimCause cause : world.causes) {
			// the first page is the one that counts
			Page page = side.pages.stream().filter((one) -> concerns(world, cause, one)).findFirst().orElse(null);
			List<Incident> known = side.summarised.stream()
				.filter((one) -> cause.victims.contains(one.root()) || isRight(cause, one))
				.toList();
			if (page == null && known.isEmpty()) {
				continue;
			}
			told.add(cause);
			row.told++;
			boolean isRight = known.stream().anyMatch((one) -> isRight(cause, one));
			if (page != null) {
				boolean isRightPage = isRight(cause, page.incident());
				isRight |= isRightPage;
				row.delays.add(page.at() - cause.at);
				long[] bucket = this.sure[(int) Math.min(9, page.incident().confidence() * 10)];
				bucket[0]++;
				bucket[1] += isRightPage ? 1 : 0;
				if (!page.isAfterSummary()) {
					good.add(page);
				}
			}
			row.right += isRight ? 1 : 0;
			row.rightAtEnd += side.incidents.values().stream().anyMatch((one) -> isRight(cause, one)) ? 1 : 0;
			if (!isRight) {
				fault(kind, number, "wrong " + side.self + " " + cause.root + ": "
						+ ((page != null) ? page.incident().root() + " " + page.incident().alternatives() : known));
			}
		}
		for (Page page : side.pages) {
			if (!good.contains(page)) {
				row.falsePages++;
				fault(kind, number, "false " + side.self + " " + page.incident().root() + " of "
						+ page.incident().members() + " at " + page.at());
			}
		}
	}

	/**
	 * Tells whether the page is about the cause, rightly or not, and not about another.
	 */
	private static boolean concerns(SimWorld world, SimCause cause, Page page) {
		Incident incident = page.incident();
		boolean isInTime = page.at() >= cause.at && page.at() <= cause.until + 180_000;
		boolean isAboutIt = isRight(cause, incident) || cause.victims.contains(incident.root())
				|| incident.members().contains(cause.root);
		return isInTime && isAboutIt && world.causes.stream()
			.noneMatch((other) -> other != cause && !isRight(cause, incident) && isRight(other, incident));
	}

	private static boolean isRight(SimCause cause, Incident incident) {
		return cause.alike.contains(incident.root());
	}

	private void fault(SimKind kind, int number, String what) {
		if (this.faults.length() < 20_000) {
			this.faults.append(kind).append(' ').append(number).append(' ').append(what).append('\n');
		}
	}

	String table() {
		StringBuilder table = new StringBuilder(
				"""
						| Kind | Worlds | Silent | Causes told | Right when told | Right at the end | Never told | False pages | Told after, median / p95 |
						|---|---|---|---|---|---|---|---|---|
						""");
		this.rows.forEach((kind, row) -> {
			row.delays.sort(null);
			table.append(String.format(Locale.ROOT, "| %s | %d | %s | %s | %s | %s | %s | %d | %s |%n",
					kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), row.worlds,
					kind.isIncident ? "" : percent(row.silent, row.worlds), kind.isIncident ? "" + row.told : "",
					percent(row.right, row.told), percent(row.rightAtEnd, row.told),
					kind.isIncident ? row.missed + " of " + row.causes : "", row.falsePages,
					row.delays.isEmpty() ? "" : at(row, 0.5) + " s / " + at(row, 0.95) + " s"));
		});
		return table.toString();
	}

	private static long at(Row row, double share) {
		return Math.round(row.delays.get((int) (row.delays.size() * share)) / 1000.0);
	}

	String sureness() {
		StringBuilder table = new StringBuilder("| Confidence | Pages | Right |\n|---|---|---|\n");
		for (int i = 0; i < this.sure.length; i++) {
			if (this.sure[i][0] > 0) {
				table.append(String.format(Locale.ROOT, "| %.1f to %.1f | %d | %s |%n", i / 10.0, (i + 1) / 10.0,
						this.sure[i][0], percent(this.sure[i][1], this.sure[i][0])));
			}
		}
		return table.toString();
	}

	private static String percent(long part, long whole) {
		return (whole == 0) ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
	}

}
