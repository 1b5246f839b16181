// The rows of the report: meters of our own runs, and the ratio to a peer.
// Invariant: rates by the clock unless a row says otherwise; nothing is left out of a run's time but making its input.

const gibibyte = 2 ** 30;

/** A metric that only we claim. */
const alone = (metric, unit, ours, goal, holds) => ({
  metric,
  unit,
  ours,
  peer: null,
  peerVersion: null,
  ratio: null,
  goal,
  holds,
});

/** Class B: the whole and a tenth of it. */
export function describeWeb(whole, part) {
  const share = whole.funnel.at(-1).kept.numBytes / whole.input.numBytes;
  const numPlanted = whole.contamination.planted ?? 0;
  const perSecond = (number) => Math.round(number / whole.seconds);
  return [
    alone('bytes in', 'MB/s', whole.numBytes / 1e6 / whole.seconds, '-', true),
    alone('tokens scanned', 'tokens/s', perSecond(whole.numTokensScanned), '-', true),
    alone(
      'tokens kept',
      'tokens/s',
      perSecond(whole.numTokens),
      '>= 772000',
      perSecond(whole.numTokens) >= 772_000,
    ),
    alone('bytes kept', 'share', share, '0.4 to 0.6', share >= 0.4 && share <= 0.6),
    // A run that looks for nothing is faster.
    alone('documents with a planted line', 'documents', numPlanted, '> 0', numPlanted > 0),
    alone('peak memory', 'GiB', whole.peakBytes / gibibyte, '<= 4', whole.peakBytes <= 4 * gibibyte),
    alone(
      'peak memory over that of a tenth',
      'times',
      whole.peakBytes / part.peakBytes,
      '<= 1.5',
      whole.peakBytes / part.peakBytes <= 1.5,
    ),
  ];
}

const ratioRow = ({ metric, unit, ours, peer, peerVersion, least }) => ({
  metric,
  unit,
  ours,
  peer,
  peerVersion,
  ratio: ours / peer,
  goal: least ? `>= ${least}` : '-',
  holds: least ? ours / peer >= least : true,
});

/** The same steps: kept tokens a second of the clock, and a second of CPU time, which on a busy machine says more. */
export function compareDatatrove(mine, peer) {
  const { peerVersion } = peer;
  const peerTokens = peer.stages.at(-1).steps.find(({ tokens }) => tokens)?.tokens ?? 0;
  const row = (metric, field) =>
    ratioRow({
      metric,
      unit: 'tokens/s',
      ours: mine.numTokens / mine[field],
      peer: peerTokens / peer[field],
      peerVersion,
      least: 30,
    });
  return [
    row('tokens kept, English and Chinese', 'seconds'),
    row('tokens kept, English and Chinese, a CPU second', 'cpuSeconds'),
  ];
}

/** Dolma has fewer steps and other rules, so what goes in is compared, not what is kept. */
export function compareDolma(mine, peer) {
  const rate = ({ seconds }) => mine.numBytes / 1e6 / seconds;
  const { peerVersion } = peer;
  return [
    ratioRow({
      metric: 'bytes in, beside dolma',
      unit: 'MB/s',
      ours: rate(mine),
      peer: rate(peer),
      peerVersion,
    }),
  ];
}

/** Class A: pages of WARC files, read, extracted, judged, tokenised. */
export function describePages(made) {
  const pages = made.input.numDocuments;
  return [
    alone('class A: pages', 'pages/s', pages / made.seconds, '-', true),
    alone('class A: pages, a core', 'pages/CPU-s', pages / made.cpuSeconds, '-', true),
    alone('class A: bytes of WARC in', 'MB/s', made.numBytes / 1e6 / made.seconds, '-', true),
  ];
}

/** Class C: files of a company; PDF and Office are read in processes of their own, so that only the clock tells all. */
export function describeOffice(made, numFiles) {
  return [
    alone('class C: files', 'files/s', numFiles / made.seconds, '-', true),
    alone('class C: bytes in', 'MB/s', made.numBytes / 1e6 / made.seconds, '-', true),
  ];
}
