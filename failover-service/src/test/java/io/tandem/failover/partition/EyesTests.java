package io.tandem.failover.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.partition.Look.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EyesTests {

	@ParameterizedTest
	@MethodSource
	void whatThisProcessHasNoMeansForSaysNothingOfThePeer(IOException failure, Outcome outcome) {
		assertThat(Eyes.outcome(failure)).isEqualTo(outcome);
	}

	static Stream<Arguments> whatThisProcessHasNoMeansForSaysNothingOfThePeer() {
		return Stream.of(Arguments.of(new ConnectException("Connection refused"), Outcome.REFUSED),
				Arguments.of(new SocketException("Connection reset"), Outcome.REFUSED),
				Arguments.of(new SocketTimeoutException("Connect timed out"), Outcome.SILENT),
				Arguments.of(new SocketTimeoutException("Read timed out"), Outcome.SILENT),
				Arguments.of(new NoRouteToHostException("No route to host"), Outcome.SILENT),
				Arguments.of(new SocketException("Network is unreachable"), Outcome.SILENT),
				Arguments.of(new SocketException("Too many open files"), Outcome.UNKNOWN),
				Arguments.of(new SocketException("Cannot assign requested address"), Outcome.UNKNOWN),
				Arguments.of(new IOException(), Outcome.UNKNOWN));
	}

}
