/**
 * All that the gateway needs to serve without a database: written whole by the server, read by the gateway on change.
 * Invariant: keys appear only as SHA-256 hashes; the file is readable by its owner alone.
 */
import { z } from 'zod';
import { engineAddress } from './deployment.ts';
import { customerId, deploymentId, digest, keyId, replicaId } from './ids.ts';

export const gatewaySnapshot = z.object({
  format: z.literal('slipway-gateway/1'),
  revision: z.number().int(),
  keys: z.array(
    z.object({ id: keyId, sha256: z.string(), customerId, customer: z.string(), industry: z.string() }),
  ),
  deployments: z.array(
    z.object({
      id: deploymentId,
      alias: z.string(),
      model: digest,
      modelName: z.string(),
      contextTokens: z.number().int(),
      createdAt: z.iso.datetime(),
      /** Folder with the index artifact's files, where answers are grounded. */
      indexDirectory: z.string().optional(),
      replicas: z.array(z.object({ id: replicaId, address: engineAddress })),
    }),
  ),
});
export type GatewaySnapshot = z.infer<typeof gatewaySnapshot>;
