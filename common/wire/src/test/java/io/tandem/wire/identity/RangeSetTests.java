package io.tandem.wire.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSetTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "''|1|3|1-3|3|0|0", "1-3|4|6|1-6|3|0|0", "1-3|5|6|1-3,5-6|2|0|0", "1-3,5-6|4|4|1-6|1|0|1",
					"1-3|2|2|1-3|0|1|0", "1-3,7-9|2|8|1-9|3|4|3", "1-3,7-9|5|5|1-3,5,7-9|1|0|1",
					"5-6|1|2|1-2,5-6|2|0|2", "5-6|1|9|1-9|7|2|4", "2,4,6,8|3|7|2-8|3|2|3", "2,4,6,8|1|9|1-9|5|4|4" })
	void additionIsMergedAndCounted(String before, long first, long last, String after, long added, long duplicated,
			long late) {
		RangeSet.Addition addition = RangeSet.parse(before).add(first, last);
		assertThat(addition.set()).hasToString(after);
		assertThat(addition.added()).isEqualTo(added);
		assertThat(addition.duplicated()).isEqualTo(duplicated);
		assertThat(addition.late()).isEqualTo(late);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void behavesAsASetOfBits(long seed) {
		Random random = new Random(Long.getLong("seed", seed));
		BitSet model = new BitSet();
		RangeSet set = RangeSet.EMPTY;
		for (int step = 0; step < 2_000; step++) {
			int first = 1 + random.nextInt(3_000);
			int last = first + ((step % 3 == 0) ? random.nextInt(40) : random.nextInt(3));
			BitSet wanted = new BitSet();
			wanted.set(first, last + 1);
			BitSet known = (BitSet) wanted.clone();
			known.and(model);
			BitSet late = (BitSet) wanted.clone();
			late.andNot(model);
			late.clear(Math.max(1, model.length()), Math.max(1, model.length()) + last + 1);
			assertThat(set.overlap(first, last)).isEqualTo(known.cardinality());
			assertThat(set.contains(first, last)).isEqualTo(known.equals(wanted));
			RangeSet.Addition addition = set.add(first, last);
			assertThat(addition.duplicated()).isEqualTo(known.cardinality());
			assertThat(addition.added()).isEqualTo(wanted.cardinality() - known.cardinality());
			assertThat(addition.late()).isEqualTo(model.isEmpty() ? 0 : late.cardinality());
			model.or(wanted);
			set = addition.set();
			assertThat(set.count()).isEqualTo(model.cardinality());
			assertThat(set.first()).isEqualTo(model.nextSetBit(0));
			assertThat(set.last()).isEqualTo(model.length() - 1);
		}
		assertThat(bits(set)).isEqualTo(model);
		BitSet missing = new BitSet();
		set.missing(1).forEach((range) -> missing.set((int) range.first(), (int) range.last() + 1));
		model.flip(1, model.length());
		assertThat(missing).isEqualTo(model);
		assertThat(RangeSet.parse(set.toString())).isEqualTo(set).hasSameHashCodeAs(set);
	}

	private static BitSet bits(RangeSet set) {
		BitSet bits = new BitSet();
		set.ranges().forEach((range) -> bits.set((int) range.first(), (int) range.last() + 1));
		return bits;
	}

	@Test
	void lowestHoleIsFilled() {
		RangeSet set = RangeSet.parse("1-2,5,9-10").withoutLowestHole();
		assertThat(set).hasToString("1-5,9-10");
		assertThat(set.count()).isEqualTo(7);
		assertThat(set.withoutLowestHole()).hasToString("1-10");
		assertThatIllegalStateException().isThrownBy(RangeSet.EMPTY::withoutLowestHole);
	}

	@Test
	void sequencesAreTakenOut() {
		RangeSet set = RangeSet.parse("1-5,9-12");
		assertThat(set.without(3, 10)).hasToString("1-2,11-12");
		assertThat(set.without(1, 5)).hasToString("9-12");
		assertThat(set.without(4, 4)).hasToString("1-3,5,9-12");
		assertThat(set.without(6, 8)).isSameAs(set);
		assertThat(set.without(0, 100)).isEqualTo(RangeSet.EMPTY);
	}

	@Test
	void bothSetsHaveWhatIsInEach() {
		RangeSet set = RangeSet.parse("1-5,9-12,20");
		assertThat(set.intersect(RangeSet.parse("4-10,12-30"))).hasToString("4-5,9-10,12,20");
		assertThat(set.intersect(RangeSet.parse("4-10,12-30")).count()).isEqualTo(6);
		assertThat(set.intersect(RangeSet.parse("6-8"))).isEqualTo(RangeSet.EMPTY);
		assertThat(set.intersect(set)).isEqualTo(set);
	}

	@Test
	void missingBeginsAtWhatIsAskedFor() {
		RangeSet set = RangeSet.parse("5-6,9");
		assertThat(set.missing(1)).hasToString("[1-4, 7-8]");
		assertThat(set.missing(6)).hasToString("[7-8]");
		assertThat(set.missing(10)).isEmpty();
		assertThat(RangeSet.EMPTY.missing(1)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "3-2", "1-2,3", "5,1", "1,", "-1", "1--2", "1-2,2" })
	void otherTextIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RangeSet.parse(text));
	}

	@Test
	void sequencesAreAllThatALongCanCount() {
		assertThatIllegalArgumentException().isThrownBy(() -> RangeSet.EMPTY.add(-1, 1))
			.withMessageContaining("first=-1");
		assertThat(RangeSet.parse("0,2-3").add(1, 1).set()).hasToString("0-3");
		RangeSet top = RangeSet.parse("5").add(Long.MAX_VALUE, Long.MAX_VALUE).set();
		assertThat(top.add(Long.MAX_VALUE, Long.MAX_VALUE).duplicated()).isOne();
		assertThat(top.add(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1).set().ranges()).hasSize(2);
		assertThatIllegalArgumentException().isThrownBy(() -> RangeSet.EMPTY.add(3, 2)).withMessageContaining("last=2");
		assertThatIllegalStateException().isThrownBy(RangeSet.EMPTY::last);
	}

}
