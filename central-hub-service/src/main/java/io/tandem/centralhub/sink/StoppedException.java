package io.tandem.centralhub.sink;

/** Ends the work because the service stops; what is not acknowledged comes again. */
class StoppedException extends Exception {

	StoppedException() {
		super("the sink stops", null, false, false);
	}

}
