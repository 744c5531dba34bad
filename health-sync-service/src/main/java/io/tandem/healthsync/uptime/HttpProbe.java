package io.tandem.healthsync.uptime;

import io.tandem.healthsync.uptime.UptimeProperties.Target;
import io.tandem.service.security.ServiceHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pushes a sample to the machine's gateway whose value is the second, and reads the
 * newest one where it can be read first: the window of the machine's hub, its Prometheus,
 * then those of the other machines. Thread-safe.
 */
final class HttpProbe implements Probe, AutoCloseable {

	static final String JOB = "tandem-uptime";

	static final String METRIC = "tandem_uptime_probe";

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final long MOST_BYTES = 64 << 10;

	/** A sample's value stands behind its labels. */
	private static final Pattern SAMPLE = Pattern.compile("(?m)^" + METRIC + "\\{[^}]*} ([0-9.eE+]+)");

	private final String observer;

	private final UptimeProperties properties;

	private final HttpClient client;

	/** For Prometheus, which is not to be told a token of ours. */
	private final HttpClient plain;

	/**
	 * @param http opens clients to our own services
	 */
	HttpProbe(String observer, UptimeProperties properties, ServiceHttp http) {
		this.observer = observer;
		this.properties = properties;
		this.client = http.open(builder(properties));
		this.plain = builder(properties).build();
	}

	private static HttpClient.Builder builder(UptimeProperties properties) {
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(properties.answerWithin().dividedBy(4))
			.executor(Executors.newVirtualThreadPerTaskExecutor());
	}

	@Override
	public Look look(String target, long second) throws InterruptedException {
		String fault = write(target, second);
		return fault.isEmpty() ? read(target, second) : new Look(fault);
	}

	/** Returns what is wrong; empty if it was taken. */
	private String write(String target, long second) throws InterruptedException {
		URI address = target(target).gatewayUrl()
			.resolve("/metrics/job/" + JOB + "/observer/" + this.observer + "/target/" + target);
		HttpRequest request = HttpRequest.newBuilder(address)
			.timeout(this.properties.answerWithin().dividedBy(2))
			.POST(BodyPublishers.ofString("# TYPE " + METRIC + " gauge\n" + METRIC + " " + second + "\n"))
			.build();
		try {
			int status = this.client.send(request, BodyHandlers.discarding()).statusCode();
			return (status / 100 == 2) ? "" : "gateway answers " + status;
		}
		catch (IOException ex) {
			return "gateway " + words(ex);
		}
	}

	private Look read(String target, long second) throws InterruptedException {
		List<Target> places = new ArrayList<>(List.of(target(target)));
		this.properties.targets().forEach((machine, place) -> {
			if (!machine.equals(target)) {
				places.add(place);
			}
		});
		String series = METRIC + "{job=\"" + JOB + "\",observer=\"" + this.observer + "\",target=\"" + target + "\"}";
		String fault = "";
		for (Target place : places) {
			for (Source source : List.of(
					new Source("hub", this.client, place.hubUrl().resolve("/federate?match%5B%5D=" + encode(series)),
							HttpProbe::ofExposition),
					new Source("prometheus", this.plain,
							place.prometheusUrl().resolve("/api/v1/query?query=max(" + encode(series) + ")"),
							HttpProbe::ofQuery))) {
				String found = read(source, second);
				if (found.isEmpty()) {
					return Look.UP;
				}
				fault = fault.isEmpty() ? found : fault;
			}
		}
		return new Look(fault);
	}

	/** Returns what is wrong; empty if it has a fresh sample. */
	private String read(Source source, long second) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(source.address())
			.timeout(this.properties.answerWithin().dividedBy(4))
			.build();
		try {
			HttpResponse<byte[]> response = source.client()
				.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
			if (response.statusCode() != 200) {
				return source.name() + " answers " + response.statusCode();
			}
			OptionalLong newest = source.newest().apply(new String(response.body(), StandardCharsets.UTF_8));
			if (newest.isEmpty()) {
				return source.name() + " has no sample";
			}
			long age = second - newest.getAsLong();
			return (age <= this.properties.freshWithin().toSeconds()) ? ""
					: source.name() + " has nothing newer than " + age + " s";
		}
		catch (IOException | JacksonException ex) {
			return source.name() + " " + words(ex);
		}
	}

	private static OptionalLong ofExposition(String body) {
		Matcher samples = SAMPLE.matcher(body);
		return samples.results().mapToLong((sample) -> (long) Double.parseDouble(sample.group(1))).max();
	}

	private static OptionalLong ofQuery(String body) {
		JsonNode value = JSON.readTree(body).at("/data/result/0/value/1");
		return value.isString() ? OptionalLong.of((long) Double.parseDouble(value.asString())) : OptionalLong.empty();
	}

	private static String words(Exception fault) {
		return switch (fault) {
			case HttpTimeoutException _ -> "does not answer in time";
			case ConnectException _ -> "refuses the connection";
			default -> "breaks off (" + fault.getClass().getSimpleName() + ")";
		};
	}

	private Target target(String machine) {
		Target target = this.properties.targets().get(machine);
		if (target == null) {
			throw new IllegalArgumentException("not a target: " + machine);
		}
		return target;
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.client.shutdownNow();
		this.plain.shutdownNow();
	}

	/**
	 * Where a sample may be read.
	 *
	 * @param newest reads the newest value in an answer
	 */
	private record Source(String name, HttpClient client, URI address, Function<String, OptionalLong> newest) {
	}

}
