package io.tandem.failover.decision.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.decision.Command;
import io.tandem.failover.decision.Engine;
import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Step;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Outcome;
import io.tandem.failover.detection.Observation.Overdue;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatIfTests {

	private static final long MS = 1_000_000;

	private static final Tier LOCAL = Tier.parse("local-hub/pc2");

	private static final Tier PEER = Tier.parse("peer-hub/mainpc");

	private static final List<Tier> PLAN = List.of(LOCAL, PEER, Tier.parse("spool/pc2"));

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	private Path directory;

	private Path trace;

	/** Both hubs answer; after 5 s the local one stands still for 1.8 s. */
	@BeforeEach
	void record() throws IOException {
		this.trace = this.directory.resolve("trace.jsonl");
		List<Observation> observations = new ArrayList<>();
		for (long at = 10; at < 12_000; at += 500) {
			observations.add(outcome(PEER, at, at + 5, true));
			if (at < 5000 || at > 6800) {
				observations.add(outcome(LOCAL, at, at + 5, true));
			}
		}
		observations.add(new Overdue(LOCAL, Source.PROBE, 5010 * MS, 5110 * MS));
		for (long at = 5110; at < 6200; at += 50) {
			observations.add(outcome(LOCAL, at, at + 600, false));
		}
		observations.add(outcome(LOCAL, 6700, 6810, true));
		observations.sort(Comparator.comparingLong(Observation::at));
		Engine engine = new Engine(EngineSettings.defaults());
		EngineState state = engine.begin(PLAN, 41, null, 0);
		try (TraceWriter writer = new TraceWriter(this.directory, WhatIfTests::header)) {
			long tick = 0;
			for (Observation observation : observations) {
				for (; tick < observation.at(); tick += 20 * MS) {
					state = step(engine, state, new Observation.Tick(tick), writer);
				}
				state = step(engine, state, observation, writer);
			}
		}
	}

	private static EngineState step(Engine engine, EngineState state, Observation observation, TraceWriter writer)
			throws IOException {
		writer.write(observation);
		Step step = engine.step(state, observation);
		for (Command command : step.commands()) {
			if (command instanceof Command.Apply(Transition transition)) {
				writer.write(transition);
			}
		}
		return step.state();
	}

	static Header header() {
		return new Header("pc2", 0, Instant.parse("2026-01-01T00:00:00Z"), 41, PLAN, EngineSettings.defaults());
	}

	private static Outcome outcome(Tier tier, long startedAt, long at, boolean success) {
		return new Outcome(tier, Source.PROBE, startedAt * MS, at * MS,
				success ? new Result.Success() : new Result.Failure(Result.Failure.Kind.TIMEOUT, ""));
	}

	@Test
	void sameSettingsDecideTheSame() throws IOException {
		Trace read = Trace.read(this.trace);
		assertThat(read.decisions()).extracting(Decided::of).contains("route");
		assertThat(new Replay(read.header(), read.header().settings(), 0).run(read)).isEqualTo(read.decisions());
	}

	@Test
	void longerSilenceWouldHaveStayed() {
		assertThat(run("--silence", "2s")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8))
			.contains("decided   route local-hub/pc2 > peer-hub/mainpc")
			.contains("2026-01-01T00:00:06.41")
			.contains("routes    decided 3, would be 1");
	}

	@Test
	void everyChangeOfATierIsPrintedIfAsked() {
		assertThat(run("--silence", "1s", "--hold-down", "1s", "--failures", "2", "--all")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("would be  local-hub/pc2 SUSPECT > DOWN");
	}

	@Test
	void probesAreThinnedOut() throws IOException {
		Trace read = Trace.read(this.trace);
		Replay replay = new Replay(read.header(), read.header().settings(), 2000 * MS);
		assertThat(replay.run(read)).isNotEmpty();
		assertThat(run("--probe-interval", "2s")).isZero();
	}

	@Test
	void denserProbesThanWereRecordedAreRefused() {
		assertThat(run("--probe-interval", "100ms")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("probed every 500 ms at most")
			.contains("nobody knows what a probe every 100 ms would have seen");
	}

	@Test
	void whatIsNotUnderstoodIsToldWithTheUsage() {
		assertThat(run("--wrong")).isEqualTo(2);
		assertThat(run("--silence", "soon")).isEqualTo(2);
		assertThat(run("--silence")).isEqualTo(2);
		assertThat(run("--hard-span", "5s")).isEqualTo(2);
		assertThat(WhatIf.run(new String[0], print(this.out), print(this.err))).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("not understood: --wrong")
			.contains("--silence is a time such as 500ms, 1.5s or 2m: soon")
			.contains("--silence needs a value")
			.contains("hardSpan=PT5S")
			.contains("which trace?")
			.contains("usage: what-if TRACE");
	}

	@Test
	void brokenLineIsNamedAndATornEndIsNot() throws IOException {
		String text = Files.readString(this.trace);
		Files.writeString(this.trace, text + "{\"at\":1,\"outco");
		assertThat(run()).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("the last line is torn");
		Files.writeString(this.trace, text.replaceFirst("\n", "\n{\"at\":1}\n"));
		assertThat(run()).isEqualTo(2);
		Files.writeString(this.trace, "{\"trace\":9}\n");
		assertThat(run()).isEqualTo(2);
		assertThat(WhatIf.run(new String[] { "nowhere" }, print(this.out), print(this.err))).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("line 2: neither an observation nor a decision")
			.contains("line 1: not the first line of a trace of version 1")
			.contains("not a file that can be read: nowhere");
	}

	private int run(String... options) {
		List<String> args = new ArrayList<>(List.of(this.trace.toString()));
		args.addAll(List.of(options));
		return WhatIf.run(args.toArray(String[]::new), print(this.out), print(this.err));
	}

	private static PrintStream print(ByteArrayOutputStream to) {
		return new PrintStream(to, true, StandardCharsets.UTF_8);
	}

}
