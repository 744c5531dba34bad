package io.tandem.failover.partition;

/**
 * What is known at one moment, in the words of the table. Immutable.
 *
 * @param ownInterface of this machine
 * @param packets whether anything comes from the peer's machine
 * @param programs whether a program of the peer answers, and not only its machine
 * @param ports whether any port of the peer takes what comes
 * @param witness whether a third machine can be reached
 * @param hearsUs whether the peer hears this machine
 * @param hub whether the peer's hub is there
 * @param quality of the link
 * @param brokerLink whether the brokers hear each other
 */
record Facts(Known ownInterface, Known packets, Known programs, Known ports, Known witness, Known hearsUs, Known hub,
		Quality quality, Known brokerLink) {

	/** What is known of one thing. */
	enum Known {

		/** It is as it should be. */
		YES,
		/** It is not. */
		NO,
		/** It cannot be told, or not yet. */
		OPEN,
		/** There is no such thing here. */
		ABSENT

	}

	/** How the link is for what gets through. */
	enum Quality {

		GOOD, LOSSY, SLOW

	}

}
