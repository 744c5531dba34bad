package io.tandem.console.source;

/**
 * What is asked of a service.
 *
 * @param <T> the answer
 * @param path with the query, from the first slash
 * @param type what its JSON is read as
 * @param isHealth whether 503 is an answer like any other
 * @param isReport whether the service works the answer out of much when it is asked, so
 * it takes longer and is asked for less often
 */
public record Question<T>(String machine, Service service, String path, Class<T> type, boolean isHealth,
		boolean isReport) {

	/** Asks for something that is answered by 200. */
	public static <T> Question<T> of(String machine, Service service, String path, Class<T> type) {
		return new Question<>(machine, service, path, type, false, false);
	}

	/** Asks for a service's own health. */
	public static Question<ServiceHealth> ofHealth(String machine, Service service) {
		return new Question<>(machine, service, "/actuator/health", ServiceHealth.class, true, false);
	}

	/** Asks for something that takes its time. */
	public static <T> Question<T> ofReport(String machine, Service service, String path, Class<T> type) {
		return new Question<>(machine, service, path, type, false, true);
	}

}
