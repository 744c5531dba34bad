package io.tandem.failover.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PulseTests {

	private static final long MILLI = 1_000_000L;

	@Test
	void isReadAsItWasWritten() {
		Pulse pulse = new Pulse("pc2", 7, 42, 1000, 900, 50);
		assertThat(pulse.bytes().length).isLessThanOrEqualTo(Pulse.MAX_BYTES);
		assertThat(Pulse.parse(ByteBuffer.wrap(pulse.bytes()))).isEqualTo(pulse);
	}

	@Test
	void anythingElseIsNone() {
		byte[] whole = new Pulse("pc2", 7, 42, 1000, 900, 50).bytes();
		for (int length = 0; length < whole.length; length++) {
			assertThat(Pulse.parse(ByteBuffer.wrap(whole, 0, length))).as("%d bytes", length).isNull();
		}
		byte[] foreign = whole.clone();
		foreign[0]++;
		assertThat(Pulse.parse(ByteBuffer.wrap(foreign))).isNull();
		assertThat(Pulse.parse(ByteBuffer.wrap(java.util.Arrays.copyOf(whole, whole.length + 1)))).isNull();
	}

	@Test
	void aNameThatDoesNotFitIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Pulse("m".repeat(64), 1, 1, 0, 0, -1));
		assertThatIllegalArgumentException().isThrownBy(() -> new Pulse("", 1, 1, 0, 0, -1));
	}

	@Test
	void lossIsCountedByNumbersAndOvertakingIsNone() {
		PulseTrack track = new PulseTrack(0);
		for (long number = 1; number <= 100; number++) {
			if (number % 20 != 0 && number != 51) {
				track.take(pulse(1, number), 0, true);
			}
			if (number == 53) {
				assertThat(track.take(pulse(1, 51), 0, true)).isTrue();
				assertThat(track.take(pulse(1, 51), 0, true)).isFalse();
			}
		}
		assertThat(track.expected()).isEqualTo(96);
		assertThat(track.lost()).isEqualTo(4);
		assertThat(track.holes()).isEqualTo(4);
	}

	@Test
	void aCutAndANewLifeAreNoLoss() {
		PulseTrack track = new PulseTrack(0);
		for (long number = 1; number <= 60; number++) {
			track.take(pulse(1, number), 0, true);
		}
		track.take(pulse(1, 60 + PulseTrack.CUT + 1), 0, true);
		assertThat(track.expected()).isZero();
		for (long number = 1; number <= 60; number++) {
			track.take(pulse(2, number), 0, true);
		}
		assertThat(track.expected()).isEqualTo(57);
		assertThat(track.lost()).isZero();
	}

	@Test
	void aRoundTripLeavesOutHowLongThePeerHeldIt() {
		PulseTrack track = new PulseTrack(100);
		assertThat(track.roundTripNanos()).isEqualTo(-1);
		for (long number = 1; number <= 50; number++) {
			long sent = number * 200 * MILLI;
			track.take(new Pulse("pc2", 1, number, 0, sent, 150 * MILLI), sent + 153 * MILLI, true);
		}
		assertThat(track.roundTripNanos()).isEqualTo(3 * MILLI);
	}

	private static Pulse pulse(long boot, long number) {
		return new Pulse("pc2", boot, number, 0, 0, -1);
	}

}
