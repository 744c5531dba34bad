package io.tandem.wire.remotewrite;

import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyOutputStream;

import static io.tandem.wire.remotewrite.RawMessage.label;
import static io.tandem.wire.remotewrite.RawMessage.message;
import static io.tandem.wire.remotewrite.RawMessage.sample;
import static io.tandem.wire.remotewrite.RawMessage.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class WriteRequestsTests {

	private static final long NOW = 1_700_000_000_000L;

	private final List<TimeSeries> twoSeries = List.of(
			new TimeSeries(Labels.of("__name__", "up", "job", "shöp"),
					List.of(new Sample(NOW - 2, 1), new Sample(NOW - 1, StaleMarker.VALUE))),
			new TimeSeries(Labels.of("__name__", "node:load1:avg", "instance", "a:1"), List.of(new Sample(NOW, -0.0))));

	@Test
	void readsWhatItEncodes() throws InvalidWriteRequestException {
		byte[] body = WriteRequests.encode(this.twoSeries);
		WriteSummary summary = WriteRequests.validate(body, WriteLimits.DEFAULT, NOW);
		assertThat(summary).extracting(WriteSummary::series, WriteSummary::samples, WriteSummary::histograms)
			.containsExactly(2, 3, 0);
		List<TimeSeries> read = read(body);
		assertThat(read).isEqualTo(this.twoSeries);
		assertThat(StaleMarker.is(read.getFirst().samples().getLast().value())).isTrue();
	}

	@Test
	void identifiesASenderByTheLabelsOfItsFirstSeries() throws InvalidWriteRequestException {
		byte[] body = WriteRequests.encode(this.twoSeries);
		IdentifiedWrite write = WriteRequests.identify(body, WriteLimits.DEFAULT, NOW);
		assertThat(write.firstSeries()).isEqualTo(this.twoSeries.getFirst().labels());
		assertThat(write.summary()).isEqualTo(WriteRequests.validate(body, WriteLimits.DEFAULT, NOW));

		RawMessage metadata = message().varint(1, 2).string(2, "up");
		byte[] metadataFirst = message().message(3, metadata)
			.message(1,
					message().message(2, sample(1, NOW))
						.message(1, label("job", "shop"))
						.message(1, label("__name__", "up")))
			.toBody();
		assertThat(WriteRequests.identify(metadataFirst, WriteLimits.DEFAULT, NOW).firstSeries())
			.isEqualTo(Labels.of("__name__", "up", "job", "shop"));
		assertThat(WriteRequests.identify(message().message(3, metadata).toBody(), WriteLimits.DEFAULT, NOW))
			.satisfies((none) -> assertThat(none.firstSeries().size()).isZero());
	}

	@Test
	void takesARequestThatIsEmptyOrHasOnlyMetadata() throws InvalidWriteRequestException {
		assertThat(WriteRequests.validate(message().toBody(), WriteLimits.DEFAULT, NOW))
			.isEqualTo(new WriteSummary(0, 0, 0, 0));
		RawMessage metadata = message().varint(1, 2).string(2, "up").string(4, "Is it up?").string(5, "");
		assertThat(accepted(message().message(3, metadata)).series()).isZero();
	}

	@Test
	void takesLabelsInAnyOrderAndAfterTheSamples() throws InvalidWriteRequestException {
		RawMessage unsorted = message().message(2, sample(1, NOW))
			.message(1, label("job", "shop"))
			.message(1, label("__name__", "up"))
			.message(1, label("alpha", ""));
		assertThat(accepted(message().message(1, unsorted)).samples()).isOne();
		assertThat(read(message().message(1, unsorted).toBody()).getFirst().labels())
			.isEqualTo(Labels.of("__name__", "up", "job", "shop"));
	}

	@Test
	void passesUnknownFieldsOverAtEveryLevel() throws InvalidWriteRequestException {
		RawMessage unknown = message().varint(9, -1).fixed64(100, 1).fixed32(1000, 1).string(536870911, "x");
		byte[] extra = unknown.toBytes();
		RawMessage body = message()
			.message(1,
					message().message(1, message().string(1, "__name__").string(2, "up").raw(ints(extra)))
						.message(2, sample(1, NOW).raw(ints(extra)))
						.raw(ints(extra)))
			.raw(ints(extra));
		assertThat(accepted(body).samples()).isOne();
		assertThat(read(body.toBody())).hasSize(1);
	}

	@Test
	void passesExemplarsAndNativeHistogramsThrough() throws InvalidWriteRequestException {
		RawMessage exemplar = message().message(1, label("trace_id", "abc")).fixed64(2, 0).varint(3, NOW);
		WriteSummary summary = accepted(message().message(1,
				series("__name__", "h").message(3, exemplar)
					.message(4, histogram(NOW - 1))
					.message(4, histogram(NOW))));
		assertThat(summary).extracting(WriteSummary::series, WriteSummary::samples, WriteSummary::histograms)
			.containsExactly(1, 0, 2);
	}

	@Test
	void refusesTooLargeBodiesBeforeUncompressingThem() throws IOException {
		WriteLimits limits = limits(100, 1000);
		assertThat(refused(new byte[101], limits).reason()).isEqualTo(Reason.TOO_LARGE);
		assertThat(refused(Snappy.compress(new byte[1001]), limits)).hasMessageContaining("bytes=1001 limit=1000")
			.extracting(InvalidWriteRequestException::reason)
			.isEqualTo(Reason.TOO_LARGE);
	}

	@Test
	void refusesALengthThatTheBlockCannotHold() {
		byte[] lie = { (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08, 0 };
		assertThat(refused(lie, WriteLimits.DEFAULT).reason()).isEqualTo(Reason.BAD_COMPRESSION);
	}

	@Test
	void refusesTheFramedStreamWithAHint() throws IOException {
		ByteArrayOutputStream framed = new ByteArrayOutputStream();
		try (SnappyOutputStream out = new SnappyOutputStream(framed)) {
			out.write(message().message(1, series("__name__", "up")).toBytes());
		}
		assertThat(refused(framed.toByteArray(), WriteLimits.DEFAULT)).hasMessageContaining("needs the block format")
			.extracting(InvalidWriteRequestException::reason)
			.isEqualTo(Reason.BAD_COMPRESSION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ff", "ffffffffff0f", "05", "0511", "1f8b0800", "28b52ffd", "00ff" })
	void refusesWhatIsNotASnappyBlock(String hex) {
		byte[] body = HexFormat.of().parseHex(hex);
		assertThat(refused(body, WriteLimits.DEFAULT).reason()).isEqualTo(Reason.BAD_COMPRESSION);
	}

	@Test
	void refusesWrongWireTypesAtEveryLevel() {
		RawMessage wrong = message().varint(1, 1);
		assertReason(Reason.BAD_PROTOBUF, wrong);
		assertReason(Reason.BAD_PROTOBUF, message().varint(3, 1));
		assertReason(Reason.BAD_PROTOBUF, message().message(1, wrong));
		assertReason(Reason.BAD_PROTOBUF, message().message(1, message().message(1, wrong)));
		assertReason(Reason.BAD_PROTOBUF, message().message(1, message().message(2, wrong)));
		assertReason(Reason.BAD_PROTOBUF, message().message(1, message().message(3, wrong)));
		assertReason(Reason.BAD_PROTOBUF, message().message(1, message().message(4, message().varint(2, 1))));
		assertReason(Reason.BAD_PROTOBUF,
				message().message(1, message().message(4, message().message(8, message().string(1, "x")))));
		assertReason(Reason.BAD_PROTOBUF, message().message(3, message().string(1, "x")));
		assertReason(Reason.BAD_PROTOBUF, message().raw(0x0b, 0x0c));
		assertReason(Reason.BAD_PROTOBUF, message().raw(0x00, 0x00));
	}

	@Test
	void refusesWhatIsCutOffOrOverflowsAtEveryLevel() {
		int[] tooLong = { 0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f };
		assertReason(Reason.BAD_PROTOBUF, message().raw(tooLong));
		assertReason(Reason.BAD_PROTOBUF, message().message(1, message().raw(tooLong)));
		assertReason(Reason.BAD_PROTOBUF, message().message(1, message().message(1, message().raw(tooLong))));
		assertReason(Reason.BAD_PROTOBUF, message().message(1, message().message(2, message().raw(0x09, 1, 2, 3))));
		assertReason(Reason.BAD_PROTOBUF, message().message(1, message().message(2, message().raw(0x10, 0x80))));
		assertReason(Reason.BAD_PROTOBUF,
				message().raw(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01));
		assertReason(Reason.BAD_PROTOBUF,
				message().raw(0x48, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01));
		assertReason(Reason.BAD_PROTOBUF,
				message().raw(0x48, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02));
		assertReason(Reason.BAD_PROTOBUF, message().raw(0x80, 0x80, 0x80, 0x80, 0x10));
	}

	@Test
	void refusesRemoteWrite2RatherThanAcknowledgeNothing() {
		assertThat(refused(message().string(4, "").string(4, "up").toBody(), WriteLimits.DEFAULT))
			.hasMessageContaining("remote write 2.0");
	}

	@Test
	void refusesWhatIsNotUtf8() {
		byte[] latin1 = { 's', 'h', (byte) 0xf6, 'p' };
		assertReason(Reason.NOT_UTF8,
				message().message(1, series("__name__", "up").message(1, message().string(1, "job").bytes(2, latin1))));
		assertReason(Reason.NOT_UTF8,
				message().message(1, series("__name__", "up").message(1, message().bytes(1, latin1).string(2, "x"))));
		assertReason(Reason.NOT_UTF8, message().message(3, message().bytes(4, latin1)));
		assertReason(Reason.NOT_UTF8, message().message(1,
				series("__name__", "up").message(3, message().message(1, message().bytes(2, latin1)))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1a", "a-b", "a:b", "ä", "a b" })
	void refusesLabelNamesOutsideTheDataModel(String name) {
		assertReason(Reason.BAD_NAME, message().message(1, series("__name__", "up", name, "x")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1a", "a-b", "ä", "a b" })
	void refusesMetricNamesOutsideTheDataModel(String name) {
		assertReason(Reason.BAD_NAME, message().message(1, series("__name__", name, "job", "x")));
	}

	@Test
	void refusesASeriesWithoutAMetricName() {
		assertReason(Reason.BAD_NAME, message().message(1, series("job", "shop")));
		assertReason(Reason.BAD_NAME, message().message(1, series()));
	}

	@Test
	void refusesADuplicateLabelSortedOrNot() {
		assertReason(Reason.DUPLICATE_LABEL, message().message(1, series("__name__", "up", "a", "1", "a", "1")));
		assertReason(Reason.DUPLICATE_LABEL,
				message().message(1, series("b", "1", "__name__", "up", "c", "2", "b", "")));
	}

	@Test
	void refusesSamplesThatDoNotGoForwardWithinASeries() {
		for (long second : new long[] { NOW, NOW - 1, Long.MIN_VALUE }) {
			assertReason(Reason.OUT_OF_ORDER, message().message(1,
					series("__name__", "up").message(2, sample(1, NOW)).message(2, sample(2, second))));
		}
		assertReason(Reason.OUT_OF_ORDER,
				message().message(1, series("__name__", "h").message(4, histogram(NOW)).message(4, histogram(NOW))));
	}

	@Test
	void takesTheSameSeriesTwiceWithAnOlderSample() throws InvalidWriteRequestException {
		assertThat(accepted(message().message(1, series("__name__", "up").message(2, sample(1, NOW)))
			.message(1, series("__name__", "up").message(2, sample(1, NOW - 1)))).series()).isEqualTo(2);
	}

	@Test
	void refusesSamplesFromTheFuture() throws InvalidWriteRequestException {
		long latest = NOW + WriteLimits.DEFAULT.maxFuture().toMillis();
		accepted(message().message(1, series("__name__", "up").message(2, sample(1, latest))));
		assertReason(Reason.FUTURE, message().message(1, series("__name__", "up").message(2, sample(1, latest + 1))));
		assertReason(Reason.FUTURE,
				message().message(1, series("__name__", "up").message(2, sample(1, Long.MAX_VALUE))));
		assertReason(Reason.FUTURE, message().message(1, series("__name__", "h").message(4, histogram(latest + 1))));
	}

	@Test
	void refusesTooManyOrTooLongLabels() throws InvalidWriteRequestException {
		String[] labels = new String[130];
		Arrays.setAll(labels, (i) -> (i < 2) ? ((i == 0) ? "__name__" : "up") : "l" + i);
		accepted(message().message(1, series(Arrays.copyOf(labels, 128))));
		assertReason(Reason.LABEL_LIMIT, message().message(1, series(labels)));
		assertReason(Reason.LABEL_LIMIT, message().message(1, series("__name__", "up", "a", "x".repeat(8193))));
		assertReason(Reason.LABEL_LIMIT, message().message(1, series("__name__", "up", "a".repeat(2049), "x")));
	}

	@Test
	void namesTheSeriesAndTheValuesInBoundedLength() {
		assertThat(
				refused(message()
					.message(1,
							series("__name__", "up", "job", "shop").message(2, sample(1, NOW))
								.message(2, sample(1, NOW - 5)))
					.toBody(), WriteLimits.DEFAULT))
			.hasMessageContainingAll("timestamp=" + (NOW - 5), "after=" + NOW, "{__name__=\"up\",job=\"shop\"}");
		assertThat(refused(
				message().message(1, series("__name__", "up", "a", "x".repeat(5000), "a", "y".repeat(5000))).toBody(),
				WriteLimits.DEFAULT)
			.getMessage()).hasSizeLessThan(600);
	}

	@Test
	void reusedArraysKeepNothingOfEarlierRequests() throws InvalidWriteRequestException {
		byte[] large = WriteRequests.encode(this.twoSeries);
		byte[] small = WriteRequests.encode(this.twoSeries.subList(1, 2));
		for (int i = 0; i < 100; i++) {
			assertThat(read((i % 2 == 0) ? large : small)).hasSize((i % 2 == 0) ? 2 : 1);
		}
	}

	private static RawMessage histogram(long timestamp) {
		return message().varint(1, 3)
			.fixed64(3, 0)
			.varint(4, 1)
			.fixed64(5, 0)
			.varint(6, 0)
			.message(11, message().varint(1, 0).varint(2, 2))
			.bytes(12, new byte[] { 2, 2 })
			.varint(12, 1)
			.bytes(13, new byte[16])
			.varint(14, 1)
			.varint(15, timestamp);
	}

	private static WriteLimits limits(int compressed, int uncompressed) {
		return new WriteLimits(compressed, uncompressed, 64, 8192, Duration.ofMinutes(10));
	}

	private static int[] ints(byte[] bytes) {
		int[] ints = new int[bytes.length];
		Arrays.setAll(ints, (i) -> bytes[i] & 0xff);
		return ints;
	}

	private static WriteSummary accepted(RawMessage message) throws InvalidWriteRequestException {
		return WriteRequests.validate(message.toBody(), WriteLimits.DEFAULT, NOW);
	}

	private static void assertReason(Reason reason, RawMessage message) {
		assertThat(refused(message.toBody(), WriteLimits.DEFAULT).reason()).isEqualTo(reason);
	}

	private static InvalidWriteRequestException refused(byte[] body, WriteLimits limits) {
		InvalidWriteRequestException ex = catchThrowableOfType(InvalidWriteRequestException.class,
				() -> WriteRequests.validate(body, limits, NOW));
		assertThat(ex).as("refusal").isNotNull();
		return ex;
	}

	private static List<TimeSeries> read(byte[] body) throws InvalidWriteRequestException {
		List<TimeSeries> series = new ArrayList<>();
		WriteRequests.read(body, series::add);
		return series;
	}

}
