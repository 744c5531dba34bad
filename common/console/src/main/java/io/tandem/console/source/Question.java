package io.tandem.console.source;

/**
 * What is asked of a service.
 *
 * @param <T> the answer
 * @param path with the query, from the first slash
 * @param type what its JSON is read as
 * @param isHealth whether 503 is an answer like any other
 */
public record Question<T>(String machine, Service service, String path, Class<T> type, boolean isHealth) {

	/** Asks for something that is answered by 200. */
	public static <T> Question<T> of(String machine, Service service, String path, Class<T> type) {
		return new Question<>(machine, service, path, type, false);
	}

	/** Asks for a service's own health. */
	public static Question<ServiceHealth> ofHealth(String machine, Service service) {
		return new Question<>(machine, service, "/actuator/health", ServiceHealth.class, true);
	}

}
