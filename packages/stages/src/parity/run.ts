/**
 * Carries out a gate: reads both files by place, puts the fixed texts through both sides, and commits the report.
 * Invariant: a report is committed whatever it says; the step fails where the gate does, so nothing behind it runs.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Digest,
  errorCodes,
  type GateCheck,
  type GateReport,
  invariant,
  isSlipwayError,
  SlipwayError,
} from '@slipway/contracts';
import {
  compareProbes,
  countPositions,
  joinLicences,
  type RunContext,
  standardProbeSet,
} from '@slipway/core';
import { compareGguf, compareMerge, describeModelFile, type GgufComparison } from '@slipway/weights';
import { refuseFailed } from '../proof/read-gates.ts';
import { probeCandidate, probeReference, type Sides } from './probe-sides.ts';
import { defaultBounds, type ParitySpec } from './spec.ts';

export async function runParity(context: RunContext<ParitySpec>): Promise<Record<string, Digest>> {
  const [model] = context.inputs.model ?? [];
  invariant(model, 'a gate has a model');
  const paths = await locateSides(context);
  context.reportProgress({ done: 0, total: 3, unit: 'steps', activity: 'files' });
  const fileChecks = await checkFiles(context, paths);
  const behaviour = isLoadable(fileChecks) ? await proveBehaviour(context, paths, fileChecks) : nothingProbed;
  const checks = [...fileChecks, ...behaviour.checks];
  const report: GateReport = {
    handover: context.spec.handover,
    from: context.spec.handover === 'merge' ? 'PyTorch, fp32, base and adapter' : 'file before',
    to: context.spec.handover === 'merge' ? 'merged file' : 'quantised file',
    model: model.digest,
    passed: checks.every((check) => check.passed),
    checks: checks.map((check) => ({ ...check, measured: Number(check.measured.toPrecision(4)) })),
    numTexts: behaviour.numTexts,
    numPositions: behaviour.numPositions,
  };
  const digest = await commitReport(context, report);
  if (!report.passed) throw refuseFailed(report);
  return { report: digest };
}

async function locateSides({ inputs, store, scratchDirectory }: RunContext<ParitySpec>): Promise<Sides> {
  const [reference] = inputs.reference ?? [];
  const [adapter] = inputs.adapter ?? [];
  const [model] = inputs.model ?? [];
  invariant(reference && model, 'a gate has a reference and a model');
  if (reference.digest === model.digest) throw nothingCompared(model.manifest.name);
  const sides: Sides = {
    reference: await store.locateFile(reference.digest, 'model.gguf'),
    model: await store.locateFile(model.digest, 'model.gguf'),
  };
  if (!adapter) return sides;
  const directory = join(scratchDirectory, 'adapter');
  await rm(directory, { recursive: true, force: true });
  await store.materialise(adapter.digest, directory);
  return { ...sides, adapter: directory };
}

function nothingCompared(name: string): SlipwayError {
  return new SlipwayError({
    code: 'recipe-invalid',
    message: `reference and model of the gate are both ${name}: a file always equals itself, which proves nothing`,
    hint: 'Give as "reference" the model that "model" was made from.',
  });
}

/** A file that cannot be read is refused by the gate like any other that is not what it should be: the report names the place. */
async function checkFiles(context: RunContext<ParitySpec>, sides: Sides): Promise<GateCheck[]> {
  try {
    await describeModelFile(sides.model);
  } catch (error) {
    if (!isSlipwayError(error) || !errorCodes[error.code].isUserError) throw error;
    return [
      {
        name: 'file-tensors',
        passed: false,
        measured: 1,
        bound: 0,
        unit: 'difference',
        // Where the store keeps the file would make equal reports differ.
        place: error.message.replaceAll(sides.model, 'the file'),
      },
    ];
  }
  return toChecks(await compareFiles(context, sides));
}

interface Behaviour {
  checks: GateCheck[];
  numTexts: number;
  numPositions: number;
}

