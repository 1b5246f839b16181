/**
 * Verifies a receipt line by line against the store, the ledger and the journals of engine and gateway.
 * Invariant: a check reads the thing itself again, artifacts at most a minute ago; one that cannot be made has failed. Its detail says what
 * was compared and what was not.
 */
import {
  type Citation,
  type Deployment,
  type Digest,
  type EngineUsage,
  type Receipt,
  type ReceiptCheck,
  toErrorData,
  type VerifiedReceipt,
  type Wording,
} from '@slipway/contracts';
import { type ArtifactStore, digestOf } from '@slipway/core';
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
  const texts = sources.texts && { texts: sources.texts };
  return { receipt, ...texts, isVerified: checks.every((check) => check.passed), checks };
}

type Verdict = Omit<ReceiptCheck, 'name'>;
const holds = (detail: Wording): Verdict => ({ passed: true, detail });
const fails = (detail: Wording): Verdict => ({ passed: false, detail });

async function attempt(name: string, check: () => Promise<Verdict>): Promise<ReceiptCheck> {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    const { message } = toErrorData(error);
    return { name, ...fails({ en: message, zh: message }) };
  }
}

async function checkArtifact(artifacts: VerificationMemory, digest: Digest): Promise<Verdict> {
  const { problems, ageMs } = await artifacts.verify(digest);
  const [first] = problems;
  const short = digest.slice(0, 19);
  if (first) {
    return fails({
      en: `${first.path}: ${first.problem}`,
      zh: `${first.path} 与摘要不符或已不在（${first.problem}）`,
    });
  }
  if (ageMs < 1000)
    return holds({ en: `every byte of ${short} read again`, zh: `${short} 的每个字节都重新读过` });
  const seconds = Math.round(ageMs / 1000);
  return holds({
    en: `every byte of ${short} read again ${seconds} s ago, its files untouched since`,
    zh: `${short} 的每个字节在 ${seconds} 秒前重新读过，此后文件未曾改动`,
  });
}

const handoverWords: Record<string, string> = { merge: '合并', quantise: '量化', serve: '上线' };

/** All gates passed, each is about this model or one it was made from, and the one that let it into service is among them. */
async function checkGates(receipt: Receipt, store: ArtifactStore): Promise<Verdict> {
  if (receipt.gates.length === 0)
    return fails({ en: 'no gate stands on the receipt', zh: '回执上没有任何关卡' });
  const line = await listModelLine(store, receipt.model.digest);
  let isServiceProven = false;
  for (const { digest } of receipt.gates) {
    const report = await readReport(store, digest);
    if (!report) {
      const short = digest.slice(0, 19);
      return fails({ en: `the report ${short} cannot be read`, zh: `关卡报告 ${short} 无法读取` });
    }
    const { handover, model, passed } = report;
    const name = handoverWords[handover];
    if (!passed) return fails({ en: `the gate "${handover}" did not pass`, zh: `关卡“${name}”没有通过` });
    if (!line.includes(model)) {
      const short = model.slice(0, 19);
      return fails({
        en: `the gate "${handover}" is about another model, ${short}`,
        zh: `关卡“${name}”说的是另一个模型 ${short}`,
      });
    }
    isServiceProven ||= handover === 'serve' && model === receipt.model.digest;
  }
  if (!isServiceProven)
    return fails({
      en: 'no gate "serve" is about this model',
      zh: '没有一道“上线”关卡说的是这个模型',
    });
  const handovers = receipt.gates.map((gate) => gate.handover);
  return holds({
    en: handovers.join(', '),
    zh: handovers.map((one) => handoverWords[one] ?? one).join('、'),
  });
}

