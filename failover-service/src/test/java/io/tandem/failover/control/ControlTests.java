package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.detection.Observation.Pin;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The runner with the real engine and tiers behind real HTTP. */
class ControlTests {

	private ControlRig rig = new ControlRig();

	@AfterEach
	void stop() {
		this.rig.close();
	}

	@Test
	void recordsGoToTheLocalHubOnceItAnswersAndCriticalOnesToThePeersAsWell() {
		start();
		until().untilAsserted(() -> {
			assertThat(this.rig.done).contains("use local-hub/pc2", "twin peer-hub/mainpc");
			assertThat(this.rig.local.requests).contains("POST /api/v1/probe");
			assertThat(this.rig.pushgateway.requests).contains("PUT /metrics/job/tandem-probe");
			assertThat(this.rig.pushgateway.bodies).isNotEmpty();
		});
		assertThat(this.rig.done.getFirst()).isEqualTo("use spool/pc2");
		assertThat(this.rig.pushgateway.bodies.getFirst()).endsWith("tandem_probe_pushes 1\n");
		this.rig.probes.close();
		assertThat(this.rig.pushgateway.requests.getLast()).isEqualTo("DELETE /metrics/job/tandem-probe");
	}

	@Test
	void aHubThatDiesIsLeftInAFractionOfASecondAndTheDecisionIsStoredFirst() {
		startHealthy();
		long before = System.nanoTime();
		this.rig.local.dies();
		untilActive(ControlRig.PEER);
		System.out.printf("dead hub with no delivery under way left after %d ms%n",
				Duration.ofNanos(System.nanoTime() - before).toMillis());
		assertThat(this.rig.done.indexOf("store route local-hub/pc2 -> peer-hub/mainpc")).isPositive()
			.isEqualTo(this.rig.done.lastIndexOf("use peer-hub/mainpc") - 1);
		Transition last = this.rig.stored.getLast();
		assertThat(last.evidence().observations()).isNotEmpty();
		assertThat(this.rig.registry.get("tandem.failover.apply").timer().count()).isPositive();
		assertThat(this.rig.registry.get("tandem.failover.transitions").tag("kind", "route").counters()).isNotEmpty();
		this.rig.peer.answers(503, "{\"detail\": \"write: the metrics stream is full\"}");
		untilActive(ControlRig.PUSHGATEWAY);
	}

	@Test
	void aHubThatHangsIsLeft() {
		startHealthy();
		this.rig.local.hangs();
		long before = System.nanoTime();
		untilActive(ControlRig.PEER);
		System.out.printf("hanging hub with no delivery under way left after %d ms%n",
				Duration.ofNanos(System.nanoTime() - before).toMillis());
	}

	@Test
	void aDecisionThatIsNotStoredInTimeIsAppliedAllTheSameAndCounted() {
		this.rig.isDurable = false;
		startHealthy();
		assertThat(this.rig.registry.get("tandem.failover.unstored").counter().count()).isPositive();
	}

	@Test
	void aHumanTakesOverUntilTheTimeHasRunOut() throws Exception {
		startHealthy();
		Pin pin = pin(ControlRig.PUSHGATEWAY);
		assertThat(this.rig.control.override(pin, Duration.ofSeconds(5))).isTrue();
		assertThat(this.rig.active()).isEqualTo(ControlRig.PUSHGATEWAY);
		assertThat(this.rig.latest.get().orElseThrow().override()).isEqualTo(pin);
		this.rig.wall.advance(Duration.ofMinutes(31));
		until().until(() -> this.rig.latest.get().orElseThrow().override() == null);
		untilActive(ControlRig.LOCAL);
		assertThat(this.rig.done.toString()).contains("override pushgateway/pc2 -> none");
	}

	@Test
	void anOverrideOfTheFormerLifeHoldsAndNumbersGoOn() {
		this.rig.close();
		this.rig = new ControlRig(41, pin(ControlRig.PEER));
		start();
		untilActive(ControlRig.PEER);
		assertThat(this.rig.stored.getFirst().number()).isEqualTo(42);
		until().until(() -> this.rig.latest.tier(ControlRig.LOCAL)
			.filter((tier) -> tier.state() == TierState.HEALTHY)
			.isPresent());
		assertThat(this.rig.active()).isEqualTo(ControlRig.PEER);
	}

	@Test
	void whatCannotBeDecidedOnDoesNotEndTheDecider() throws Exception {
		startHealthy();
		assertThat(this.rig.control.override(pin(new Tier(Tier.Kind.PEER_HUB, "nowhere")), Duration.ofSeconds(5)))
			.isTrue();
		assertThat(this.rig.registry.get("tandem.failover.faults").counter().count()).isEqualTo(1);
		this.rig.local.dies();
		untilActive(ControlRig.PEER);
	}

	private Pin pin(Tier tier) {
		return new Pin(tier, "maintenance", this.rig.wall.instant(),
				this.rig.wall.instant().plus(Duration.ofMinutes(30)));
	}

	private void start() {
		this.rig.control.start();
	}

	private void startHealthy() {
		start();
		until().until(() -> this.rig.latest.get()
			.filter((state) -> state.tiers().stream().allMatch((tier) -> tier.state() == TierState.HEALTHY))
			.isPresent());
		untilActive(ControlRig.LOCAL);
	}

	private void untilActive(Tier tier) {
		until().untilAsserted(
				() -> assertThat(this.rig.done.stream().filter((each) -> each.startsWith("use ")).toList().getLast())
					.isEqualTo("use " + tier));
	}

	private static ConditionFactory until() {
		return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(5));
	}

}
