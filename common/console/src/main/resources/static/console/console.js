// Draws charts, and keeps what is unfolded and what has the focus over a refresh. htmx does the refreshing.
"use strict";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function draw(plot) {
	const data = JSON.parse(plot.dataset.values);
	const axis = { stroke: css("--dim"), grid: { stroke: css("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
	const series = { stroke: css("--link"), width: 1.5, points: { show: data[0].length < 30, size: 4 } };
	if (plot.dataset.stepped === "true") {
		series.paths = uPlot.paths.stepped({ align: 1 });
		series.points = { show: false };
	}
	if (plot.dataset.dots === "true") {
		series.paths = () => null;
		series.points = { show: true, size: 5, fill: css("--link") };
	}
	const labels = plot.dataset.labels ? JSON.parse(plot.dataset.labels) : null;
	const two = (n) => String(n).padStart(2, "0");
	const clock = (self, ticks, axis, space, step) => ticks.map((tick) => {
		const at = new Date(tick * 1e3);
		return two(at.getUTCHours()) + ":" + two(at.getUTCMinutes()) + (step < 60 ? ":" + two(at.getUTCSeconds()) : "");
	});
	const names = labels ? { splits: () => labels.map((_, i) => i), values: () => labels, size: 90 } : { size: 52 };
	new uPlot({
		width: plot.clientWidth, height: plot.clientHeight, tzDate: (ts) => uPlot.tzDate(new Date(ts * 1e3), "Etc/UTC"),
		cursor: { y: false }, legend: { show: false },
		scales: labels ? { y: { range: [-0.4, labels.length - 0.6] } } : {},
		axes: [Object.assign({}, axis, { values: clock, space: 70, size: 30 }), Object.assign({}, axis, names)],
		series: [{}, series]
	}, data, plot);
}

function drawAll() {
	for (const plot of document.querySelectorAll(".plot")) {
		if (!plot.firstElementChild) draw(plot);
	}
}

let unfolded = [];
document.addEventListener("htmx:beforeSwap", (event) => {
	// an error, or a hub that has gone: what is shown stays, and says how old it is
	if (event.detail.xhr.status !== 200) event.detail.shouldSwap = false;
	unfolded = [...document.querySelectorAll("details[open][id]")].map((each) => each.id);
});
document.addEventListener("htmx:afterSettle", () => {
	for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
	drawAll();
});

const stale = (text) => {
	const live = document.getElementById("live");
	if (live) live.textContent = text;
	document.body.classList.add("stale");
};
document.addEventListener("htmx:sendError", () => stale("this hub does not answer; what is shown is old"));
document.addEventListener("htmx:responseError", (event) => stale("this hub answers " + event.detail.xhr.status + "; what is shown is old"));
document.addEventListener("htmx:afterSwap", () => document.body.classList.remove("stale"));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
	for (const plot of document.querySelectorAll(".plot")) plot.replaceChildren();
	drawAll();
});
window.addEventListener("resize", () => {
	for (const plot of document.querySelectorAll(".plot")) plot.replaceChildren();
	drawAll();
});
document.addEventListener("DOMContentLoaded", drawAll);
