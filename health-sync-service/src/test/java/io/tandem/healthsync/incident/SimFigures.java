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

		int inSummary;

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
			Page page = side.pages.stream()
				.filter((one) -> concerns(cause, one.incident(), one.at()) && !good.contains(one))
				.min((one, other) -> Boolean.compare(isRight(cause, other.incident()), isRight(cause, one.incident())))
				.orElse(null);
			List<Incident> known = side.summarised.stream()
				.filter((one) -> cause.victims.contains(one.root()) || cause.alike.contains(one.root()))
				.toList();
			if (page == null && known.isEmpty()) {
				continue;
			}
			told.add(cause);
			row.told++;
			// the first one is the one that counts, unless another cause has it
			boolean isRight = known.stream().anyMatch((one) -> isRight(cause, one));
			if (page != null) {
				Page first = side.pages.stream()
					.filter((one) -> concerns(cause, one.incident(), one.at()) && !isOfAnother(world, cause, one))
					.findFirst()
					.orElse(page);
				isRight |= isRight(cause, first.incident());
				good.add(first);
				row.delays.add(first.at() - cause.at);
				long[] bucket = this.sure[(int) Math.min(9, first.incident().confidence() * 10)];
				bucket[0]++;
				bucket[1] += isRight(cause, first.incident()) ? 1 : 0;
				if (first.isAfterSummary()) {
					good.remove(first);
				}
			}
			else {
				row.inSummary++;
			}
			row.right += isRight ? 1 : 0;
			boolean isRightAtEnd = side.incidents.values().stream().anyMatch((one) -> isRight(cause, one));
			row.rightAtEnd += isRightAtEnd ? 1 : 0;
			if (isRight && !isRightAtEnd) {
				fault(kind, number,
						"changed " + side.self + " " + cause.root + ": "
								+ side.incidents.values()
									.stream()
									.map((one) -> one.root() + " " + one.isTold() + " " + one.timeline())
									.toList());
			}
			if (!isRight) {
				fault(kind, number, "wrong " + side.self + " " + cause.root + ": "
						+ (page != null ? page.incident().root() + " " + page.incident().alternatives() : known));
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

	private static boolean concerns(SimCause cause, Incident incident, long at) {
		return at >= cause.at && at <= cause.until + 180_000
				&& (cause.victims.contains(incident.root()) || cause.alike.contains(incident.root()));
	}

	private static boolean isRight(SimCause cause, Incident incident) {
		return cause.alike.contains(incident.root());
	}

	private static boolean isOfAnother(SimWorld world, SimCause cause, Page page) {
		return world.causes.stream().anyMatch((other) -> other != cause && isRight(other, page.incident()));
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
