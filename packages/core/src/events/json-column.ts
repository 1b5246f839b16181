/**
 * A column that holds a JSON value as text.
 * Invariant: what is read equals what was written, also a bare string, NUL characters and the order of keys: `jsonb` keeps
 * neither of the last two, and Drizzle's own `json` reads the string "5" back as a number.
 */
import { customType } from 'drizzle-orm/pg-core';

/** @param name the column's name in the database */
export function jsonColumn<Value>(name: string) {
  return customType<{ data: Value; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (text) => JSON.parse(text) as Value,
  })(name);
}
