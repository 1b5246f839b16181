/**
 * What the environment says: secrets and endpoints only.
 * Invariant: an empty variable counts as not set.
 */
import type { ConfigurationLayer } from './configuration-layer.ts';
import { environmentFields } from './configuration-schema.ts';

/** One layer for each variable that is set, so that each value has its own origin. */
export function readEnvironmentLayers(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigurationLayer[] {
  return environmentFields.flatMap(({ variables, field }) => {
    const variable = variables.find((name) => environment[name]);
    const value = variable === undefined ? undefined : environment[variable];
    if (variable === undefined || value === undefined) return [];
    return { origin: variable, values: { [field]: parseValue(field, value) } };
  });
}

function parseValue(field: string, value: string): unknown {
  if (field === 'network.noProxy')
    return value
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== '');
  // Proxies are often given as host:port.
  if (field === 'network.proxyUrl' && !value.includes('://')) return `http://${value}`;
  return value;
}
