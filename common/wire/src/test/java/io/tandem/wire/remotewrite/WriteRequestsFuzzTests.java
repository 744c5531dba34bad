package io.tandem.wire.remotewrite;

import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class WriteRequestsFuzzTests {

	private static final long NOW = 1_700_000_000_000L;

	private Random random = new Random();

	@BeforeEach
	void seed() {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println("seed=" + seed);
		this.random = new Random(seed);
	}

	@Test
	void joinedBlocksAreTheBlockOfTheJoinedBytes() throws IOException {
		for (int round = 0; round < 300; round++) {
			List<byte[]> blocks = new ArrayList<>();
			ByteArrayOutputStream expected = new ByteArrayOutputStream();
			for (int n = this.random.nextInt(6); n >= 0; n--) {
				byte[] bytes = bytes((round % 50 == 0) ? 300_000 : 3000);
				expected.writeBytes(bytes);
				blocks.add(this.random.nextBoolean() ? Snappy.compress(bytes) : literals(bytes));
			}
			assertThat(Snappy.uncompress(WriteRequests.join(blocks))).isEqualTo(expected.toByteArray());
		}
	}

	@Test
	void joinedRequestsHaveTheSeriesOfAll() throws InvalidWriteRequestException {
		for (int round = 0; round < 50; round++) {
			List<byte[]> bodies = new ArrayList<>();
			List<TimeSeries> expected = new ArrayList<>();
			for (int n = this.random.nextInt(4); n >= 0; n--) {
				List<TimeSeries> series = series();
				expected.addAll(series);
				bodies.add(WriteRequests.encode(series));
			}
			byte[] joined = WriteRequests.join(bodies);
			assertThat(read(joined)).isEqualTo(expected);
			assertThat(WriteRequests.validate(joined, WriteLimits.DEFAULT, NOW).series()).isEqualTo(expected.size());
		}
	}

	@Test
	void nothingAndNonsenseCannotBeJoined() {
		assertThatIllegalArgumentException().isThrownBy(() -> WriteRequests.join(List.of()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WriteRequests.join(List.of(new byte[] { 0 }, new byte[] { -1 })));
		byte[] huge = { (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07 };
		assertThatIllegalArgumentException().isThrownBy(() -> WriteRequests.join(List.of(huge, huge)))
			.withMessageContaining("uncompressedBytes=4294967294");
	}

	@Test
	void aBodyCutAtAnyByteIsRefused() {
		byte[] body = WriteRequests.encode(series());
		for (int length = 0; length < body.length; length++) {
			assertThat(isAcceptedConsistently(Arrays.copyOf(body, length))).as("length=%d", length).isFalse();
		}
	}

	@Test
	void aMessageCutAtAnyByteIsHandledWithoutSurprise() throws IOException {
		byte[] message = Snappy.uncompress(WriteRequests.encode(series()));
		for (int length = 0; length < message.length; length++) {
			isAcceptedConsistently(SnappyBlock.compress(Arrays.copyOf(message, length)));
		}
	}

	@Test
	void everyByteOfABodyMayBeAnyOther() throws IOException {
		byte[] body = RawMessage.message()
			.message(1, RawMessage.series("__name__", "up", "job", "shop").message(2, RawMessage.sample(1, NOW)))
			.toBody();
		byte[] message = Snappy.uncompress(body);
		assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
			for (int value = 0; value < 256; value++) {
				for (int at = 0; at < body.length; at++) {
					isAcceptedConsistently(changed(body, at, value));
				}
				for (int at = 0; at < message.length; at++) {
					isAcceptedConsistently(SnappyBlock.compress(changed(message, at, value)));
				}
			}
		});
	}

	@Test
	void damagedRequestsAreRefusedOrReadTheSameAgain() throws IOException {
		int cases = Integer.getInteger("fuzz.cases", 5000);
		int accepted = 0;
		for (int i = 0; i < cases; i++) {
			byte[] message = Snappy.uncompress(WriteRequests.encode(series()));
			for (int n = this.random.nextInt(3); n >= 0 && message.length > 0; n--) {
				message = damaged(message);
			}
			byte[] body = SnappyBlock.compress(message);
			if (this.random.nextInt(10) == 0) {
				body = damaged(body);
			}
			accepted += isAcceptedConsistently(body) ? 1 : 0;
		}
		assertThat(accepted).isBetween(cases / 100, cases - cases / 100);
	}

	@Test
	void tellsUtf8AsTheJdkDoes() {
		for (int i = 0; i < 200_000; i++) {
			byte[] bytes = new byte[this.random.nextInt(24)];
			this.random.nextBytes(bytes);
			if (this.random.nextBoolean()) {
				byte[] text = new String(bytes, StandardCharsets.UTF_16BE).getBytes(StandardCharsets.UTF_8);
				bytes = (text.length > 0 && this.random.nextBoolean()) ? damaged(text) : text;
			}
			assertThat(Utf8.isValid(bytes, 0, bytes.length)).as(Arrays.toString(bytes)).isEqualTo(isUtf8(bytes));
		}
	}

	private static boolean isUtf8(byte[] bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	/**
	 * What is accepted reads, encodes again and is accepted again with the same content.
	 */
	private static boolean isAcceptedConsistently(byte[] body) {
		WriteSummary summary;
		try {
			summary = WriteRequests.validate(body, WriteLimits.DEFAULT, NOW);
		}
		catch (InvalidWriteRequestException ex) {
			assertThat(ex.getMessage()).hasSizeLessThan(700);
			try {
				read(body);
			}
			catch (InvalidWriteRequestException alsoRefused) {
				assertThat(alsoRefused.getMessage()).isNotEmpty();
			}
			return false;
		}
		try {
			List<TimeSeries> read = read(body);
			byte[] again = WriteRequests.encode(read);
			WriteSummary summaryAgain = WriteRequests.validate(again, WriteLimits.DEFAULT, NOW);
			assertThat(summaryAgain.series()).isEqualTo(summary.series()).isEqualTo(read.size());
			assertThat(summaryAgain.samples()).isEqualTo(summary.samples());
			assertThat(read(again)).isEqualTo(read);
			return true;
		}
		catch (InvalidWriteRequestException ex) {
			throw new AssertionError("accepted, but not a second time: " + Arrays.toString(body), ex);
		}
	}

	private static List<TimeSeries> read(byte[] body) throws InvalidWriteRequestException {
		List<TimeSeries> series = new ArrayList<>();
		WriteRequests.read(body, series::add);
		return series;
	}

	private List<TimeSeries> series() {
		List<TimeSeries> series = new ArrayList<>();
		for (int n = this.random.nextInt(5); n >= 0; n--) {
			TreeMap<String, String> labels = new TreeMap<>();
			for (int l = this.random.nextInt(6); l >= 0; l--) {
				labels.put("label_" + this.random.nextInt(20), "wért-" + this.random.nextInt(1000));
			}
			labels.put(Labels.METRIC_NAME, "metric_" + this.random.nextInt(9) + "_total");
			List<Sample> samples = new ArrayList<>();
			long timestamp = NOW - this.random.nextInt(1_000_000);
			for (int s = this.random.nextInt(4); s >= 0; s--) {
				samples.add(new Sample(timestamp, this.random.nextGaussian()));
				timestamp += 1 + this.random.nextInt(1000);
			}
			series.add(new TimeSeries(Labels.of(labels), samples));
		}
		return series;
	}

	private byte[] damaged(byte[] bytes) {
		int at = this.random.nextInt(bytes.length);
		return switch (this.random.nextInt(5)) {
			case 0 -> changed(bytes, at, this.random.nextInt(256));
			case 1 -> changed(bytes, at, bytes[at] ^ (1 << this.random.nextInt(8)));
			case 2 -> Arrays.copyOf(bytes, at);
			case 3 -> {
				byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
				System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
				yield longer;
			}
			default -> {
				int length = Math.min(this.random.nextInt(20), bytes.length - at);
				byte[] copied = bytes.clone();
				System.arraycopy(bytes, at, copied, this.random.nextInt(bytes.length - length + 1), length);
				yield copied;
			}
		};
	}

	private static byte[] changed(byte[] bytes, int at, int value) {
		byte[] changed = bytes.clone();
		changed[at] = (byte) value;
		return changed;
	}

	private byte[] bytes(int maxLength) {
		byte[] bytes = new byte[this.random.nextInt(maxLength)];
		int alphabet = 1 + this.random.nextInt(20);
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) this.random.nextInt(alphabet);
		}
		return bytes;
	}

	/** A block of literals only, as a sender without a compressor would write it. */
	private static byte[] literals(byte[] bytes) {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		int rest = bytes.length;
		for (; rest > 0x7f; rest >>>= 7) {
			block.write((rest & 0x7f) | 0x80);
		}
		block.write(rest);
		for (int at = 0; at < bytes.length; at += 60) {
			int length = Math.min(60, bytes.length - at);
			block.write((length - 1) << 2);
			block.write(bytes, at, length);
		}
		return block.toByteArray();
	}

}
