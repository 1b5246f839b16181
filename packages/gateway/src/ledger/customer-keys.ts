/**
 * Customers and their API keys.
 * Invariant: a secret is 256 random bits, shown once; the database holds its SHA-256. A customer is known by name and has one industry.
 */
import { randomBytes } from 'node:crypto';
import {
  type ApiKey,
  type ApiKeyRequest,
  apiKeyRequest,
  type Customer,
  type GatewaySnapshot,
  type KeyId,
  type NewApiKey,
  newId,
  SlipwayError,
} from '@slipway/contracts';
import type { Queries } from '@slipway/core';
import { desc, eq, isNull } from 'drizzle-orm';
import { hashSecret } from '../snapshot/key-ring.ts';
import { apiKeys, customers } from './tables.ts';

const numPrefixCharacters = 9;

/**
 * Makes a key, and its customer where there is none of that name.
 * @throws SlipwayError `argument-invalid` where the customer has another industry
 */
export async function makeKey(database: Queries, request: ApiKeyRequest): Promise<NewApiKey> {
  const { customer: name, industry, label } = apiKeyRequest.parse(request);
  const secret = `sw-${randomBytes(32).toString('base64url')}`;
  return database.transaction(async (transaction) => {
    const id = newId('customer');
    await transaction
      .insert(customers)
      .values({ id, name, industry, createdAt: new Date() })
      .onConflictDoNothing({ target: customers.name });
    const [customer] = await transaction.select().from(customers).where(eq(customers.name, name));
    if (customer === undefined) throw new SlipwayError({ code: 'internal', message: 'a customer vanished' });
    if (request.industry !== undefined && customer.industry !== industry) {
      throw new SlipwayError({
        code: 'argument-invalid',
        message: `customer "${name}" is known with industry "${customer.industry}", not "${industry}"`,
        hint: 'leave the industry out, or give another name',
      });
    }
    const row = {
      id: newId('key'),
      customerId: customer.id,
      label,
      prefix: secret.slice(0, numPrefixCharacters),
      sha256: hashSecret(secret),
      createdAt: new Date(),
    };
    await transaction.insert(apiKeys).values(row);
    return { key: toApiKey({ ...row, revokedAt: null }, name), secret };
  });
}

/** Revokes a key; one that is revoked already stays so. @throws SlipwayError `not-found` */
export async function revokeKey(database: Queries, id: KeyId): Promise<void> {
  const [known] = await database.select().from(apiKeys).where(eq(apiKeys.id, id));
  if (known === undefined) throw new SlipwayError({ code: 'not-found', message: `there is no key ${id}` });
  if (known.revokedAt === null) {
    await database.update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, id));
  }
}

/** All keys, newest first, and all customers by name. */
export async function listKeys(database: Queries): Promise<{ keys: ApiKey[]; customers: Customer[] }> {
  const rows = await database
    .select({ key: apiKeys, customer: customers.name })
    .from(apiKeys)
    .innerJoin(customers, eq(apiKeys.customerId, customers.id))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
  const known = await database.select().from(customers).orderBy(customers.name);
  return {
    keys: rows.map(({ key, customer }) => toApiKey(key, customer)),
    customers: known.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
  };
}

/** Keys in force, as the gateway's snapshot holds them. */
export async function listSnapshotKeys(database: Queries): Promise<GatewaySnapshot['keys']> {
  return database
    .select({
      id: apiKeys.id,
      sha256: apiKeys.sha256,
      customerId: apiKeys.customerId,
      customer: customers.name,
      industry: customers.industry,
    })
    .from(apiKeys)
    .innerJoin(customers, eq(apiKeys.customerId, customers.id))
    .where(isNull(apiKeys.revokedAt))
    .orderBy(apiKeys.createdAt, apiKeys.id);
}

function toApiKey(row: typeof apiKeys.$inferSelect, customer: string): ApiKey {
  const { id, customerId, label, prefix, createdAt, revokedAt } = row;
  return {
    id,
    customerId,
    customer,
    label,
    prefix,
    createdAt: createdAt.toISOString(),
    ...(revokedAt === null ? {} : { revokedAt: revokedAt.toISOString() }),
  };
}
