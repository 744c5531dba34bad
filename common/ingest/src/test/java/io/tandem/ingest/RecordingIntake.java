package io.tandem.ingest;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps what it is handed, and answers as it is told. */
class RecordingIntake implements RecordIntake {

	static final Function<PushedRecord, Outcome> DURABLE = (record) -> new Outcome.Durable();

	private final List<PushedRecord> records = new CopyOnWriteArrayList<>();

	private volatile Function<PushedRecord, Outcome> behaviour = DURABLE;

	private volatile boolean wantsPushedBy;

	@Override
	public Outcome accept(PushedRecord record) {
		this.records.add(record);
		return this.behaviour.apply(record);
	}

	@Override
	public boolean wantsPushedBy() {
		return this.wantsPushedBy;
	}

	void wantPushedBy() {
		this.wantsPushedBy = true;
	}

	void behave(Function<PushedRecord, Outcome> behaviour) {
		this.behaviour = behaviour;
	}

	void reset() {
		this.records.clear();
		this.behaviour = DURABLE;
		this.wantsPushedBy = false;
	}

	List<PushedRecord> records() {
		return this.records;
	}

	PushedRecord last() {
		return this.records.getLast();
	}

	/**
	 * Returns the last record's values by series; NaN as it is, stale ones as "stale".
	 */
	Map<String, Object> lastValues() {
		return values(last().body());
	}

	static Map<String, Object> values(byte[] body) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (TimeSeries series : series(body)) {
			for (Sample sample : series.samples()) {
				values.put(text(series.labels()), StaleMarker.is(sample.value()) ? "stale" : sample.value());
			}
		}
		return values;
	}

	static List<TimeSeries> series(byte[] body) {
		List<TimeSeries> all = new ArrayList<>();
		try {
			WriteRequests.read(body, all::add);
		}
		catch (InvalidWriteRequestException ex) {
			throw new AssertionError(ex);
		}
		return all;
	}

	/** Returns the series as the text format would write it. */
	static String text(Labels labels) {
		String rest = labels.asMap()
			.entrySet()
			.stream()
			.filter((label) -> !label.getKey().equals(Labels.METRIC_NAME))
			.map((label) -> label.getKey() + "=\"" + label.getValue() + "\"")
			.collect(Collectors.joining(",", "{", "}"));
		return labels.metricName() + rest;
	}

}