async function checkCitations(
  citations: Citation[],
  deployment: Deployment,
  store: ArtifactStore,
): Promise<Verdict> {
  if (citations.length === 0) return holds({ en: 'none were given', zh: '没有给出段落' });
  if (deployment.dataset === undefined)
    return fails({ en: 'the deployment names no dataset', zh: '部署没有指明数据集' });
  const open = new Set(citations.map((citation) => citation.document));
  const path = await store.locateFile(deployment.dataset, 'documents.jsonl');
  for await (const document of findDocuments(path, new Set(open))) {
    const wrong = citations.find(
      (one) => one.document === document.document && document.text.slice(one.start, one.end) !== one.text,
    );
    if (wrong)
      return fails({
        en: `passage [${wrong.number}] does not stand in ${document.path}`,
        zh: `段落 [${wrong.number}] 在 ${document.path} 中找不到`,
      });
    open.delete(document.document);
  }
  if (open.size > 0)
    return fails({
      en: `${open.size} of the documents are not in the dataset`,
      zh: `有 ${open.size} 篇文档不在数据集中`,
    });
  return holds({
    en: `${citations.length} found word for word in the dataset`,
    zh: `${citations.length} 个段落在数据集中逐字找到`,
  });
}

/** The ledger's digests against the gateway's journal and, where the texts were kept, against the texts. */
function checkTexts(
  { promptDigest, answerDigest }: Receipt,
  { journalled, texts }: Pick<VerificationSources, 'journalled' | 'texts'>,
): Verdict {
  const sides = [
    {
      what: { en: 'question', zh: '问题' },
      expected: promptDigest,
      written: journalled.promptDigest,
      text: texts?.question,
    },
    {
      what: { en: 'answer', zh: '回答' },
      expected: answerDigest,
      written: journalled.answerDigest,
      text: texts?.answer,
    },
  ];
  for (const { what, expected, written, text } of sides) {
    if (written === undefined)
      return fails({
        en: `the gateway's journal has no digest of this ${what.en}`,
        zh: `网关的流水中没有这个${what.zh}的摘要`,
      });
    if (written !== expected)
      return fails({
        en: `the gateway's journal has another digest of the ${what.en}`,
        zh: `网关的流水中这个${what.zh}的摘要与此不同`,
      });
    if (text !== undefined && digestOf(text) !== expected)
      return fails({
        en: `the ${what.en} that was kept is not the one that was counted`,
        zh: `留存的${what.zh}不是入账的那一个`,
      });
  }
  const journal = {
    en: "digests of question and answer are those of the gateway's journal",
    zh: '问题与回答的摘要与网关流水一致',
  };
  if (texts)
    return holds({
      en: `${journal.en} and of the texts that were kept`,
      zh: `${journal.zh}，与留存原文也一致`,
    });
  return holds({
    en: `${journal.en}; the texts are not kept, so they were not compared`,
    zh: `${journal.zh}；原文没有留存，故未比对`,
  });
}

function checkTokens(receipt: Receipt, counted: EngineUsage | undefined): Verdict {
  if (!counted)
    return fails({ en: "the engine's journal has no such answer", zh: '引擎的流水中没有这个回答' });
  const { numPromptTokens, numCachedTokens, numOutputTokens } = receipt.usage;
  const isEqual =
    counted.numPromptTokens === numPromptTokens &&
    counted.numCachedTokens === numCachedTokens &&
    counted.numOutputTokens === numOutputTokens;
  const engine = {
    en: `the engine counted ${counted.numPromptTokens} in, ${counted.numOutputTokens} out`,
    zh: `引擎计得输入 ${counted.numPromptTokens}、输出 ${counted.numOutputTokens}`,
  };
  if (isEqual) return holds(engine);
  return fails({
    en: `${engine.en}, the ledger ${numPromptTokens} in, ${numOutputTokens} out`,
    zh: `${engine.zh}，账本记为输入 ${numPromptTokens}、输出 ${numOutputTokens}`,
  });
}

function checkPrice(receipt: Receipt, expected: Receipt['price']): Verdict {
  const { amountMicroUnits, currency } = receipt.price;
  if (amountMicroUnits === expected.amountMicroUnits && currency === expected.currency) {
    return holds({
      en: `${amountMicroUnits} micro-${currency} by the price list`,
      zh: `按价目表为 ${amountMicroUnits} × 10⁻⁶ ${currency}`,
    });
  }
  return fails({
    en: `the price list gives ${expected.amountMicroUnits} micro-${expected.currency}`,
    zh: `价目表算得 ${expected.amountMicroUnits} × 10⁻⁶ ${expected.currency}`,
  });
}
