/**
 * Verifies a receipt line by line against the store, the ledger and the journals of engine and gateway.
 * Invariant: a check reads the thing itself again, artifacts at most a minute ago; one that cannot be made has failed. Its detail says what
 * was compared and what was not.
 */
import { createHash } from 'node:crypto';
import {
  type Citation,
  type Deployment,
  type Digest,
  type EngineUsage,
  type Receipt,
  type ReceiptCheck,
  toErrorData,
  type VerifiedReceipt,
} from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import type { JournalledDigests } from '@slipway/gateway';
import { findDocuments } from '../documents/find-documents.ts';
import { readReport } from '../gates/read-report.ts';
import { listModelLine } from './model-ancestry.ts';
import type { VerificationMemory } from './verification-memory.ts';

export interface VerificationSources {
  deployment: Deployment;
  store: ArtifactStore;
  artifacts: VerificationMemory;
  /** Digests of question and answer as the gateway's journal has them. */
  journalled: JournalledDigests;
  /** Question and answer word for word, where they were kept. */
  texts: { question: string; answer: string } | undefined;
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
  for (const { name, digest } of made)
    checks.push(await attempt(name, () => checkArtifact(sources.artifacts, digest)));
  checks.push(await attempt('gates', () => checkGates(receipt, store)));
  checks.push(await attempt('passages', () => checkCitations(receipt.citations, deployment, store)));
  checks.push(await attempt('answer', async () => checkTexts(receipt, sources)));
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

async function checkArtifact(artifacts: VerificationMemory, digest: Digest): Promise<Verdict> {
  const { problems, ageMs } = await artifacts.verify(digest);
  const [first] = problems;
  if (first) return { passed: false, detail: `${first.path}: ${first.problem}` };
  const read = `every byte of ${digest.slice(0, 19)} read again`;
  if (ageMs < 1000) return { passed: true, detail: read };
  return { passed: true, detail: `${read} ${Math.round(ageMs / 1000)} s ago, its files untouched since` };
}

/** All gates passed, each is about this model or one it was made from, and the one that let it into service is among them. */
async function checkGates(receipt: Receipt, store: ArtifactStore): Promise<Verdict> {
  if (receipt.gates.length === 0) return { passed: false, detail: 'no gate stands on the receipt' };
  const line = await listModelLine(store, receipt.model.digest);
  let isServiceProven = false;
  for (const { digest } of receipt.gates) {
    const report = await readReport(store, digest);
    if (!report) return { passed: false, detail: `the report ${digest.slice(0, 19)} cannot be read` };
    const { handover, model, passed } = report;
    if (!passed) return { passed: false, detail: `the gate "${handover}" did not pass` };
    if (!line.includes(model))
      return {
        passed: false,
        detail: `the gate "${handover}" is about another model, ${model.slice(0, 19)}`,
      };
    isServiceProven ||= handover === 'serve' && model === receipt.model.digest;
  }
  if (!isServiceProven) return { passed: false, detail: 'no gate "serve" is about this model' };
  return { passed: true, detail: receipt.gates.map((gate) => gate.handover).join(', ') };
}

async function checkCitations(
  citations: Citation[],
  deployment: Deployment,
  store: ArtifactStore,
): Promise<Verdict> {
  if (citations.length === 0) return { passed: true, detail: 'none were given' };
  if (deployment.dataset === undefined) return { passed: false, detail: 'the deployment names no dataset' };
  const open = new Set(citations.map((citation) => citation.document));
  const path = await store.locateFile(deployment.dataset, 'documents.jsonl');
  for await (const document of findDocuments(path, new Set(open))) {
    const wrong = citations.find(
      (one) => one.document === document.document && document.text.slice(one.start, one.end) !== one.text,
    );
    if (wrong)
      return { passed: false, detail: `passage [${wrong.number}] does not stand in ${document.path}` };
    open.delete(document.document);
  }
  if (open.size > 0) return { passed: false, detail: `${open.size} of the documents are not in the dataset` };
  return { passed: true, detail: `${citations.length} found word for word in the dataset` };
}

/** The ledger's digests against the gateway's journal and, where the texts were kept, against the texts. */
function checkTexts(
  { promptDigest, answerDigest }: Receipt,
  { journalled, texts }: Pick<VerificationSources, 'journalled' | 'texts'>,
): Verdict {
  const sides = [
    { what: 'question', expected: promptDigest, written: journalled.promptDigest, text: texts?.question },
    { what: 'answer', expected: answerDigest, written: journalled.answerDigest, text: texts?.answer },
  ];
  for (const { what, expected, written, text } of sides) {
    if (written === undefined)
      return { passed: false, detail: `the gateway's journal has no digest of this ${what}` };
    if (written !== expected)
      return { passed: false, detail: `the gateway's journal has another digest of the ${what}` };
    if (text !== undefined && digestText(text) !== expected)
      return { passed: false, detail: `the ${what} that was kept is not the one that was counted` };
  }
  const journal = "digests of question and answer are those of the gateway's journal";
  if (texts) return { passed: true, detail: `${journal} and of the texts that were kept` };
  return { passed: true, detail: `${journal}; the texts are not kept, so they were not compared` };
}

function digestText(text: string): Digest {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}` as Digest;
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
