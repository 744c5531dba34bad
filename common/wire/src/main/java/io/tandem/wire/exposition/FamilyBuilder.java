package io.tandem.wire.exposition;

import io.tandem.wire.exposition.MetricFamily.Line;
import io.tandem.wire.exposition.MetricFamily.Type;
import io.tandem.wire.series.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A family while its lines are read. Confined to one call. */
final class FamilyBuilder {

	private final String name;

	private @Nullable Type type;

	private @Nullable String help;

	private final List<Line> lines = new ArrayList<>();

	FamilyBuilder(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	/** Returns the type, null as long as neither a TYPE line nor a sample came. */
	@Nullable Type type() {
		return this.type;
	}

	void type(Type type) {
		this.type = type;
	}

	@Nullable String help() {
		return this.help;
	}

	void help(@Nullable String help) {
		this.help = help;
	}

	/** Adds a line; labels are alternating names and values without the sample's name. */
	void add(String sample, List<String> labels, double value, @Nullable Long timestampMillis) {
		String[] pairs = labels.toArray(new String[labels.size() + 2]);
		pairs[labels.size()] = Labels.METRIC_NAME;
		pairs[labels.size() + 1] = sample;
		this.lines.add(new Line(Labels.of(pairs), value, timestampMillis));
	}

	boolean isEmpty() {
		return this.lines.isEmpty();
	}

	MetricFamily build() {
		return new MetricFamily(this.name, (this.type != null) ? this.type : Type.UNTYPED, this.help, this.lines);
	}

}
