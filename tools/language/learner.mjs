// The classifier while it learns: rows and heads, one step of gradient descent on the cross entropy (fastText's, https://arxiv.org/abs/1607.01759).
// Invariant: one order of examples gives the same numbers.
export const numDimensions = 16;
const biasRate = 0.1;

/** Where the languages of each script begin and end in the list of them. */
export function spansOf(known) {
  const scripts = [...new Set(known.map(({ script }) => script))];
  return Object.fromEntries(
    scripts.map((script) => [
      script,
      [
        known.findIndex((entry) => entry.script === script),
        known.findLastIndex((entry) => entry.script === script) + 1,
      ],
    ]),
  );
}

/** Fills `mean` with the mean row of the buckets, and `values` with the logits of the languages of a span. */
function measure({ rows, heads, mean, values }, buckets, [start, end]) {
  mean.fill(0);
  for (const bucket of buckets) {
    const row = bucket * numDimensions;
    for (let at = 0; at < numDimensions; at++) mean[at] += rows[row + at];
  }
  for (let at = 0; at < numDimensions; at++) mean[at] /= buckets.length;
  for (let place = start; place < end; place++) {
    const head = place * (numDimensions + 1);
    let product = heads[head + numDimensions];
    for (let at = 0; at < numDimensions; at++) product += mean[at] * heads[head + at];
    values[place] = product;
  }
}

/** Makes probabilities of the logits of a span. */
function softmax(values, [start, end]) {
  let most = -Infinity;
  for (let place = start; place < end; place++) most = Math.max(most, values[place]);
  let sum = 0;
  for (let place = start; place < end; place++) sum += values[place] = Math.exp(values[place] - most);
  for (let place = start; place < end; place++) values[place] /= sum;
}

/** @returns `rows`, `heads`, `learn(buckets, label, rate)` that gives the loss, and `ask(buckets, label)` that gives the logits */
export function createLearner(known, { numBuckets, random }) {
  const rows = new Float32Array(numBuckets * numDimensions).map(() => (random() - 0.5) / numDimensions);
  const heads = new Float32Array(known.length * (numDimensions + 1));
  const mean = new Float64Array(numDimensions);
  const slope = new Float64Array(numDimensions);
  const values = new Float64Array(known.length);
  const spans = spansOf(known);
  const state = { rows, heads, mean, values };

  function learn(buckets, label, rate) {
    const span = spans[known[label].script];
    measure(state, buckets, span);
    softmax(values, span);
    slope.fill(0);
    for (let place = span[0]; place < span[1]; place++) {
      const head = place * (numDimensions + 1);
      const step = rate * ((place === label ? 1 : 0) - values[place]);
      for (let at = 0; at < numDimensions; at++) {
        slope[at] += step * heads[head + at];
        heads[head + at] += step * mean[at];
      }
      heads[head + numDimensions] += biasRate * step;
    }
    for (let at = 0; at < numDimensions; at++) slope[at] /= buckets.length;
    for (const bucket of buckets) {
      const row = bucket * numDimensions;
      for (let at = 0; at < numDimensions; at++) rows[row + at] += slope[at];
    }
    return -Math.log(Math.max(values[label], 1e-9));
  }

  function ask(buckets, label) {
    const span = spans[known[label].script];
    measure(state, buckets, span);
    return { logits: values.slice(...span), right: label - span[0] };
  }
  return { rows, heads, learn, ask };
}
