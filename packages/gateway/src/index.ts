/**
 * The door of the gateway: the request path as a server, its journal, and the ledger that counts it.
 */
export { findCitedNumbers, groundMessages, toCitations } from './grounding/ground-messages.ts';
export { openIndexRetriever } from './grounding/open-index-retriever.ts';
export type { RetrievedPassage, Retriever } from './grounding/retriever.ts';
export { type Gateway, type GatewayOptions, startGateway } from './http/start-gateway.ts';
export { findJournalledAnswer, type JournalledDigests } from './journal/find-answer.ts';
export type { IngestResult } from './ledger/ingest-journal.ts';
export type { StatementQuery } from './ledger/make-statement.ts';
export { type Ledger, openLedger } from './ledger/open-ledger.ts';
export type { AnswerReference, CountedAnswer } from './ledger/read-answers.ts';
export {
  type GatewayProcessConfig,
  type GatewayProcessMessage,
  gatewayProcessConfig,
} from './process/gateway-config.ts';
export { gatewayProcessScript } from './process/gateway-script.ts';
export { hashSecret } from './snapshot/key-ring.ts';
export { writeSnapshot } from './snapshot/write-snapshot.ts';
