package io.tandem.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Adds a token to each request, and can be given another client to go on with. What was
 * begun with the one before ends there. Thread-safe, guarded by itself.
 */
public final class IdentifiedHttpClient extends HttpClient {

	private final @Nullable BearerToken token;

	private volatile HttpClient client;

	private boolean isClosed;

	/**
	 * @param token null to add none
	 */
	public IdentifiedHttpClient(HttpClient client, @Nullable BearerToken token) {
		this.client = client;
		this.token = token;
	}

	/** Goes on with another client, and lets the one before end what it has begun. */
	public synchronized void replace(HttpClient next) {
		if (this.isClosed) {
			next.shutdownNow();
			return;
		}
		HttpClient last = this.client;
		this.client = next;
		last.shutdown();
	}

	private HttpRequest identified(HttpRequest request) throws IOException {
		return (this.token == null) ? request
				: HttpRequest.newBuilder(request, (name, value) -> true)
					.setHeader("Authorization", this.token.header())
					.build();
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
			throws IOException, InterruptedException {
		return this.client.send(identified(request), handler);
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
		try {
			return this.client.sendAsync(identified(request), handler);
		}
		catch (IOException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler,
			@Nullable PushPromiseHandler<T> promises) {
		try {
			return this.client.sendAsync(identified(request), handler, promises);
		}
		catch (IOException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public WebSocket.Builder newWebSocketBuilder() {
		throw new UnsupportedOperationException("services do not speak by web sockets");
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.client.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.client.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.client.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.client.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.client.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.client.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.client.authenticator();
	}

	@Override
	public Version version() {
		return this.client.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.client.executor();
	}

	@Override
	public boolean awaitTermination(Duration duration) throws InterruptedException {
		return this.client.awaitTermination(duration);
	}

	@Override
	public boolean isTerminated() {
		return this.client.isTerminated();
	}

	@Override
	public synchronized void shutdown() {
		this.isClosed = true;
		this.client.shutdown();
	}

	@Override
	public synchronized void shutdownNow() {
		this.isClosed = true;
		this.client.shutdownNow();
	}

	@Override
	public void close() {
		shutdown();
		this.client.close();
	}

}
