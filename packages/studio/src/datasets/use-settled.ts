/**
 * A value once it has stood still for a moment, so that a line that is being dragged asks the server where it rests.
 */
import { useEffect, useState } from 'react';

const restMs = 150;

/** The value as it last stood still; must be the same object while it is the same. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
