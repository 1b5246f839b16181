// How sure the model may be: a script's logits are multiplied by exp(a + b ln n) where n is the number of n-grams, so that probabilities come true.
// The mean of many n-grams says more than that of few, and softmax of the mean does not know it (Guo et al., https://arxiv.org/abs/1706.04599).
// Invariant: `a` and `b` have the least cross entropy of a grid over held-out text.
const starts = Array.from({ length: 71 }, (_, step) => -5 + step * 0.1);
const slopes = Array.from({ length: 25 }, (_, step) => step * 0.05);

function lossOf({ logits, right, count }, [start, slope]) {
  const scale = Math.exp(start + slope * Math.log(count));
  const most = Math.max(...logits);
  let sum = 0;
  for (const logit of logits) sum += Math.exp((logit - most) * scale);
  return Math.log(sum) - (logits[right] - most) * scale;
}

function searchScale(examples) {
  let best = { loss: Infinity, scale: [0, 0] };
  for (const start of starts) {
    for (const slope of slopes) {
      const loss = examples.reduce((sum, example) => sum + lossOf(example, [start, slope]), 0);
      if (loss < best.loss) best = { loss, scale: [start, slope] };
    }
  }
  return best;
}

/** Of {script, logits, right, count}, the two numbers of each script. */
export function fitScales(examples) {
  return Object.fromEntries(
    [...new Set(examples.map(({ script }) => script))].map((script) => {
      const own = examples.filter((example) => example.script === script);
      const { scale, loss } = searchScale(own);
      const before = own.reduce((sum, example) => sum + lossOf(example, [0, 0]), 0);
      process.stderr.write(
        `${script}: cross entropy ${(before / own.length).toFixed(4)} to ${(loss / own.length).toFixed(4)}\n`,
      );
      return [script, scale.map((value) => Math.round(value * 100) / 100)];
    }),
  );
}
