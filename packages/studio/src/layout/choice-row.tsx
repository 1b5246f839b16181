/**
 * A row of words of which one or several are chosen.
 */
import type { ReactNode } from 'react';

export interface ChoiceRowProps<Value extends string> {
  label: string;
  choices: readonly (readonly [Value, string])[];
  chosen: readonly Value[];
  onChoose: (value: Value) => void;
}

/** Toggle buttons with a legend before them. */
export function ChoiceRow<Value extends string>(props: ChoiceRowProps<Value>): ReactNode {
  const { label, choices, chosen, onChoose } = props;
  return (
    <fieldset className="flex flex-wrap items-center gap-x-1 text-s">
      <legend className="float-start pe-3 text-faint">{label}</legend>
      {choices.map(([value, name]) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen.includes(value)}
          onClick={() => onChoose(value)}
          className="min-h-9 border-b border-transparent px-2 text-faint hover:text-ink aria-pressed:border-ink aria-pressed:font-strong aria-pressed:text-ink"
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
