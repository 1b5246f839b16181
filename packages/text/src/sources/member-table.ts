/**
 * Which members of an object, columns of a table or fields of a row hold what, by the names that an option gives.
 * Invariant: of several names for one role the first that is there counts; the order of the object's own members never matters.
 */
import type { MemberNames, MemberRole } from './source.ts';

export interface MemberTable {
  /** All names, each once. */
  names: readonly string[];
  /** For each role the places in `names`, best first. */
  places: Readonly<Record<MemberRole, readonly number[]>>;
}

const roles: readonly MemberRole[] = ['text', 'address', 'title', 'date', 'language', 'id', 'split'];

/** The roles besides the text: what a record carries as strings. */
export const labelRoles = ['address', 'title', 'date', 'language', 'id', 'split'] as const;

export function makeMemberTable(members: MemberNames): MemberTable {
  const names = [...new Set(roles.flatMap((role) => members[role]))];
  const places = Object.fromEntries(
    roles.map((role) => [role, members[role].map((name) => names.indexOf(name))]),
  ) as unknown as Record<MemberRole, readonly number[]>;
  return { names, places };
}

/** Labels of a record, from a function that gives the text at a place or nothing. */
export function readLabels(
  table: MemberTable,
  textAt: (place: number) => string | undefined,
): Partial<Record<(typeof labelRoles)[number], string>> {
  const labels: Partial<Record<(typeof labelRoles)[number], string>> = {};
  for (const role of labelRoles) {
    for (const place of table.places[role]) {
      const text = textAt(place);
      if (text === undefined || text === '') continue;
      labels[role] = text;
      break;
    }
  }
  return labels;
}