const nothingProbed: Behaviour = { checks: [], numTexts: 0, numPositions: 0 };

/** Whether an engine can be asked to load the file: with tensors missing or misshapen it would only say that it cannot. */
function isLoadable(checks: GateCheck[]): boolean {
  return checks.every((one) => one.passed || one.name !== 'file-tensors');
}

/** Where the file is known to be wrong, an engine that cannot run it is one more finding; where it seemed sound, the engine is at fault. */
async function proveBehaviour(
  context: RunContext<ParitySpec>,
  sides: Sides,
  fileChecks: GateCheck[],
): Promise<Behaviour> {
  try {
    return await checkBehaviour(context, sides);
  } catch (error) {
    const isEngine = isSlipwayError(error) && error.code.startsWith('engine-');
    if (!isEngine || fileChecks.every((one) => one.passed)) throw error;
    const place = error.message;
    return {
      ...nothingProbed,
      checks: [{ name: 'engine', passed: false, measured: 1, bound: 0, unit: 'failures', place }],
    };
  }
}

async function checkBehaviour(context: RunContext<ParitySpec>, sides: Sides): Promise<Behaviour> {
  context.reportProgress({ done: 1, total: 3, unit: 'steps', activity: 'reference' });
  const reference = await probeReference(context, sides);
  context.reportProgress({ done: 2, total: 3, unit: 'steps', activity: 'model' });
  const candidate = await probeCandidate(context, sides.model);
  const compared = { bounds: readBounds(context.spec), texts: standardProbeSet.texts };
  return {
    checks: compareProbes(reference, candidate, compared),
    numTexts: reference.texts.length,
    numPositions: countPositions(reference),
  };
}

async function compareFiles({ signal }: RunContext<ParitySpec>, sides: Sides): Promise<GgufComparison> {
  if (sides.adapter === undefined) return compareGguf(sides.reference, sides.model, { signal });
  return compareMerge({
    basePath: sides.reference,
    adapterPath: sides.adapter,
    mergedPath: sides.model,
    signal,
  });
}

/** One check for each part of a file; a failed one carries the first place. */
function toChecks(comparison: GgufComparison): GateCheck[] {
  const kinds = ['metadata', 'tokenizer', 'chat-template', 'tensors', 'weights'] as const;
  return kinds.map((kind) => {
    const found = comparison.differences.filter((one) => one.kind === kind);
    const [first] = found;
    const name = `file-${kind}`;
    if (first) {
      return {
        name,
        passed: false,
        measured: first.measured,
        bound: first.bound,
        unit: 'difference',
        place: first.message,
      };
    }
    const worst = kind === 'weights' ? comparison.worstTensor : undefined;
    return {
      name,
      passed: true,
      measured: worst?.relativeError ?? 0,
      bound: worst?.bound ?? 0,
      unit: worst ? 'relative' : 'difference',
    };
  });
}

function readBounds(spec: ParitySpec): { meanLogit: number; maxLogit: number; bitsPerByte: number } {
  const bounds = defaultBounds[spec.handover];
  return {
    meanLogit: spec.maxMeanLogit ?? bounds.meanLogit,
    maxLogit: spec.maxLogit ?? bounds.maxLogit,
    bitsPerByte: spec.maxBitsPerByte ?? bounds.bitsPerByte,
  };
}

async function commitReport(context: RunContext<ParitySpec>, report: GateReport): Promise<Digest> {
  const draft = await context.store.draft();
  await draft.writeFile('report.json', `${JSON.stringify(report, null, 2)}\n`);
  const parents = ['reference', 'adapter', 'model'].flatMap((role) =>
    (context.inputs[role] ?? []).map((input) => ({ role, ...input })),
  );
  return context.commit({
    output: 'report',
    draft,
    kind: 'gate-report',
    name: `gate-${report.handover}`,
    parents: parents.map(({ role, digest }) => ({ role, digest })),
    licences: joinLicences(...parents.map(({ manifest }) => manifest)),
    facts: { handover: report.handover, passed: report.passed },
  });
}
