/**
 * Where the line reaches the water: it bends into the waterline, and below begins the conversation.
 */
import type { ReactNode } from 'react';

const wave = 24;
const numWaves = 70;

/** The bend and the waves; solid once the model is afloat, dashed before. */
export function Waterline({ isAfloat }: { isAfloat: boolean }): ReactNode {
  const waves = Array.from({ length: numWaves }, () => `q${wave / 4} -5 ${wave / 2} 0 t${wave / 2} 0`).join(
    ' ',
  );
  return (
    <div aria-hidden="true" className="relative h-16 overflow-hidden">
      <svg
        aria-hidden="true"
        width={numWaves * wave + 60}
        height="64"
        className="absolute start-0 top-0"
        fill="none"
        strokeWidth="2"
      >
        <path
          d="M8 0 V14 C8 38 24 44 46 44"
          stroke={isAfloat ? 'var(--color-ink)' : 'var(--color-edge)'}
          strokeDasharray={isAfloat ? undefined : '3 5'}
        />
        <path
          d={`M46 44 ${waves}`}
          stroke={isAfloat ? 'var(--color-proven)' : 'var(--color-hair)'}
          strokeWidth={isAfloat ? 1.75 : 1.5}
        />
      </svg>
    </div>
  );
}
