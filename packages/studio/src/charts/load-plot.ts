/**
 * Observable Plot, fetched when the first picture is drawn and kept from then on.
 */
type PlotModule = typeof import('@observablehq/plot');

let loading: Promise<PlotModule> | undefined;

/** The library; the same promise every time. */
export function loadPlot(): Promise<PlotModule> {
  loading ??= import('@observablehq/plot');
  return loading;
}

export type { PlotModule };
