package io.tandem.hub.window;

import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows series and samples of the window as JSON, written while they are read. At most
 * {@code limit} series; the answer tells when there were more.
 */
@RestController
@RequestMapping("/api/v1")
class SamplesView {

	private final RecentWindow window;

	private final WindowFeed feed;

	private final Duration length;

	private final int maxSeries;

	private final InstantSource clock;

	private final JsonMapper json;

	SamplesView(RecentWindow window, WindowFeed feed, WindowProperties properties, InstantSource clock,
			JsonMapper json) {
		this.window = window;
		this.feed = feed;
		this.length = properties.length();
		this.maxSeries = properties.maxSeries();
		this.clock = clock;
		// an answer that breaks off must not look whole
		this.json = json.rebuild().disable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build();
	}

	/** The label sets, in the shape of the Prometheus API's answer. */
	@GetMapping("/series")
	void seriesByGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
		writeSeries(request, response);
	}

	/** The same by a form, for selectors that are too long for an address. */
	@PostMapping(path = "/series", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	void seriesByPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
		writeSeries(request, response);
	}

	/**
	 * The samples: times in milliseconds since the Unix epoch, values as strings, since
	 * JSON has no NaN.
	 */
	@GetMapping("/samples")
	void samplesByGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
		writeSamples(request, response);
	}

	/** The same by a form, for selectors that are too long for an address. */
	@PostMapping(path = "/samples", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	void samplesByPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
		writeSamples(request, response);
	}

	private void writeSeries(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Query query = query(request);
		try (JsonGenerator out = open(response)) {
			out.writeStartObject();
			out.writeStringProperty("status", "success");
			out.writeArrayPropertyStart("data");
			boolean truncated = query.selected.read(query.start, query.end, query.limit,
					(series) -> writeLabels(out, series.labels()));
			out.writeEndArray();
			if (truncated) {
				out.writeArrayPropertyStart("warnings");
				out.writeString("results truncated due to limit");
				out.writeEndArray();
			}
			out.writeEndObject();
		}
	}

	private void writeSamples(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Query query = query(request);
		Instant now = this.clock.instant();
		try (JsonGenerator out = open(response)) {
			out.writeStartObject();
			out.writeObjectPropertyStart("window");
			out.writeStringProperty("from", now.minus(this.length).toString());
			out.writeStringProperty("to", now.toString());
			out.writeBooleanProperty("rebuilding", this.feed.isRebuilding());
			out.writeEndObject();
			out.writeArrayPropertyStart("series");
			boolean truncated = query.selected.read(query.start, query.end, query.limit,
					(series) -> writeSeries(out, series));
			out.writeEndArray();
			out.writeBooleanProperty("truncated", truncated);
			out.writeEndObject();
		}
	}

	private JsonGenerator open(HttpServletResponse response) throws IOException {
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		return this.json.createGenerator(response.getOutputStream());
	}

	/** Everything that may turn out to be wrong does so here, before the first byte. */
	private Query query(HttpServletRequest request) {
		RequestParameters parameters = new RequestParameters(request);
		return new Query(this.window.select(parameters.selectors()), parameters.time("start", Long.MIN_VALUE),
				parameters.time("end", Long.MAX_VALUE), parameters.limit(this.maxSeries));
	}

	private static void writeSeries(JsonGenerator out, TimeSeries series) {
		out.writeStartObject();
		out.writeName("labels");
		writeLabels(out, series.labels());
		out.writeArrayPropertyStart("samples");
		for (Sample sample : series.samples()) {
			out.writeStartArray();
			out.writeNumber(sample.timestampMillis());
			out.writeString(SampleValue.format(sample.value()));
			out.writeEndArray();
		}
		out.writeEndArray();
		out.writeEndObject();
	}

	private static void writeLabels(JsonGenerator out, Labels labels) {
		out.writeStartObject();
		labels.asMap().forEach(out::writeStringProperty);
		out.writeEndObject();
	}

	/** What is asked for; times in milliseconds since the Unix epoch. */
	private record Query(RecentWindow.Selection selected, long start, long end, int limit) {
	}

}
