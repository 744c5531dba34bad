package io.tandem.healthsync.state;

/** Fails on everything it is told. */
final class FaultyListener implements ReadingListener {

	@Override
	public void read(ReceivedReport report, ReportOutcome outcome) {
		throw new IllegalStateException("of the test");
	}

	@Override
	public void caughtUp(String machine) {
		throw new IllegalStateException("of the test");
	}

}
