/**
 * Verifies a receipt line by line against the store, the ledger and the engine's own journal.
 * Invariant: a check reads the thing itself again; one that cannot be made has failed.
 */

import { readFile } from 'node:fs/promises';
import {
  type Citation,
  type Deployment,
  type Digest,
  datasetDocument,
  type EngineUsage,
  gateReport,
  type Receipt,
  type ReceiptCheck,
  toErrorData,
  type VerifiedReceipt,
} from '@slipway/contracts';
import { type ArtifactStore, readRecords } from '@slipway/core';

export interface VerificationSources {
  deployment: Deployment;
  store: ArtifactStore;
  /** The engine's own count of this answer, where its journal still has it. */
  engineUsage: EngineUsage | undefined;
  /** The price computed anew from the price list in force at the time. */
  expectedPrice: Receipt['price'];
}

export async function verifyReceipt(
  receipt: Receipt,
  sources: VerificationSources,
): Promise<VerifiedReceipt> {
  const { store, deployment } = sources;
  const made: { name: string; digest: Digest }[] = [
    { name: 'model', digest: receipt.model.digest },
    ...(receipt.adapter ? [{ name: 'adapter', digest: receipt.adapter.digest }] : []),
    ...(receipt.base ? [{ name: 'base', digest: receipt.base.digest }] : []),
    ...(receipt.dataset ? [{ name: 'dataset', digest: receipt.dataset.digest }] : []),
  ];
  const checks: ReceiptCheck[] = [];
  for (const { name, digest } of made) checks.push(await attempt(name, () => checkArtifact(store, digest)));
  checks.push(await attempt('gates', () => checkGates(receipt, store)));
  checks.push(await attempt('passages', () => checkCitations(receipt.citations, deployment, store)));
  checks.push(await attempt('tokens', async () => checkTokens(receipt, sources.engineUsage)));
  checks.push(await attempt('price', async () => checkPrice(receipt, sources.expectedPrice)));
  return { receipt, isVerified: checks.every((check) => check.passed), checks };
}

type Verdict = Omit<ReceiptCheck, 'name'>;

async function attempt(name: string, check: () => Promise<Verdict>): Promise<ReceiptCheck> {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    return { name, passed: false, detail: toErrorData(error).message };
  }
}

async function checkArtifact(store: ArtifactStore, digest: Digest): Promise<Verdict> {
  const problems = await store.verify(digest);
  const [first] = problems;
  if (first) return { passed: false, detail: `${first.path}: ${first.problem}` };
  return { passed: true, detail: `every byte of ${digest.slice(0, 19)} read again` };
}

async function checkGates(receipt: Receipt, store: ArtifactStore): Promise<Verdict> {
  if (receipt.gates.length === 0) return { passed: false, detail: 'no gate stands on the receipt' };
  for (const gate of receipt.gates) {
    const text = await readFile(await store.locateFile(gate.digest, 'report.json'), 'utf8');
    const report = gateReport.parse(JSON.parse(text));
    if (!report.passed) return { passed: false, detail: `the gate "${report.handover}" did not pass` };
  }
  return { passed: true, detail: receipt.gates.map((gate) => gate.handover).join(', ') };
}

async function checkCitations(
  citations: Citation[],
  deployment: Deployment,
  store: ArtifactStore,
): Promise<Verdict> {
  if (citations.length === 0) return { passed: true, detail: 'none were given' };
  if (deployment.dataset === undefined) return { passed: false, detail: 'the deployment names no dataset' };
  const open = new Map<Digest, Citation[]>();
  for (const citation of citations)
    open.set(citation.document, [...(open.get(citation.document) ?? []), citation]);
  const path = await store.locateFile(deployment.dataset, 'documents.jsonl');
  for await (const document of readRecords(path, datasetDocument)) {
    const ofDocument = open.get(document.document);
    if (!ofDocument) continue;
    const wrong = ofDocument.find(({ start, end, text }) => document.text.slice(start, end) !== text);
    if (wrong)
      return { passed: false, detail: `passage [${wrong.number}] does not stand in ${document.path}` };
    open.delete(document.document);
    if (open.size === 0)
      return { passed: true, detail: `${citations.length} found word for word in the dataset` };
  }
  return { passed: false, detail: `${open.size} of the documents are not in the dataset` };
}

function checkTokens(receipt: Receipt, counted: EngineUsage | undefined): Verdict {
  if (!counted) return { passed: false, detail: "the engine's journal has no such answer" };
  const { numPromptTokens, numCachedTokens, numOutputTokens } = receipt.usage;
  const isEqual =
    counted.numPromptTokens === numPromptTokens &&
    counted.numCachedTokens === numCachedTokens &&
    counted.numOutputTokens === numOutputTokens;
  const engine = `${counted.numPromptTokens} in, ${counted.numOutputTokens} out`;
  if (isEqual) return { passed: true, detail: `the engine counted ${engine}` };
  return {
    passed: false,
    detail: `the engine counted ${engine}, the ledger ${numPromptTokens} in, ${numOutputTokens} out`,
  };
}

function checkPrice(receipt: Receipt, expected: Receipt['price']): Verdict {
  const { amountMicroUnits, currency } = receipt.price;
  if (amountMicroUnits === expected.amountMicroUnits && currency === expected.currency) {
    return { passed: true, detail: `${amountMicroUnits} micro-${currency} by the price list` };
  }
  return {
    passed: false,
    detail: `the price list gives ${expected.amountMicroUnits} micro-${expected.currency}`,
  };
}
