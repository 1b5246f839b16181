/**
 * Customers and API keys. A key's secret is shown once, when made; only its hash is kept.
 */
import { z } from 'zod';
import { customerId, keyId } from './ids.ts';

export const customer = z.object({
  id: customerId,
  name: z.string().min(1).max(200),
  /** The customer's trade, by which statements can be grouped: `banking`, `energy`, ... */
  industry: z.string().min(1).max(100),
  createdAt: z.iso.datetime(),
});
export type Customer = z.infer<typeof customer>;

export const apiKey = z.object({
  id: keyId,
  customerId,
  customer: z.string(),
  label: z.string().max(200),
  /** The first characters, by which a person recognises it. */
  prefix: z.string(),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().optional(),
});
export type ApiKey = z.infer<typeof apiKey>;

export const apiKeyRequest = z.strictObject({
  customer: z.string().min(1).max(200),
  industry: z.string().min(1).max(100).default('internal'),
  label: z.string().max(200).default(''),
});
export type ApiKeyRequest = z.input<typeof apiKeyRequest>;

/** The only moment the secret is seen. */
export const newApiKey = z.object({ key: apiKey, secret: z.string() });
export type NewApiKey = z.infer<typeof newApiKey>;
