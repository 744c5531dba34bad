package io.tandem.wire.exposition;

/** What a pushed or scraped body is written in. */
public enum ExpositionFormat {

	/** {@code text/plain; version=0.0.4}. */
	TEXT,
	/** {@code application/openmetrics-text; version=1.0.0}. */
	OPENMETRICS,
	/**
	 * {@code application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;
	 * encoding=delimited}, what client_golang pushes by default.
	 */
	PROTOBUF

}
