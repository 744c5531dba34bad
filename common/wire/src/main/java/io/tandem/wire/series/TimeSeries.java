package io.tandem.wire.series;

import java.util.List;

/**
 * A series and some of its samples, oldest first. Immutable.
 */
public record TimeSeries(Labels labels, List<Sample> samples) {

	public TimeSeries {
		samples = List.copyOf(samples);
	}

}
