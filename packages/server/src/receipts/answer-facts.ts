/**
 * What the ledger keeps of an answer, as a receipt needs it.
 */
import type { AnswerId, Citation, Customer, DeploymentId, Digest, UsageEvent } from '@slipway/contracts';

export interface AnswerFacts {
  answerId: AnswerId;
  at: string;
  deploymentId: DeploymentId;
  promptDigest: Digest;
  answerDigest: Digest;
  citations: Citation[];
  event: UsageEvent;
  customer: Customer;
  price: { amountMicroUnits: number; currency: string };
}
