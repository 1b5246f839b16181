/**
 * Gives an attempt's messages their effect: events, progress, the end of the attempt.
 * Invariant: the offset behind the messages is stored in the transaction of their effects, so each has its effect exactly
 * once however often a server dies. Outputs are believed only when the store has them and they are of the declared kind.
 */
import {
  type ArtifactManifest,
  type AttemptMessage,
  type Digest,
  type ErrorData,
  isSlipwayError,
  SlipwayError,
  toErrorData,
} from '@slipway/contracts';
import { and, eq } from 'drizzle-orm';
import { type AttemptEnd, endAttempt, reloadActive } from './end-attempt.ts';
import { changeRun, type EngineContext, type RunChange } from './engine-context.ts';
import { type AttemptRow, attempts, steps } from './run-tables.ts';

export interface MessageBatch {
  messages: AttemptMessage[];
  nextOffset: number;
  numInvalid: number;
}

/** Applies what was read from `attempt.messageOffset` on. Does nothing where someone else has done so. */
export async function applyMessages(
  context: EngineContext,
  attempt: AttemptRow,
  batch: MessageBatch,
): Promise<void> {
  if (batch.numInvalid > 0) {
    context.log.warn('attempt-message-invalid', { attemptId: attempt.id, numInvalid: batch.numInvalid });
  }
  const lastWord = batch.messages.findIndex(isLastWord);
  const messages = lastWord < 0 ? batch.messages : batch.messages.slice(0, lastWord + 1);
  const end = lastWord < 0 ? undefined : await readEnd(context, attempt, messages.at(-1));
  try {
    await storeEffects(context, attempt, { messages, nextOffset: batch.nextOffset, end });
  } catch (error) {
    if (end?.state !== 'succeeded' || !isAboutOutputs(error)) throw error;
    const bad: AttemptEnd = { state: 'failed', error: toErrorData(error), isCounted: true };
    await storeEffects(context, attempt, { messages, nextOffset: batch.nextOffset, end: bad });
  }
}

interface Effects {
  messages: readonly AttemptMessage[];
  nextOffset: number;
  end: AttemptEnd | undefined;
}

async function storeEffects(context: EngineContext, attempt: AttemptRow, effects: Effects): Promise<void> {
  const { messages, nextOffset, end } = effects;
  await changeRun(context, attempt.runId, async (change) => {
    const current = await reloadActive(change, attempt);
    if (current === undefined || current.messageOffset !== attempt.messageOffset) return;
    const isStarted = current.state === 'running' || messages.some(({ type }) => type === 'attempt-started');
    const state = isStarted ? 'running' : 'starting';
    await change.tx
      .update(attempts)
      .set({ messageOffset: nextOffset, heartbeatAt: change.now, state })
      .where(eq(attempts.id, attempt.id));
    if (state !== current.state) {
      change.emit({ type: 'attempt-changed', step: attempt.step, attemptId: attempt.id, state });
    }
    for (const message of messages) emitMessage(change, attempt, message);
    await storeProgress(change, attempt, messages);
    if (end !== undefined) await endAttempt(context, change, { attempt: current, end });
  });
}

function isLastWord({ type }: AttemptMessage): boolean {
  return type === 'attempt-succeeded' || type === 'attempt-failed';
}

async function readEnd(
  context: EngineContext,
  attempt: AttemptRow,
  message: AttemptMessage | undefined,
): Promise<AttemptEnd | undefined> {
  if (message?.type === 'attempt-failed') return { ...stateOf(message.error), isCounted: true };
  if (message?.type !== 'attempt-succeeded') return undefined;
  try {
    const manifests = await verifyOutputs(context, attempt, message.outputs);
    return {
      state: 'succeeded',
      outputs: message.outputs,
      manifests,
      isReusable: message.isReusable ?? true,
    };
  } catch (error) {
    if (!isAboutOutputs(error)) throw error;
    return { state: 'failed', error: toErrorData(error), isCounted: true };
  }
}

/** An output that is missing, damaged or of another kind is the attempt's failure; anything else passes, and the next tick tries again. */
function isAboutOutputs(error: unknown): boolean {
  return isSlipwayError(error) && (error.code.startsWith('artifact-') || error.code === 'internal');
}

/** An attempt that was asked to end by someone else than us (the machine going down, say) is tried again. */
function stateOf(error: ErrorData): { state: 'failed' | 'lost'; error: ErrorData } {
  if (error.code !== 'attempt-cancelled') return { state: 'failed', error };
  const message = 'the attempt was ended from outside';
  return { state: 'lost', error: toErrorData(new SlipwayError({ code: 'attempt-lost', message })) };
}

async function verifyOutputs(
  context: EngineContext,
  attempt: AttemptRow,
  outputs: Record<string, Digest>,
): Promise<Map<Digest, ArtifactManifest>> {
  const rows = await context.database
    .select({ stage: steps.stage })
    .from(steps)
    .where(and(eq(steps.runId, attempt.runId), eq(steps.name, attempt.step)));
  const stage = context.stages.get(rows[0]?.stage ?? '');
  const manifests = new Map<Digest, ArtifactManifest>();
  for (const [output, artifact] of Object.entries(outputs)) {
    const manifest = await context.store.readManifest(artifact);
    const kind = stage?.outputs[output];
    if (kind !== undefined && manifest.kind !== kind) {
      const message = `output ${output} of stage ${stage?.name} is a ${manifest.kind}, not a ${kind}`;
      throw new SlipwayError({ code: 'internal', message });
    }
    manifests.set(artifact, manifest);
  }
  return manifests;
}

function emitMessage(change: RunChange, attempt: AttemptRow, message: AttemptMessage): void {
  const inAttempt = { step: attempt.step, attemptId: attempt.id };
  switch (message.type) {
    case 'progress-made':
    case 'warning-raised':
    case 'artifact-made':
      change.emit({ ...message, ...inAttempt });
      break;
    case 'metric-measured':
      change.emit({
        type: message.type,
        ...inAttempt,
        name: message.name,
        at: message.step,
        value: message.value,
      });
      break;
    default:
      break;
  }
}

async function storeProgress(
  { tx }: RunChange,
  attempt: AttemptRow,
  messages: readonly AttemptMessage[],
): Promise<void> {
  const newest = messages.findLast((message) => message.type === 'progress-made');
  if (newest?.type !== 'progress-made') return;
  await tx
    .update(steps)
    .set({ progress: newest.progress })
    .where(and(eq(steps.runId, attempt.runId), eq(steps.name, attempt.step)));
}
