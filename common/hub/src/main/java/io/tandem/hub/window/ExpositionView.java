package io.tandem.hub.window;

import io.tandem.wire.exposition.Expositions;
import io.tandem.wire.exposition.MetricFamily;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows the newest sample of each live series in the text format, untyped, since remote
 * write carries no types.
 *
 * <p>
 * Both views give each sample its own timestamp, as Prometheus' federation does, where a
 * Pushgateway gives none. Two reasons: a value pushed minutes ago must not look new with
 * each scrape; and the same samples also reach the metric store through the stream, so
 * that a scrape with {@code honor_labels: true} brings the very same sample again, which
 * a store takes as one, and not a second one a few seconds beside it.
 */
@RestController
class ExpositionView {

	static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

	private final RecentWindow window;

	ExpositionView(RecentWindow window) {
		this.window = window;
	}

	/** All live series. The service's own metrics are at {@code /actuator/prometheus}. */
	@GetMapping("/metrics")
	void metrics(HttpServletResponse response) throws IOException {
		write((labels) -> true, response);
	}

	/** The live series that any {@code match[]} takes. */
	@GetMapping("/federate")
	void federate(HttpServletRequest request, HttpServletResponse response) throws IOException {
		write(new RequestParameters(request).selectors(), response);
	}

	/** Writes family by family, so that the text is never in memory as a whole. */
	private void write(SeriesFilter selected, HttpServletResponse response) throws IOException {
		List<RecentWindow.Latest> series = this.window.latest(selected);
		response.setContentType(TEXT);
		OutputStream out = response.getOutputStream();
		List<MetricFamily.Line> lines = new ArrayList<>();
		String family = "";
		for (RecentWindow.Latest latest : series) {
			String name = latest.labels().metricName();
			if (!name.equals(family)) {
				write(family, lines, out);
				lines.clear();
				family = name;
			}
			lines.add(
					new MetricFamily.Line(latest.labels(), latest.sample().value(), latest.sample().timestampMillis()));
		}
		write(family, lines, out);
	}

	private static void write(String family, List<MetricFamily.Line> lines, OutputStream out) throws IOException {
		if (!lines.isEmpty()) {
			out.write(Expositions.write(List.of(new MetricFamily(family, MetricFamily.Type.UNTYPED, null, lines))));
		}
	}

}
