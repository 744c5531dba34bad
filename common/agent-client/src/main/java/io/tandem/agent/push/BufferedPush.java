package io.tandem.agent.push;

import io.tandem.agent.push.PushBuffer.Body;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes what is new before what is old: a live body first, and once it was taken the
 * buffered ones, oldest first, while the time lasts. A live body that nobody takes is
 * buffered. Drops are counted in samples. Confined to one thread at a time; its figures
 * may be read by anyone.
 */
public final class BufferedPush {

	private static final Logger logger = LoggerFactory.getLogger(BufferedPush.class);

	private final PushClient client;

	private final PushBuffer buffer;

	private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

	private String trouble = "";

	private long troubled;

	/**
	 * Makes an empty one.
	 * @param maxBytes of compressed bodies to keep
	 */
	public BufferedPush(PushClient client, long maxBytes) {
		this.client = client;
		this.buffer = new PushBuffer(maxBytes);
		for (DropReason reason : DropReason.values()) {
			this.dropped.put(reason, new LongAdder());
		}
	}

	/**
	 * Sends a live body, or buffers it.
	 * @param body a snappy-compressed WriteRequest, not changed from now on
	 * @param budget the longest it may take
	 * @return whether it was taken or rejected, so that it makes sense to send more
	 */
	public boolean push(byte[] body, int samples, Duration budget) throws InterruptedException {
		Body live = new Body(body, samples);
		PushOutcome outcome;
		try {
			outcome = this.client.send(body, budget);
		}
		catch (InterruptedException | RuntimeException ex) {
			keep(live);
			throw ex;
		}
		return switch (outcome) {
			case PushOutcome.Accepted accepted -> {
				recovered(accepted.target());
				yield true;
			}
			case PushOutcome.Rejected rejected -> {
				rejected(live, rejected);
				yield true;
			}
			case PushOutcome.Unreachable unreachable -> {
				keep(live);
				failed(unreachable.detail());
				yield false;
			}
		};
	}

	/** Keeps a live body without trying to send it, behind another that nobody took. */
	public void keep(byte[] body, int samples) {
		keep(new Body(body, samples));
	}

	/** Sends buffered bodies until there are none, one is not taken, or time is up. */
	public void drain(Duration budget) throws InterruptedException {
		long deadline = System.nanoTime() + budget.toNanos();
		Body oldest = this.buffer.oldest();
		long left = budget.toNanos();
		while (oldest != null && left > 0) {
			switch (this.client.send(oldest.bytes(), Duration.ofNanos(left))) {
				case PushOutcome.Accepted accepted -> this.buffer.remove(oldest);
				case PushOutcome.Rejected rejected -> {
					this.buffer.remove(oldest);
					rejected(oldest, rejected);
				}
				case PushOutcome.Unreachable unreachable -> {
					failed(unreachable.detail());
					return;
				}
			}
			oldest = this.buffer.oldest();
			left = deadline - System.nanoTime();
		}
	}

	/** Gives up what is still buffered, counted and said. */
	public void close() {
		long samples = this.buffer.clear();
		if (samples > 0) {
			drop(DropReason.CLOSED, samples);
			logger.atWarn().addKeyValue("samples", samples).log("Dropped what nobody had taken when the agent ended");
		}
	}

	PushClient client() {
		return this.client;
	}

	long bufferedBytes() {
		return this.buffer.bytes();
	}

	long dropped(DropReason reason) {
		LongAdder count = this.dropped.get(reason);
		return (count != null) ? count.sum() : 0;
	}

	private void keep(Body body) {
		drop(DropReason.BUFFER_FULL, this.buffer.add(body));
	}

	private void rejected(Body body, PushOutcome.Rejected rejected) {
		drop(DropReason.REJECTED, body.samples());
		failed(rejected.target() + ": status " + rejected.status() + ": " + rejected.detail());
	}

	private void drop(DropReason reason, long samples) {
		LongAdder count = this.dropped.get(reason);
		if (count != null && samples > 0) {
			count.add(samples);
		}
	}

	private void failed(String reason) {
		this.troubled++;
		if (!reason.equals(this.trouble)) {
			this.trouble = reason;
			logger.atWarn()
				.addKeyValue("reason", reason)
				.addKeyValue("bufferedBytes", this.buffer.bytes())
				.addKeyValue("failures", this.troubled)
				.log("A push was not taken");
		}
	}

	private void recovered(String target) {
		if (this.troubled > 0) {
			logger.atInfo()
				.addKeyValue("target", target)
				.addKeyValue("failures", this.troubled)
				.addKeyValue("dropped", dropped(DropReason.BUFFER_FULL) + dropped(DropReason.REJECTED))
				.log("Pushes are taken again");
			this.troubled = 0;
			this.trouble = "";
		}
	}

}
