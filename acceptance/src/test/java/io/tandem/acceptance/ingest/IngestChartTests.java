package io.tandem.acceptance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class IngestChartTests {

	@Test
	void barsAreAsLongAsTheirFigures() throws Exception {
		Map<String, Double> figures = new LinkedHashMap<>();
		figures.put("hub", 150.0);
		figures.put("a & b", 300.0);
		figures.put("nothing", 0.0);
		Document svg = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(
					IngestChart.of("k <samples>", figures, List.of("hub")).getBytes(StandardCharsets.UTF_8)));
		NodeList bars = svg.getElementsByTagName("rect");
		assertThat(bars.getLength()).isEqualTo(3);
		assertThat(width(bars, 1)).isEqualTo(2 * width(bars, 0));
		assertThat(width(bars, 2)).isEqualTo(1);
		assertThat(((Element) bars.item(0)).getAttribute("class")).isEqualTo("ours");
		assertThat(svg.getDocumentElement().getTextContent()).contains("k <samples>", "a & b", "150", "300");
	}

	private static int width(NodeList bars, int index) {
		return Integer.parseInt(((Element) bars.item(index)).getAttribute("width"));
	}

}
