package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.CampaignEngine.OfStep;
import io.tandem.centralhub.migration.CampaignEngine.Standing;
import io.tandem.centralhub.migration.Judgement.Figure;
import io.tandem.centralhub.migration.Judgement.Verdict;
import io.tandem.test.time.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A campaign whose gates say what a test tells them. Confined to its thread. */
final class CampaignRun {

	static final Standing FINE = new Standing(0, OptionalDouble.empty());

	private final MutableClock clock;

	private Migration migration;

	CampaignRun(String id, Campaign campaign, MutableClock clock) {
		this.clock = clock;
		this.migration = new Migration(id, campaign, "", 0, clock.instant(), Progress.of(campaign, clock.instant()));
	}

	Migration migration() {
		return this.migration;
	}

	/** Looks once, and all gates say the same. */
	Look look(Verdict verdict, Standing standing) {
		Migration before = this.migration;
		List<OfStep> judged = judged(verdict);
		change((progress) -> CampaignEngine.next(before.campaign(), progress, judged, standing, this.clock.instant()));
		return new Look(before, this.migration, judged, standing);
	}

	Look look(Verdict verdict) {
		return look(verdict, FINE);
	}

	Look after(Duration time, Verdict verdict) {
		this.clock.advance(time);
		return look(verdict);
	}

	void approve() {
		change((progress) -> CampaignEngine.approve(progress, this.clock.instant(), "mended"));
	}

	void change(UnaryOperator<Progress> change) {
		this.migration = this.migration.with(change.apply(this.migration.progress()));
	}

	private List<OfStep> judged(Verdict verdict) {
		List<Step> steps = this.migration.progress().steps();
		return IntStream.range(0, steps.size())
			.mapToObj((i) -> new OfStep(i,
					steps.get(i)
						.criteria()
						.stream()
						.map((criterion) -> new Judgement(criterion, verdict, "as told", new Figure(1, "agents", "2")))
						.toList()))
			.toList();
	}

	/** What a look changed, and by what. */
	record Look(Migration before, Migration after, List<OfStep> judged, Standing standing) {

		List<WeekGate> gates() {
			return WeekGate.of(this.before.campaign(), this.before.progress(), this.after.progress(), this.judged,
					this.standing);
		}

	}

}
