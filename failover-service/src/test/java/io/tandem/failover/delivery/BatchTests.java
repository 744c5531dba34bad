package io.tandem.failover.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.failover.gateway.RecordKind;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.SpoolRecord;
import io.tandem.ingest.PushedRecord.Protocol;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTests {

	private static final byte REMOTE_WRITE = RecordKind.of(Protocol.REMOTE_WRITE);

	private static final byte PUSHGATEWAY = RecordKind.of(Protocol.PUSHGATEWAY);

	@Test
	void recordsOfBothProtocolsTravelTogetherUnderNoProtocol() {
		assertThat(batch(REMOTE_WRITE, PUSHGATEWAY).protocol()).isNull();
		assertThat(batch(PUSHGATEWAY, PUSHGATEWAY).protocol()).isEqualTo(Protocol.PUSHGATEWAY);
		assertThat(batch((byte) 9).protocol()).isNull();
	}

	@Test
	void beingCriticalDoesNotChangeTheProtocol() {
		byte critical = RecordKind.critical(REMOTE_WRITE);
		assertThat(RecordKind.isCritical(critical)).isTrue();
		assertThat(RecordKind.isCritical(REMOTE_WRITE)).isFalse();
		assertThat(batch(critical, REMOTE_WRITE).protocol()).isEqualTo(Protocol.REMOTE_WRITE);
		assertThat(RecordKind.protocolOf(RecordKind.critical(PUSHGATEWAY))).isEqualTo(Protocol.PUSHGATEWAY);
	}

	@Test
	void aBatchNamesItsRecordsAndSoDoItsHalves() {
		Batch batch = batch(REMOTE_WRITE, REMOTE_WRITE, REMOTE_WRITE);
		assertThat(batch.range().messageId()).isEqualTo("pc2/e/11-13");
		assertThat(batch.body()).asString().isEqualTo("11 12 13 ");
		assertThat(batch.oldestAcceptedAtMillis()).isEqualTo(110);
		assertThat(batch.halves(DeliveryRig::join)).extracting((half) -> half.range().messageId())
			.containsExactly("pc2/e/11-11", "pc2/e/12-13");
		assertThatIllegalArgumentException().isThrownBy(() -> batch());
	}

	@Test
	void onlyCriticalRecordsAreTwinnedAndConsecutiveOnesTravelTogether() {
		byte critical = RecordKind.critical(REMOTE_WRITE);
		assertThat(TwinLane.criticalRuns(records(REMOTE_WRITE, critical, critical, REMOTE_WRITE, critical)))
			.extracting((run) -> run.stream().map(SpoolRecord::sequence).toList())
			.containsExactly(List.of(12L, 13L), List.of(15L));
		assertThat(TwinLane.criticalRuns(records(REMOTE_WRITE))).isEmpty();
	}

	private static Batch batch(byte... kinds) {
		return Batch.of("pc2", "e", records(kinds), DeliveryRig::join);
	}

	private static List<SpoolRecord> records(byte... kinds) {
		SpoolRecord[] records = new SpoolRecord[kinds.length];
		for (int i = 0; i < kinds.length; i++) {
			long sequence = 11 + i;
			records[i] = new SpoolRecord(sequence, 10 * sequence, kinds[i], (sequence + " ").getBytes(),
					Position.after(sequence));
		}
		return Arrays.asList(records);
	}

}
