/**
 * One source of configuration: values by dotted field name, and where they come from.
 * Invariant: a later layer wins field by field, never whole sections.
 */

export interface ConfigurationLayer {
  /** For people: "slipway.config.ts", "DATABASE_URL", "flag". */
  origin: string;
  values: Record<string, unknown>;
}

/** A nested object as dotted fields; lists are values. */
export function flattenFields(value: object, prefix = ''): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const field = prefix + name;
    if (inner === undefined) continue;
    const isSection = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    if (isSection) Object.assign(fields, flattenFields(inner, `${field}.`));
    else fields[field] = inner;
  }
  return fields;
}

/** Dotted fields as a nested object. */
export function nestFields(fields: Record<string, unknown>): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    const parts = field.split('.');
    const last = parts.pop() as string;
    let section = nested;
    for (const part of parts) {
      const inner = Object.hasOwn(section, part) ? section[part] : undefined;
      const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
      section[part] = next;
      section = next;
    }
    section[last] = value;
  }
  return nested;
}

/** All layers as one, with the origin of each field. */
export function mergeLayers(layers: readonly ConfigurationLayer[]): {
  values: Record<string, unknown>;
  origins: Record<string, string>;
} {
  const fields: Record<string, unknown> = {};
  const origins: Record<string, string> = {};
  for (const { origin, values } of layers) {
    for (const [field, value] of Object.entries(values)) {
      fields[field] = value;
      origins[field] = origin;
    }
  }
  return { values: nestFields(fields), origins };
}
