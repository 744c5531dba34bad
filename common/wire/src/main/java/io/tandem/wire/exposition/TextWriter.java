package io.tandem.wire.exposition;

import io.tandem.wire.exposition.MetricFamily.Line;
import io.tandem.wire.exposition.MetricFamily.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the text format, version 0.0.4.
 *
 * @see <a href= "https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 * formats</a>
 */
final class TextWriter {

	private final StringBuilder text = new StringBuilder();

	/** Families of one name become one: the format knows no other way. */
	static byte[] write(List<MetricFamily> families) {
		Map<String, List<MetricFamily>> byName = new LinkedHashMap<>();
		for (MetricFamily family : families) {
			byName.computeIfAbsent(family.name(), (name) -> new ArrayList<>(1)).add(family);
		}
		TextWriter writer = new TextWriter();
		Set<String> distributions = byName.values()
			.stream()
			.map(List::getFirst)
			.filter((family) -> isDistribution(family.type()))
			.map(MetricFamily::name)
			.collect(Collectors.toSet());
		byName.keySet()
			.stream()
			.filter((name) -> wouldJoin(name, distributions))
			.sorted(Comparator.comparing(String::length).reversed())
			.toList()
			.forEach((name) -> writer.family(Objects.requireNonNull(byName.remove(name))));
		byName.values().forEach(writer::family);
		return writer.text.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Tells whether a reader would take the family for a part of a histogram or summary,
	 * as {@code a_count} for a part of {@code a}; unless it stands before it.
	 */
	private static boolean wouldJoin(String name, Set<String> distributions) {
		return Stream.of("_count", "_sum", "_bucket")
			.anyMatch((suffix) -> name.endsWith(suffix)
					&& distributions.contains(name.substring(0, name.length() - suffix.length())));
	}

	private static boolean isDistribution(Type type) {
		return type == Type.HISTOGRAM || type == Type.SUMMARY;
	}

	private void family(List<MetricFamily> parts) {
		MetricFamily first = parts.getFirst();
		if (parts.stream().allMatch((part) -> part.lines().isEmpty())) {
			return;
		}
		if (first.help() != null) {
			this.text.append("# HELP ").append(first.name()).append(' ');
			this.text.append(first.help().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
		}
		if (first.type() != Type.UNTYPED) {
			this.text.append("# TYPE ").append(first.name()).append(' ');
			this.text.append(first.type().name().toLowerCase(Locale.ROOT)).append('\n');
		}
		for (MetricFamily part : parts) {
			part.lines().forEach(this::line);
		}
	}

	private void line(Line line) {
		this.text.append(line.labels()).append(' ').append(GoFloat.format(line.value()));
		if (line.timestampMillis() != null) {
			this.text.append(' ').append(line.timestampMillis().longValue());
		}
		this.text.append('\n');
	}

}
