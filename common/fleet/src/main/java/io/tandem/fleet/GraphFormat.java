package io.tandem.fleet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A language in which a fleet's dependencies can be drawn. */
public enum GraphFormat {

	/** Graphviz. */
	DOT("text/vnd.graphviz", DotWriter::write),
	/** Mermaid, which GitHub draws by itself. */
	MERMAID("text/vnd.mermaid", MermaidWriter::write);

	private final String mediaType;

	private final Function<Fleet, String> writer;

	GraphFormat(String mediaType, Function<Fleet, String> writer) {
		this.mediaType = mediaType;
		this.writer = writer;
	}

	/** Returns the format of that name, in lower case. */
	public static Optional<GraphFormat> of(String word) {
		return Arrays.stream(values()).filter((format) -> format.word().equals(word)).findFirst();
	}

	/** Returns its name in lower case. */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	public String mediaType() {
		return this.mediaType;
	}

	/**
	 * Returns the fleet as a text that ends with a line feed: machines as frames, agents
	 * in them, critical ones with a thicker border, an arrow from each to whom it needs,
	 * dashed with a fallback, red where one between machines has none. The same fleet
	 * always gives the same text.
	 */
	public String write(Fleet fleet) {
		return this.writer.apply(fleet);
	}

}
