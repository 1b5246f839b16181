/**
 * Adds deployments and answers to the lineage, which itself knows artifacts and documents.
 */
import { answerId, type DeploymentState, deploymentId, type TraceNode } from '@slipway/contracts';
import { type ArtifactStore, joinLicences, type LineageExtension, type LineageLink } from '@slipway/core';
import type { Ledger } from '@slipway/gateway';
import type { DeploymentBook } from '../deployments/deployment-book.ts';

interface Sources {
  book: DeploymentBook;
  ledger: Ledger;
  store: ArtifactStore;
}

export function createLineageExtension(sources: Sources): LineageExtension {
  return {
    describe: (reference) => describe(sources, reference),
    nodesAbove: (reference) => findAbove(sources, reference),
    nodesBelow: (reference, limit) => findBelow(sources, reference, limit),
  };
}

const stateWords: Record<DeploymentState, string> = {
  proving: '验证中',
  serving: '服务中',
  restarting: '重启中',
  refused: '未获通过',
  stopped: '已停止',
  failed: '失败',
};

async function describe({ book, ledger, store }: Sources, reference: string): Promise<TraceNode | undefined> {
  const asDeployment = deploymentId.safeParse(reference);
  if (asDeployment.success) {
    const one = await book.show(asDeployment.data);
    const parts = [one.model, one.index, one.dataset].filter((part) => part !== undefined);
    const licences = joinLicences(...(await Promise.all(parts.map((part) => store.readManifest(part)))));
    const note = { en: `${one.state} as "${one.alias}"`, zh: `${stateWords[one.state]}，名为“${one.alias}”` };
    return { reference, kind: 'deployment', name: one.alias, licences, note };
  }
  const asAnswer = answerId.safeParse(reference);
  if (!asAnswer.success) return undefined;
  const answer = await ledger.showAnswer(asAnswer.data);
  const { numOutputTokens } = answer.event.usage;
  const note = {
    en: `${answer.at}, ${numOutputTokens} tokens for ${answer.customer.name}`,
    zh: `${answer.at}，为 ${answer.customer.name} 写出 ${numOutputTokens} 个词元`,
  };
  return { reference, kind: 'answer', name: reference, licences: [], note };
}

async function findAbove({ book, ledger }: Sources, reference: string): Promise<LineageLink[]> {
  const asDeployment = deploymentId.safeParse(reference);
  if (asDeployment.success) {
    const one = await book.show(asDeployment.data);
    return [
      { reference: one.model, role: 'model' },
      ...(one.index ? [{ reference: one.index as string, role: 'index' }] : []),
      ...(one.dataset ? [{ reference: one.dataset as string, role: 'dataset' }] : []),
      ...one.gates.map((gate) => ({ reference: gate as string, role: 'gate' })),
      ...one.evaluations.map((evaluation) => ({ reference: evaluation as string, role: 'evaluation' })),
    ];
  }
  const asAnswer = answerId.safeParse(reference);
  if (!asAnswer.success) return [];
  const answer = await ledger.showAnswer(asAnswer.data);
  const documents = [...new Set(answer.citations.map((one) => one.document as string))];
  return [
    { reference: answer.deploymentId, role: 'deployment' },
    ...documents.map((document) => ({ reference: document, role: 'citation' })),
  ];
}

async function findBelow(
  { book, ledger }: Sources,
  reference: string,
  limit: number,
): Promise<{ links: LineageLink[]; numLeftOut: number }> {
  const asDeployment = deploymentId.safeParse(reference);
  const answers = asDeployment.success
    ? await ledger.listAnswersOfDeployment(asDeployment.data, limit + 1)
    : reference.startsWith('sha256:')
      ? await ledger.listAnswersOfDocument(
          reference as Parameters<Ledger['listAnswersOfDocument']>[0],
          limit + 1,
        )
      : [];
  const role = asDeployment.success ? 'deployment' : 'citation';
  const links: LineageLink[] = answers.slice(0, limit).map((one) => ({ reference: one.answerId, role }));
  if (reference.startsWith('sha256:')) links.push(...(await findDeployments(book, reference)));
  return { links: links.slice(0, limit), numLeftOut: Math.max(0, answers.length - limit) };
}

async function findDeployments(book: DeploymentBook, artifact: string): Promise<LineageLink[]> {
  return (await book.list()).flatMap((one) => {
    const roles = [
      one.model === artifact && 'model',
      one.index === artifact && 'index',
      one.dataset === artifact && 'dataset',
      one.gates.some((gate) => gate === artifact) && 'gate',
      one.evaluations.some((evaluation) => evaluation === artifact) && 'evaluation',
    ].filter((role): role is string => role !== false);
    return roles.map((role) => ({ reference: one.id as string, role }));
  });
}
