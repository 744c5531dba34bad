package io.tandem.agent;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.agent.health.AgentHealth;
import io.tandem.agent.health.HealthPublisher;
import io.tandem.agent.health.HealthWatch;
import io.tandem.agent.push.BufferedPush;
import io.tandem.agent.push.HttpCall;
import io.tandem.agent.push.PushClient;
import io.tandem.agent.push.PushMeters;
import io.tandem.agent.push.PushTargets;
import io.tandem.agent.registry.TandemMeterRegistry;
import io.tandem.wire.health.HealthStatus;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures what pushing and reporting cost an application: process CPU and live heap at
 * 500 series every 15 s over two minutes, against the same process before. Arguments:
 * gateway address and health address, both optional; without them the receivers run in
 * this process, and their cost is in the figures.
 */
public final class AgentClientCost {

	private static final int SERIES = 500;

	private static final Duration STEP = Duration.ofSeconds(15);

	private static final Duration MEASURED = Duration.ofMinutes(2);

	private AgentClientCost() {
	}

	public static void main(String[] args) throws Exception {
		try (Receiver receiver = new Receiver()) {
			URI gateway = (args.length > 0) ? URI.create(args[0]) : receiver.uri();
			URI health = (args.length > 1) ? URI.create(args[1]) : receiver.uri();
			measure(gateway, health);
			receiver.requests()
				.stream()
				.filter((request) -> request.path().endsWith("write"))
				.findFirst()
				.ifPresent((push) -> System.out.printf("a push: %d bytes%n", push.body().length));
		}
	}

	private static void measure(URI gateway, URI health) throws Exception {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long heapBefore = liveHeap();
		HttpClient http = HttpCall.client(Duration.ofSeconds(1));
		BufferedPush push = new BufferedPush(
				new PushClient(http, "cost", new PushTargets(gateway, null, List.of()), Duration.ofSeconds(5)),
				8 << 20);
		TandemMeterRegistry registry = new TandemMeterRegistry(push,
				Map.of("job", "cost", "instance", "cost", "agent", "cost", "machine", "pc2"), STEP,
				Duration.ofSeconds(5), Clock.SYSTEM);
		new PushMeters(push).bindTo(registry);
		List<Counter> counters = meters(registry);
		HealthWatch watch = new HealthWatch(() -> AgentHealth.State.of(HealthStatus.UP, null),
				new HealthPublisher(http, health, "cost", "pc2", "cost", Duration.ofSeconds(5), InstantSource.system()),
				Duration.ofSeconds(60), Duration.ofSeconds(5));
		registry.startPushing();
		watch.start();
		TimeUnit.NANOSECONDS.sleep(2 * STEP.toNanos());
		long cpuBefore = system.getProcessCpuTime();
		long start = System.nanoTime();
		long heapMost = 0;
		while (System.nanoTime() - start < MEASURED.toNanos()) {
			counters.forEach(Counter::increment);
			TimeUnit.SECONDS.sleep(5);
			heapMost = Math.max(heapMost, used());
		}
		long cpu = system.getProcessCpuTime() - cpuBefore;
		long wall = System.nanoTime() - start;
		long heap = liveHeap() - heapBefore;
		double accepted = registry.get("tandem.agent.pushes")
			.tags("target", "gateway", "outcome", "accepted")
			.functionCounter()
			.count();
		System.out.printf("series=%d step=%ds pushes=%.0f cpu=%.3f%% of one core (%.1f ms a push)%n", SERIES,
				STEP.toSeconds(), accepted, 100.0 * cpu / wall, cpu / 1e6 / (MEASURED.toSeconds() / STEP.toSeconds()));
		System.out.printf("heap: live %.2f MiB more than before, most used with garbage %.2f MiB%n",
				heap / (double) (1 << 20), heapMost / (double) (1 << 20));
		watch.close();
		registry.close();
		http.shutdownNow();
	}

	private static List<Counter> meters(MeterRegistry registry) {
		List<Counter> counters = new ArrayList<>();
		for (int i = registry.getMeters().size(); i < SERIES; i++) {
			counters.add(registry.counter("shop.orders.placed", "region", "r" + i % 20, "item", "item-" + i));
		}
		return counters;
	}

	private static long liveHeap() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			TimeUnit.MILLISECONDS.sleep(100);
		}
		return used();
	}

	private static long used() {
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
