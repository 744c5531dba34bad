package io.tandem.binder;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.support.GenericMessage;

class FailureLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);

	private final ListAppender<ILoggingEvent> events = new ListAppender<>();

	private final FailureLog log = new FailureLog("in", "handler");

	@BeforeEach
	void listen() {
		this.events.start();
		this.logger.addAppender(this.events);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.events);
	}

	@Test
	void theFirstAChangeAndTheEndAreLoggedAndNothingBetween() {
		for (int i = 0; i < 50; i++) {
			this.log.failed(new IllegalStateException("one"), "S/" + i, 1);
		}
		this.log.failed(new IllegalStateException("two"), "S/50", 1);
		this.log.succeeded();
		this.log.succeeded();

		assertThat(this.events.list).extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.WARN, Level.WARN, Level.INFO);
		assertThat(this.events.list.getLast().getKeyValuePairs().toString()).contains("51");
	}

	@Test
	void aWrapperThatNamesTheMessageIsNotAnotherReason() {
		for (int i = 0; i < 3; i++) {
			this.log.failed(new MessageHandlingException(new GenericMessage<>(i), new IllegalStateException("one")),
					"S", 1);
		}

		assertThat(this.events.list).hasSize(1);
	}

}
