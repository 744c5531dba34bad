package io.tandem.hub.window;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.hub.window.WindowProperties.Streams;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

class WindowViewsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final long T = NOW.toEpochMilli();

	private static final WindowProperties PROPERTIES = new WindowProperties(Duration.ofMinutes(5), Streams.OWN, 10, 100,
			10_000, DataSize.ofMegabytes(1), Duration.ofSeconds(10));

	private final InstantSource clock = InstantSource.fixed(NOW);

	private final FakeReader reader = new FakeReader();

	private final RecentWindow window = new RecentWindow(PROPERTIES, this.clock);

	private final WindowFeed feed = new WindowFeed(this.window, this.reader, List.of("METRICS_PC2"),
			List.of("METRICS_PC2"), List.of(), (body) -> {
			}, (probe) -> {
			}, PROPERTIES, this.clock, new SimpleMeterRegistry());

	private final MockMvc mvc = MockMvcBuilders
		.standaloneSetup(new ExpositionView(this.window),
				new SamplesView(this.window, this.feed, PROPERTIES, this.clock, JsonMapper.builder().build()))
		.setControllerAdvice(new Problems())
		.build();

	@BeforeEach
	void fill() {
		this.feed.start();
		push("temperature", "shop", "a", new Sample(T - 2000, 20.5), new Sample(T - 1000, 21));
		push("temperature", "shop", "b", new Sample(T - 1000, Double.NaN));
		push("temperature", "shop", "gone", new Sample(T - 2000, 1), new Sample(T - 1000, StaleMarker.VALUE));
		push("requests_total", "web,front", "q\"\\\n", new Sample(T - 3000, 7));
	}

	@AfterEach
	void stop() {
		this.feed.stop();
	}

	@Test
	void metricsShowsTheNewestSampleOfEachLiveSeriesAtItsOwnTime() throws Exception {
		String text = this.mvc.perform(get("/metrics"))
			.andExpect(status().isOk())
			.andExpect(content().contentType("text/plain; version=0.0.4; charset=utf-8"))
			.andReturn()
			.getResponse()
			.getContentAsString();
		assertThat(text.lines().filter((line) -> !line.startsWith("#"))).containsExactlyInAnyOrder(
				"requests_total{job=\"web,front\",sensor=\"q\\\"\\\\\\n\"} 7 " + (T - 3000),
				"temperature{job=\"shop\",sensor=\"a\"} 21 " + (T - 1000),
				"temperature{job=\"shop\",sensor=\"b\"} NaN " + (T - 1000));
	}

	@Test
	void metricsOfAnEmptyWindowIsEmpty() throws Exception {
		MockMvc empty = MockMvcBuilders.standaloneSetup(new ExpositionView(new RecentWindow(PROPERTIES, this.clock)))
			.build();
		empty.perform(get("/metrics")).andExpect(status().isOk()).andExpect(content().string(""));
	}

	@Test
	void federateShowsWhatAnySelectorTakes() throws Exception {
		String text = this.mvc
			.perform(get("/federate").param("match[]", "temperature{job=\"shop\",sensor=\"a\"}", "{job=~\"web,.*\"}"))
			.andExpect(status().isOk())
			.andReturn()
			.getResponse()
			.getContentAsString();
		assertThat(text.lines().filter((line) -> !line.startsWith("#"))).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/federate", "/api/v1/series", "/api/v1/samples" })
	void aSelectorIsNeeded(String path) throws Exception {
		this.mvc.perform(get(path))
			.andExpect(status().isBadRequest())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:selector-missing"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{job=", "{}", "{job=~\"[\"}" })
	void aSelectorThatCannotBeParsedIsRefused(String selector) throws Exception {
		this.mvc.perform(get("/api/v1/samples").param("match[]", selector))
			.andExpect(status().isBadRequest())
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:selector-invalid"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/federate", "/api/v1/series", "/api/v1/samples" })
	void aSelectorThatTakesTooLongIsRefusedAndNothingIsAnsweredInPart(String path) throws Exception {
		push("slow", "x".repeat(40), "a", new Sample(T, 1));
		this.mvc.perform(get(path).param("match[]", "{job=~\"(.*)(.*)(.*)(.*)(.*)(.*)(.*)y\"}"))
			.andExpect(status().isBadRequest())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:selector-invalid"));
	}

	@Test
	void seriesHasTheShapeOfThePrometheusApi() throws Exception {
		this.mvc.perform(get("/api/v1/series").param("match[]", "requests_total"))
			.andExpect(status().isOk())
			.andExpect(content().json("""
					{"status":"success","data":[
					  {"__name__":"requests_total","job":"web,front","sensor":"q\\"\\\\\\n"}]}
					""", JsonCompareMode.STRICT));
	}

	@Test
	void seriesTellsThatThereWereMore() throws Exception {
		this.mvc.perform(get("/api/v1/series").param("match[]", "temperature").param("limit", "1"))
			.andExpect(jsonPath("$.data.length()").value(1))
			.andExpect(jsonPath("$.warnings[0]").value("results truncated due to limit"));
	}

	@Test
	void samplesAreShownWithTheirWindow() throws Exception {
		this.mvc.perform(get("/api/v1/samples").param("match[]", "temperature{sensor=\"a\"}"))
			.andExpect(status().isOk())
			.andExpect(content().json("""
					{"window":{"from":"2026-01-01T11:55:00Z","to":"2026-01-01T12:00:00Z","rebuilding":true},
					 "series":[{"labels":{"__name__":"temperature","job":"shop","sensor":"a"},
					            "samples":[[%d,"20.5"],[%d,"21"]]}],
					 "truncated":false}
					""".formatted(T - 2000, T - 1000), JsonCompareMode.STRICT));
	}

	@Test
	void samplesSayWhetherTheWindowIsWhole() throws Exception {
		this.reader.followed.get("METRICS_PC2").caughtUp = true;
		this.mvc.perform(get("/api/v1/samples").param("match[]", "temperature"))
			.andExpect(jsonPath("$.window.rebuilding").value(false));
	}

	@Test
	void samplesCanBeAskedForByForm() throws Exception {
		this.mvc
			.perform(post("/api/v1/samples").contentType(MediaType.APPLICATION_FORM_URLENCODED)
				.param("match[]", "temperature{sensor=\"b\"}"))
			.andExpect(jsonPath("$.series[0].samples[0][1]").value("NaN"));
	}

	@Test
	void aSpanIsGivenInSecondsOrByRfc3339() throws Exception {
		this.mvc
			.perform(get("/api/v1/samples").param("match[]", "temperature{sensor=\"a\"}")
				.param("start", (T / 1000 - 1) + ".000"))
			.andExpect(jsonPath("$.series[0].samples.length()").value(1))
			.andExpect(jsonPath("$.series[0].samples[0][1]").value("21"));
		this.mvc
			.perform(get("/api/v1/samples").param("match[]", "temperature{sensor=\"a\"}")
				.param("end", "2026-01-01T12:59:58+01:00"))
			.andExpect(jsonPath("$.series[0].samples.length()").value(1))
			.andExpect(jsonPath("$.series[0].samples[0][1]").value("20.5"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "yesterday", "1e99", "2026-01-01" })
	void aTimeThatIsNoneIsRefused(String time) throws Exception {
		this.mvc.perform(get("/api/v1/samples").param("match[]", "temperature").param("start", time))
			.andExpect(status().isBadRequest())
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:time-invalid"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "11", "many" })
	void aLimitOutOfRangeIsRefused(String limit) throws Exception {
		this.mvc.perform(get("/api/v1/samples").param("match[]", "temperature").param("limit", limit))
			.andExpect(status().isBadRequest())
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:limit-invalid"));
	}

	private void push(String name, String job, String sensor, Sample... samples) {
		this.window.add(new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, name, "job", job, "sensor", sensor)),
				List.of(samples)));
	}

	@ControllerAdvice
	static class Problems extends ResponseEntityExceptionHandler {

	}

}
