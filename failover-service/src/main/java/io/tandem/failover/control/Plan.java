package io.tandem.failover.control;

import io.tandem.failover.detection.Tier;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine's tiers in the order in which they are tried. Immutable.
 *
 * @param targets the spool last
 */
public record Plan(String machine, List<TierTarget> targets) {

	/**
	 * @throws IllegalArgumentException if a tier is named twice, or the spool is not the
	 * last
	 */
	public Plan {
		targets = List.copyOf(targets);
		List<Tier> tiers = targets.stream().map(TierTarget::tier).toList();
		if (tiers.isEmpty() || tiers.getLast().kind() != Tier.Kind.SPOOL
				|| tiers.stream().distinct().count() != tiers.size()) {
			throw new IllegalArgumentException("a plan names each tier once and ends with the spool: tiers=" + tiers);
		}
	}

	/**
	 * Makes a plan of the tiers that have an address, and the spool.
	 * @param endpoints where records are sent to, in the order of preference; what is
	 * probed is on the same server
	 */
	public static Plan of(String machine, Map<Tier, URI> endpoints) {
		List<TierTarget> targets = new ArrayList<>();
		endpoints.forEach((tier, endpoint) -> targets.add(new TierTarget(tier, endpoint.resolve("/"))));
		targets.add(new TierTarget(new Tier(Tier.Kind.SPOOL, machine), null));
		return new Plan(machine, targets);
	}

	/** Returns the tiers in their order. */
	public List<Tier> tiers() {
		return this.targets.stream().map(TierTarget::tier).toList();
	}

	/**
	 * Finds a tier by its name, {@code peer-hub/pc2}, or by its kind alone,
	 * {@code peer-hub}; then it is the first of that kind.
	 */
	public Optional<Tier> find(String name) {
		return tiers().stream()
			.filter((tier) -> tier.toString().equals(name) || tier.kind().word().equals(name))
			.findFirst();
	}

	/** Returns the address of a tier as it is shown; for the spool that of nothing. */
	public String address(Tier tier) {
		return this.targets.stream()
			.filter((target) -> target.tier().equals(tier) && target.base() != null)
			.map((target) -> String.valueOf(target.base()))
			.findFirst()
			.orElse("-");
	}

	/**
	 * Returns what this machine calls a tier of another one: there it is the local hub,
	 * here a peer's. Empty for what only that machine can reach.
	 * @param peer whose name for it is given
	 */
	public Optional<Tier> translate(String peer, Tier theirs) {
		Tier ours = switch (theirs.kind()) {
			case LOCAL_HUB, PEER_HUB -> new Tier(
					theirs.machine().equals(this.machine) ? Tier.Kind.LOCAL_HUB : Tier.Kind.PEER_HUB, theirs.machine());
			case PUSHGATEWAY, SPOOL -> theirs;
		};
		boolean isPrivate = !theirs.isHub() || peer.equals(this.machine);
		return (isPrivate || !tiers().contains(ours)) ? Optional.empty() : Optional.of(ours);
	}

}
