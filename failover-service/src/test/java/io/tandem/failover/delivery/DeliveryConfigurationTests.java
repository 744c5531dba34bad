package io.tandem.failover.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolListener;
import io.tandem.failover.spool.SpoolSettings;
import io.tandem.service.MachineProperties;
import io.tandem.service.security.ServiceHttp;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DeliveryConfigurationTests {

	private ApplicationContextRunner runner;

	@TempDir
	Path directory;

	@BeforeEach
	void prepare() {
		this.runner = new ApplicationContextRunner().withUserConfiguration(DeliveryConfiguration.class)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(Clock.class, Clock::systemUTC)
			.withBean(ServiceHttp.class, ServiceHttp::unprotected)
			.withBean(MachineProperties.class, () -> new MachineProperties("pc2", List.of("mainpc"), this.directory))
			.withBean(Spool.class, this::spool);
	}

	@Test
	void withoutADeciderRecordsGoToTheLocalHub() throws Exception {
		try (ScriptedHub hub = new ScriptedHub()) {
			this.runner.withPropertyValues("tandem.delivery.hub-url=" + hub.address()).run((context) -> {
				append(context.getBean(Spool.class));
				await().until(() -> hub.accepted().size() == 1);
				RouteStatus status = context.getBean(Delivery.class).status();
				assertThat(status.tier()).isEqualTo(DeliveryRig.LOCAL);
				assertThat(status.urls()).containsOnlyKeys(DeliveryRig.LOCAL);
				assertThat(context.getBean(MeterRegistry.class).find("tandem.delivery.backlog").gauge()).isNotNull();
			});
		}
	}

	@Test
	void aDeciderIsTheListenerAndAloneSaysWhereRecordsGo() throws Exception {
		try (ScriptedHub hub = new ScriptedHub()) {
			this.runner.withBean(Decider.class)
				.withPropertyValues("tandem.delivery.hub-url=http://127.0.0.1:1/api/v1/write",
						"tandem.delivery.peer-hub-urls.mainpc=" + hub.address(),
						"tandem.delivery.pushgateway-url=http://127.0.0.1:1")
				.run((context) -> {
					Decider decider = context.getBean(Decider.class);
					append(context.getBean(Spool.class));
					assertThat(decider.delivery.status().tier()).isEqualTo(DeliveryRig.SPOOL);
					assertThat(decider.delivery.urls()).containsOnlyKeys(DeliveryRig.LOCAL, DeliveryRig.PEER,
							DeliveryRig.PUSHGATEWAY);
					decider.delivery.use(DeliveryRig.PEER, "test", Instant.EPOCH);
					await().until(() -> hub.accepted().size() == 1);
					await().until(() -> decider.told.contains(DeliveryRig.PEER));
				});
		}
	}

	private Spool spool() {
		try {
			return Spool.open(this.directory.resolve("spool"), SpoolSettings.DEFAULT, Clock.systemUTC(),
					SpoolListener.NONE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void append(Spool spool) {
		spool
			.append((byte) 1, Clock.systemUTC().millis(),
					WriteRequests
						.encode(List.of(new TimeSeries(Labels.of("__name__", "up"), List.of(new Sample(1, 1))))))
			.join();
	}

	/** Needs the delivery that tells it, as a real one does. */
	static class Decider implements DeliveryListener {

		private final Delivery delivery;

		private final List<Tier> told = new CopyOnWriteArrayList<>();

		Decider(Delivery delivery) {
			this.delivery = delivery;
		}

		@Override
		public void ended(Tier tier, long startedAt, long endedAt, Result result) {
			this.told.add(tier);
		}

		@Override
		public void overdue(Tier tier, long startedAt, long at) {
		}

		@Override
		public long doubtAfterNanos(Tier tier) {
			return Long.MAX_VALUE;
		}

	}

}
