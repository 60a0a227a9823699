// The moving statistics of one channel under training, and what inference makes of them. No libraries, no server.
"use strict";

const EPSILON = 0.001; // Keras's default

/** Return a source of normally distributed numbers that is the same for the same seed (mulberry32, Box and Muller). */
function normals(seed) {
  const uniform = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/**
 * Train BatchNormalization on batches of one channel, as Keras does.
 *
 * momentum: of the layer. batch: values in each batch. steps: training steps. mean, deviation: of the data. updates:
 * whether the program trains in training mode; without it the statistics stay where they begin.
 *
 * Returns the statistics before the first step and after each one, those of the batches, and the data.
 */
function simulate({ momentum, batch, steps, mean, deviation, updates = true, seed = 1 }) {
  const draw = normals(seed);
  const moving = [{ mean: 0, variance: 1 }];
  const batches = [];
  const data = [];
  for (let step = 0; step < steps; step++) {
    const values = Array.from({ length: batch }, () => mean + deviation * draw());
    const average = values.reduce((sum, value) => sum + value, 0) / batch;
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / batch;
    const before = moving[step];
    const share = updates ? momentum : 1;
    moving.push({
      mean: share * before.mean + (1 - share) * average,
      variance: share * before.variance + (1 - share) * variance,
    });
    batches.push({ mean: average, variance });
    data.push(values);
  }
  return { moving, batches, data };
}

/**
 * Return how far the layer's output in inference mode lies from what the data's own statistics would give: the root of
 * the mean square over the data, in standard deviations of the right output.
 */
function inferenceError(statistics, mean, deviation) {
  const scale = 1 / Math.sqrt(statistics.variance + EPSILON);
  const right = 1 / Math.sqrt(deviation ** 2 + EPSILON);
  return Math.hypot(deviation * (scale - right), (mean - statistics.mean) * scale) / (deviation * right);
}

/** Return a number as people read it. */
function shown(value) {
  if (!Number.isFinite(value)) return "not finite";
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(3)));
}

/** Return the sentences that say what the picture shows. */
function said(options, run) {
  const last = run.moving[run.moving.length - 1];
  const { momentum, steps, mean, deviation, updates } = options;
  const left = updates ? momentum ** steps : 1;
  const error = inferenceError(last, mean, deviation);
  const lines = [
    `<b>${why(options, left)}</b>`,
    `Moving mean ${shown(last.mean)}, and the data's is ${shown(mean)}. Moving variance ${shown(last.variance)}, and ` +
      `the data's is ${shown(deviation ** 2)}.`,
    `Output in inference mode: off by ${shown(error)} standard deviations on average.`,
  ];
  return lines.map((line) => line.replace(/BNL\d{3}/g, '<a href="rules/$&.html">$&</a>'));
}

/** Return what the statistics suffer from, with the rule that reports it. */
function why({ momentum, batch, updates }, left) {
  if (!updates) {
    return "The program trains without training=True: no step moves the statistics, whatever the momentum (BNL102).";
  }
  if (momentum === 1) return "Momentum 1 keeps all of the old statistics: they never move (BNL302).";
  if (batch === 1) {
    return "One value has variance 0, so the output in training mode is 0, and the moving variance goes to 0 (BNL201).";
  }
  if (left > 0.1) {
    return `${shown(100 * left)} % of the initial 0 and 1 is still there: too few steps for this momentum (BNL304).`;
  }
  if (momentum <= 0.5) {
    return `Each batch replaces ${shown(100 * (1 - momentum))} % of the statistics: they follow the last batches (BNL303).`;
  }
  if (batch < 8) return `Each statistic of a batch comes from ${batch} values, so it is mostly noise (BNL206).`;
  return "The moving statistics are those of the data.";
}

const WIDTH = 640;
const HEIGHT = 180;
const EDGE = 44;

/** Return one picture: batches as dots, the moving statistic as a line, the data's own as a dashed line. */
function picture(title, moving, batches, truth) {
  const values = [...moving, ...batches, truth].filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || 1) * 0.08;
  const x = (step) => EDGE + ((WIDTH - EDGE - 8) * step) / Math.max(1, moving.length - 1);
  const y = (value) => 8 + ((HEIGHT - 30) * (high + room - value)) / (high - low + 2 * room || 1);
  const every = Math.max(1, Math.ceil(batches.length / 400));
  const dots = batches
    .map((value, step) => (step % every ? "" : `<circle cx="${x(step + 1)}" cy="${y(value)}" r="1.6"/>`))
    .join("");
  const line = moving.map((value, step) => `${step ? "L" : "M"}${x(step).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
<g class="batches">${dots}</g>
<path class="truth" d="M${x(0)} ${y(truth)}H${WIDTH - 8}"/>
<path class="moving" d="${line}"/>
<text x="${EDGE - 6}" y="${y(high) + 4}" text-anchor="end">${shown(high)}</text>
<text x="${EDGE - 6}" y="${y(low) + 4}" text-anchor="end">${shown(low)}</text>
<text x="${EDGE}" y="${HEIGHT - 4}">0</text>
<text x="${WIDTH - 8}" y="${HEIGHT - 4}" text-anchor="end">${moving.length - 1} steps</text>
</svg>`;
}

/** Read the controls, simulate, and show the outcome. */
function show(page) {
  const value = (name) => Number(page.elements[name].value);
  const options = {
    momentum: value("momentum"),
    batch: 2 ** value("batch"),
    steps: Math.round(10 ** value("steps")),
    mean: value("mean"),
    deviation: value("deviation"),
    updates: page.elements.updates.checked,
  };
  for (const name of ["momentum", "batch", "steps", "mean", "deviation"]) {
    page.elements[name].nextElementSibling.value = options[name];
  }
  const run = simulate(options);
  const of = (list, name) => list.map((statistics) => statistics[name]);
  const put = (name, html) => (document.getElementById(`statistics-${name}`).innerHTML = html);
  put("mean", picture("moving mean over the steps", of(run.moving, "mean"), of(run.batches, "mean"), options.mean));
  put(
    "variance",
    picture(
      "moving variance over the steps",
      of(run.moving, "variance"),
      of(run.batches, "variance"),
      options.deviation ** 2,
    ),
  );
  put("said", said(options, run).map((line) => `<p>${line}</p>`).join(""));
}

document.addEventListener("DOMContentLoaded", () => {
  const page = document.getElementById("statistics-knobs");
  if (!page) return;
  page.addEventListener("input", () => show(page));
  page.addEventListener("submit", (event) => event.preventDefault());
  for (const preset of page.querySelectorAll("button[data-set]")) {
    preset.addEventListener("click", () => {
      for (const [name, value] of Object.entries(JSON.parse(preset.dataset.set))) {
        const control = page.elements[name];
        if (control.type === "checkbox") control.checked = value;
        else control.value = value;
      }
      show(page);
    });
  }
  show(page);
});
