/**
 * What a `slipway.config.ts` exports.
 */
import type { ConfigurationInput } from './configuration-schema.ts';

/** Gives a configuration its type, and back as it is. */
export function defineConfig(configuration: ConfigurationInput): ConfigurationInput {
  return configuration;
}
