/**
 * A deployment: a model in service, as it is wanted and as it is.
 *
 *   proving -> serving -> stopped;   proving -> refused (a gate failed);   serving <-> restarting;   any -> failed
 *
 * Invariant: only a deployment whose gates all passed is ever `serving`; `desired` is stored and the supervisor makes it so.
 */
import { z } from 'zod';
import { deploymentId, digest } from './ids.ts';
import { errorData } from './slipway-error.ts';

export const deploymentState = z.enum(['proving', 'serving', 'restarting', 'stopped', 'refused', 'failed']);
export type DeploymentState = z.infer<typeof deploymentState>;

export const deployment = z.object({
  id: deploymentId,
  /** The alias that API clients give as `model`. */
  alias: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'an alias is lower-case letters, digits, dots and dashes'),
  model: digest,
  /** Index whose passages ground the answers, where there is one. */
  index: digest.optional(),
  dataset: digest.optional(),
  /** Gate reports that let it into service. */
  gates: z.array(digest),
  evaluations: z.array(digest),
  contextTokens: z.number().int().positive(),
  desired: z.enum(['running', 'stopped']),
  state: deploymentState,
  createdAt: z.iso.datetime(),
  /** Times its engine was started again after a crash. */
  numRestarts: z.number().int().nonnegative(),
  error: errorData.optional(),
});
export type Deployment = z.infer<typeof deployment>;

/** What a serving step asks of the server. */
export const deploymentRequest = deployment
  .pick({
    alias: true,
    model: true,
    index: true,
    dataset: true,
    gates: true,
    evaluations: true,
    contextTokens: true,
  })
  .extend({ gates: z.array(digest).default([]), evaluations: z.array(digest).default([]) });
export type DeploymentRequest = z.infer<typeof deploymentRequest>;

/** Where a replica's engine answers, for whoever may speak to it directly. */
export const engineAddress = z.object({ url: z.url(), token: z.string() });
export type EngineAddress = z.infer<typeof engineAddress>;
