/**
 * A picture drawn by Observable Plot, with its sentence for screen readers and its numbers as a table.
 * Invariant: the place is reserved before the picture is there; a new drawing replaces the old one in the same frame.
 */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../layout/button.tsx';
import { ScrollRegion } from '../layout/scroll-region.tsx';
import { useMessages } from '../messages/messages.ts';
import { DataTable, type TableData } from './data-table.tsx';
import { loadPlot, type PlotModule } from './load-plot.ts';

export interface PlotFigureProps {
  /** What the picture shows, in one sentence. */
  label: string;
  height: number;
  table: TableData;
  /** Draws at a width in pixels; must be the same function while its data are the same. */
  draw: (plot: PlotModule, width: number) => Element;
}

/** A figure with its table view. */
export function PlotFigure({ label, height, table, draw }: PlotFigureProps): ReactNode {
  const { t } = useMessages();
  const [isTable, setTable] = useState(false);
  return (
    <figure aria-label={label} className="m-0">
      {isTable ? (
        <ScrollRegion label={label} className="max-h-80 overflow-auto">
          <DataTable caption={label} data={table} />
        </ScrollRegion>
      ) : (
        <>
          <Canvas label={label} height={height} draw={draw} />
          <div className="sr-only">
            <DataTable caption={label} data={table} />
          </div>
        </>
      )}
      <Button look="plain" className="text-xs!" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
        {isTable ? t('chart.asPicture') : t('chart.asTable')}
      </Button>
    </figure>
  );
}

function Canvas({ label, height, draw }: Pick<PlotFigureProps, 'label' | 'height' | 'draw'>): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<PlotModule>();
  const [width, setWidth] = useState(0);
  useEffect(() => {
    let isShown = true;
    void loadPlot().then((loaded) => isShown && setPlot(loaded));
    return () => {
      isShown = false;
    };
  }, []);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (!plot || width === 0) return;
    const drawing = draw(plot, width);
    // The place itself is the picture with its sentence; the parts of the drawing say nothing more.
    drawing.setAttribute('aria-hidden', 'true');
    place.current?.replaceChildren(drawing);
  }, [plot, width, draw]);
  return (
    <div
      ref={place}
      role="img"
      aria-label={label}
      style={{ minHeight: height }}
      className="w-full overflow-hidden"
    />
  );
}
