package io.tandem.acceptance.fleet;

import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The series that a simulated agent pushes by remote write. Immutable. */
public final class AgentSeries {

	/** The metric whose samples are the numbers of the pushes. */
	static final String NUMBER_METRIC = "demo_push_number";

	private final List<Labels> series = new ArrayList<>();

	/**
	 * @param run a label of this run, so that its samples can be told from another's
	 * @param size how many series, at least 1
	 */
	public AgentSeries(String agent, String run, int size) {
		Labels own = Labels.of(Map.of("job", "demo", "instance", agent, "run", run));
		this.series.add(own.with(Map.of(Labels.METRIC_NAME, NUMBER_METRIC)));
		for (int i = 1; i < size; i++) {
			this.series.add(own.with(Map.of(Labels.METRIC_NAME, "demo_value", "item", Integer.toString(i))));
		}
	}

	/** Returns the body of a push: its number, and values that follow from it. */
	public byte[] body(long number, long atMillis) {
		List<TimeSeries> body = new ArrayList<>(this.series.size());
		for (int i = 0; i < this.series.size(); i++) {
			body.add(new TimeSeries(this.series.get(i),
					List.of(new Sample(atMillis, (i == 0) ? number : number * 0.5 + i))));
		}
		return WriteRequests.encode(body);
	}

}
