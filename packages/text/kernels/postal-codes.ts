/**
 * Postal codes of the United States in their long form, which have the digits of a telephone number: `MA 02110-1301`.
 * Invariant: known by the state before them. Only states whose codes begin with 0 are listed, for no other code could be taken for a number
 * with a trunk 0.
 */
import { separatorAfter, sizeOf } from './digit-groups';
import { isWordByte, plainBefore, plainWidth } from './number-window';

/** Blanks, commas and ends of lines between a state and its code. */
const mostBetween: i32 = 3;

/** AE CT MA ME NH NJ NY RI VT. */
function isState(first: u32, second: u32): bool {
  if (first === 0x41) return second === 0x45;
  if (first === 0x43 || first === 0x56) return second === 0x54;
  if (first === 0x4d) return second === 0x41 || second === 0x45;
  if (first === 0x4e) return second === 0x48 || second === 0x4a || second === 0x59;
  return first === 0x52 && second === 0x49;
}

/** Whether the groups that were read, which begin at `at`, are the code of a state. The text begins at `text`. */
export function isPostalCode(at: usize, text: usize): bool {
  if (sizeOf(0) !== 5 || sizeOf(1) !== 4 || separatorAfter(0) !== 0x2d) return false;
  let place = at;
  let last = plainBefore(place, text);
  let numBetween: i32 = 0;
  while (last === 0x20 || last === 0x2c || last === 0x0a) {
    if (++numBetween > mostBetween) return false;
    place -= plainWidth();
    last = plainBefore(place, text);
  }
  if (numBetween === 0) return false;
  place -= plainWidth();
  const first = plainBefore(place, text);
  if (!isState(first, last)) return false;
  return !isWordByte(plainBefore(place - plainWidth(), text));
}
