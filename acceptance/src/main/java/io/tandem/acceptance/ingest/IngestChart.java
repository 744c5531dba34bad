package io.tandem.acceptance.ingest;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws one figure of each contender as a bar, as an SVG that can be read on light and on
 * dark pages.
 */
final class IngestChart {

	private static final int ROW = 34;

	private static final int NAMES = 230;

	private static final int WIDTH = 760;

	/** Room for a figure behind the longest bar. */
	private static final int FIGURES = 70;

	private IngestChart() {
	}

	/**
	 * @param title with the unit
	 * @param figures in the order in which they are drawn
	 * @param ours the contenders that stand out
	 */
	static String of(String title, Map<String, Double> figures, List<String> ours) {
		double most = figures.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
		int height = 44 + figures.size() * ROW;
		StringBuilder svg = new StringBuilder("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">
				<style>
				text { font: 15px system-ui, sans-serif; fill: #24292f }
				rect { fill: #8c959f } rect.ours { fill: #0a7d5a }
				@media (prefers-color-scheme: dark) { text { fill: #d0d7de } rect.ours { fill: #2fbf8f } }
				</style>
				<text x="0" y="20" font-weight="600">%s</text>
				""".formatted(WIDTH, height, escaped(title), escaped(title)));
		int y = 44;
		for (Map.Entry<String, Double> figure : figures.entrySet()) {
			long length = Math.max(1, Math.round(figure.getValue() / most * (WIDTH - NAMES - FIGURES)));
			svg.append("""
					<text x="%d" y="%d" text-anchor="end">%s</text>
					<rect x="%d" y="%d" width="%d" height="20" rx="3"%s/>
					<text x="%d" y="%d">%s</text>
					""".formatted(NAMES - 10, y + 15, escaped(figure.getKey()), NAMES, y, length,
					ours.contains(figure.getKey()) ? " class=\"ours\"" : "", NAMES + length + 8, y + 15,
					String.format(Locale.ROOT, "%,.0f", figure.getValue())));
			y += ROW;
		}
		return svg.append("</svg>\n").toString();
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
	}

}
