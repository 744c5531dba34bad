package io.tandem.wire.series;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SeriesSelectorTests {

	private final Labels labels = Labels.of("__name__", "http_requests_total", "job", "shop", "code", "503", "path",
			"/a\"b\\c\nd", "city", "Köln");

	@ParameterizedTest
	@ValueSource(strings = { "http_requests_total", " http_requests_total { } ", "http_requests_total{job=\"shop\"}",
			"{job='shop'}", "{job=`shop`}", "{__name__=\"http_requests_total\"}", "{__name__=~\"http_.*\",}",
			"http_requests_total{code=~\"5..\",job!=\"till\"}", "{job=\"shop\",absent=\"\"}",
			"{job=\"shop\",absent!=\"x\"}", "{job=\"shop\",absent!~\".+\"}", "{job=~\"shop|till\"}",
			"{path=\"/a\\\"b\\\\c\\nd\"}", "{path='/a\"b\\\\c\\x0ad'}", "{city=\"K\\u00f6ln\"}",
			"{city=\"K\\xc3\\xb6ln\"}", "{city='K\\303\\266ln'}", "{city=~\"K.ln\"}", "{code=~\"[[:digit:]]+\"}",
			"{code=~\"(?P<class>5)\\\\d{2}\"}", "{job=~\"(?i)SHOP\"}", "{job=~\"[^[:upper:]&&[]+\"}",
			"{job=~`\\Qsho\\Ep`}", "{job=~\"^shop$\"}", "{path=~\"(?s)/a.*d\"}", "{job=~\"shop\",job=~\"s.*\"}" })
	void takes(String selector) {
		assertThat(SeriesSelector.parse(selector).matches(this.labels)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http_requests", "{job=\"shopping\"}", "{job=~\"sho\"}", "{job=~\"hop\"}",
			"{job=\"shop\",absent!=\"\"}", "{absent=~\".+\"}", "http_requests_total{code!~\"5..\"}",
			"{path=~\"/a.*d\"}", "{job=~\"SHOP\"}" })
	void doesNotTake(String selector) {
		assertThat(SeriesSelector.parse(selector).matches(this.labels)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{job=\"\"}", "{job=~\".*\"}", "{job!=\"x\"}", "{job!~\".+\"}" })
	void refusesToSelectEverything(String selector) {
		assertThatIllegalArgumentException().isThrownBy(() -> SeriesSelector.parse(selector))
			.withMessageContaining("excludes the empty string");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "1up", "up{", "up}", "up{job}", "up{job=}", "up{job=shop}", "up{job==\"a\"}",
			"up{job=\"a\"", "up{job=\"a", "up{job=\"a\"job=\"b\"}", "up{,}", "up{job=\"a\",,}", "up{a:b=\"c\"}",
			"up up", "up{__name__=\"down\"}", "up[5m]", "up{job=\"\\q\"}", "up{job=\"\\'\"}", "up{job=\"\\x1\"}",
			"up{job=\"\\u12\"}", "up{job=\"\\ud800\"}", "up{job=\"\\U00110000\"}", "up{job=\"\\400\"}",
			"up{job=\"\\xff\"}", "up{job=\"a\nb\"}", "up{job=~\"(\"}", "up{job=~\"[a\"}", "up{job=~\"*\"}",
			"up{job=~\"(a)\\\\1\"}", "up{job=~\"(?=a)\"}", "up{job=~\"(?!a)\"}", "up{job=~\"(?<=a)b\"}",
			"up{job=~\"a++\"}", "up{job=~\"(?>a)\"}", "up{job=~\"\\\\Z\"}", "up{job=~\"[[:nope:]]\"}" })
	void refusesWithAPosition(String selector) {
		assertThatIllegalArgumentException().isThrownBy(() -> SeriesSelector.parse(selector))
			.withMessageMatching("(?s).* at position \\d+: .*");
	}

	@Test
	void tellsTheOneNameThatItCanTake() {
		assertThat(SeriesSelector.parse("up{job=\"shop\"}").metricName()).hasValue("up");
		assertThat(SeriesSelector.parse("{__name__=\"up\"}").metricName()).hasValue("up");
		assertThat(SeriesSelector.parse("{__name__=~\"up\"}").metricName()).isEmpty();
		assertThat(SeriesSelector.parse("{job=\"shop\"}").metricName()).isEmpty();
	}

	@Test
	void saysWhere() {
		assertThatIllegalArgumentException().isThrownBy(() -> SeriesSelector.parse("up{job=shop}"))
			.withMessage("expected a string in quotes at position 8: up{job=shop}");
	}

	@Test
	void boundsTheLengthOfExpressionsAndSelectors() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SeriesSelector.parse("{job=~\"" + "a".repeat(1001) + "\"}"))
			.withMessageContaining("length=1001 limit=1000");
		assertThatIllegalArgumentException().isThrownBy(() -> SeriesSelector.parse("a".repeat(8193)))
			.withMessageContaining("length=8193 limit=8192");
	}

	@Test
	void doesNotBacktrackForYearsNorOverflowTheStack() {
		SeriesSelector exponential = SeriesSelector.parse("{job=~\"(a+)+(b+)+c\"}");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> exponential.matches(Labels.of("job", "a".repeat(5000) + "!")))
			.withMessageContaining("too many steps");
		SeriesSelector deep = SeriesSelector.parse("{job=~\"(a|b|ab)*c\"}");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> deep.matches(Labels.of("job", "ab".repeat(100_000) + "!")))
			.withMessageContaining("too many steps");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SeriesSelector.parse("{job=~\"" + "(".repeat(999) + "\"}"));
	}

	@Test
	void writesItselfAsASelector() {
		assertThat(SeriesSelector.parse("up{a=~'b\"c',d!=\"\"}"))
			.hasToString("{__name__=\"up\",a=~\"b\\\"c\",d!=\"\"}");
	}

}
