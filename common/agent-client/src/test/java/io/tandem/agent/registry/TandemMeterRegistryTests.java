package io.tandem.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Timer;
import io.tandem.agent.Receiver;
import io.tandem.agent.push.BufferedPush;
import io.tandem.agent.push.HttpCall;
import io.tandem.agent.push.PushClient;
import io.tandem.agent.push.PushMeters;
import io.tandem.agent.push.PushTargets;
import io.tandem.wire.remotewrite.WriteLimits;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TandemMeterRegistryTests {

	private final HttpClient http = HttpCall.client(Duration.ofSeconds(1));

	private final Receiver gateway = new Receiver();

	private final BufferedPush push = new BufferedPush(new PushClient(this.http, "shop",
			new PushTargets(this.gateway.uri(), null, List.of()), Duration.ofSeconds(5)), 1 << 20);

	private final TandemMeterRegistry registry = new TandemMeterRegistry(this.push,
			Map.of("agent", "shop", "machine", "pc2"), Duration.ofSeconds(1), Duration.ofSeconds(2), Clock.SYSTEM);

	@AfterEach
	void close() {
		this.registry.close();
		this.gateway.close();
		this.http.shutdownNow();
	}

	@Test
	void everyKindOfMeterIsNamedAsAScrapeWouldNameIt() throws Exception {
		Counter.builder("orders.placed").tag("pay.by", "card").register(this.registry).increment(3);
		Gauge.builder("pool.free", () -> 7).baseUnit("bytes").register(this.registry);
		this.registry.timer("http.requests").record(250, TimeUnit.MILLISECONDS);
		DistributionSummary.builder("basket.size").baseUnit("items").register(this.registry).record(4);
		LongTaskTimer.builder("import").register(this.registry).start();
		FunctionTimer.builder("gc", this, (self) -> 2, (self) -> 1500, TimeUnit.MILLISECONDS).register(this.registry);

		new PushMeters(this.push).bindTo(this.registry);

		Map<String, Double> pushed = publish();

		assertThat(pushed).containsEntry("orders_placed_total{agent=\"shop\",machine=\"pc2\",pay_by=\"card\"}", 3.0)
			.containsEntry(own("pool_free_bytes"), 7.0)
			.containsEntry(own("http_requests_seconds_count"), 1.0)
			.containsEntry(own("http_requests_seconds_sum"), 0.25)
			.containsEntry(own("http_requests_seconds_max"), 0.25)
			.containsEntry(own("basket_size_items_sum"), 4.0)
			.containsEntry(own("import_seconds_active_count"), 1.0)
			.containsEntry(own("gc_seconds_count"), 2.0)
			.containsEntry(own("gc_seconds_sum"), 1.5)
			.containsKey("tandem_agent_dropped_samples_total{agent=\"shop\",machine=\"pc2\",reason=\"buffer-full\"}");
	}

	@Test
	void valuesCountUpFromPushToPush() throws Exception {
		Counter counter = this.registry.counter("orders");
		Timer timer = Timer.builder("work")
			.serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(100))
			.register(this.registry);
		for (int push = 1; push <= 3; push++) {
			counter.increment();
			timer.record(50, TimeUnit.MILLISECONDS);
			Map<String, Double> pushed = publish();
			assertThat(pushed).containsEntry(own("orders_total"), (double) push)
				.containsEntry(own("work_seconds_count"), (double) push)
				.containsEntry(bucket("0.001"), 0.0)
				.containsEntry(bucket("0.1"), (double) push)
				.containsEntry(bucket("+Inf"), (double) push);
		}
	}

	@Test
	void aTagCalledLikeAnOwnLabelIsKeptAside() throws Exception {
		this.registry.counter("calls", "agent", "other").increment();
		assertThat(publish()).containsEntry("calls_total{agent=\"shop\",exported_agent=\"other\",machine=\"pc2\"}",
				1.0);
	}

	@Test
	void metersThatComeToOneSeriesArePushedOnce() throws Exception {
		this.registry.counter("a.b").increment(1);
		this.registry.counter("a_b").increment(2);
		assertThat(publish()).containsKey(own("a_b_total"));
	}

	@Test
	void manySeriesGoInSeveralBodies() throws Exception {
		for (int i = 0; i < 4500; i++) {
			this.registry.counter("c", "i", Integer.toString(i));
		}
		this.registry.publish();
		assertThat(this.gateway.requests()).hasSize(3);
	}

	@Test
	void whileNobodyTakesOnlyOneBodyIsTried() throws Exception {
		this.gateway.answer(500);
		for (int i = 0; i < 4500; i++) {
			this.registry.counter("c", "i", Integer.toString(i));
		}
		this.registry.publish();
		assertThat(this.gateway.requests()).hasSize(1);
		this.gateway.answer(204);
		this.registry.publish();
		assertThat(this.gateway.requests()).hasSize(1 + 3 + 3);
	}

	@Test
	void onceStartedItPushesEachStepAndOnceMoreAtTheEnd() throws Exception {
		Counter counter = this.registry.counter("orders");
		this.registry.startPushing();
		this.gateway.take();
		counter.increment();
		this.registry.close();
		List<Receiver.Request> requests = this.gateway.requests();
		assertThat(requests).isNotEmpty();
		assertThat(values(requests.getLast().body())).containsEntry(own("orders_total"), 1.0);
		this.registry.close();
		assertThat(this.gateway.requests()).hasSameSizeAs(requests);
	}

	@Test
	void theEndDoesNotWaitForWhoHangs() throws Exception {
		this.gateway.hang();
		this.registry.counter("orders").increment();
		this.registry.startPushing();
		this.gateway.take();
		long started = System.nanoTime();
		this.registry.close();
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
	}

	private Map<String, Double> publish() throws Exception {
		this.registry.publish();
		return values(this.gateway.take().body());
	}

	private static Map<String, Double> values(byte[] body) throws Exception {
		WriteRequests.validate(body, WriteLimits.DEFAULT, System.currentTimeMillis());
		Map<String, Double> values = new HashMap<>();
		WriteRequests.read(body,
				(series) -> assertThat(values.put(series.labels().toString(), series.samples().getFirst().value()))
					.isNull());
		return values;
	}

	private static String own(String name) {
		return Labels.of(Labels.METRIC_NAME, name, "agent", "shop", "machine", "pc2").toString();
	}

	private static String bucket(String le) {
		return Labels.of(Labels.METRIC_NAME, "work_seconds_bucket", "agent", "shop", "machine", "pc2", "le", le)
			.toString();
	}

}
