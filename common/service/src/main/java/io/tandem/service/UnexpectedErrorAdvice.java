package io.tandem.service;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers a fault of our own with a problem detail that tells nothing of the inside, and
 * logs it with its stack trace. The last to be asked.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class UnexpectedErrorAdvice {

	private static final Logger logger = LoggerFactory.getLogger(UnexpectedErrorAdvice.class);

	/**
	 * @return null where the client has gone: nobody would read an answer
	 * @throws Exception the same, if its class names a status of its own
	 */
	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(Exception ex, HttpServletRequest request) throws Exception {
		if (DisconnectedClientHelper.isClientDisconnectedException(ex)) {
			return null;
		}
		if (AnnotatedElementUtils.hasAnnotation(ex.getClass(), ResponseStatus.class)) {
			throw ex;
		}
		logger.atError()
			.addKeyValue("method", request.getMethod())
			.addKeyValue("path", request.getRequestURI())
			.setCause(ex)
			.log("request failed");
		ProblemException problem = new ProblemException(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error",
				"the service failed on this request; its log says why");
		return ResponseEntity.status(problem.getStatusCode()).body(problem.getBody());
	}

}
