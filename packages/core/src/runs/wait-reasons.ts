/**
 * Why the engine holds a step back, in words for people: what each pass over the open work found.
 * Invariant: nothing rests on it; an engine that starts anew finds the reasons again. A step that waits for steps before it has none: the
 * run itself shows that.
 */
import type { RunId, Wording } from '@slipway/contracts';
import type { Shortage } from './free-capacity.ts';

/** Reasons by the place of a step. */
export type WaitReasons = Map<string, Wording>;

/** What a step is called among all steps of all runs. */
export const placeOf = (runId: RunId, step: string): string => `${runId} ${step}`;

export const beingSurveyed: Wording = {
  en: 'what it reads is being looked through',
  zh: '正在清点它要读取的内容',
};

export const surveyedAgain: Wording = {
  en: 'looking through what it reads failed in a way that may pass, and is tried again',
  zh: '清点它要读取的内容时出了可能会过去的差错，将再试',
};

export const beingFound: Wording = {
  en: 'whether it was made before is being checked',
  zh: '正在核对它是否已经做过',
};

export const attemptEnding: Wording = {
  en: 'another attempt of the same step has not ended yet',
  zh: '同一步骤的另一次尝试尚未结束',
};

export const attemptAgain: Wording = {
  en: 'the last attempt did not succeed, and the next begins in a moment',
  zh: '上一次尝试没有成功，稍后开始下一次',
};

/** @param maker the run that makes what the step would make */
export function madeBy(maker: RunId, own: RunId): Wording {
  if (maker === own)
    return { en: 'another step of this run makes the same', zh: '本次运行的另一个步骤正在做同样的事' };
  return { en: `${maker} makes the same step`, zh: `${maker} 正在做同样的步骤` };
}

/** @param holders what has taken the machine's room: attempts that are not certainly gone */
export function noRoom(
  { of, wanted, taken, all }: Shortage,
  holders: readonly { runId: RunId; step: string }[],
): Wording {
  const amount = of === 'memory' ? (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB` : String;
  const [need, used, whole] = [wanted, taken, all].map(amount);
  const names = [...new Set(holders.map(({ runId, step }) => `${step} (${runId})`))];
  const kind = { memory: { en: 'memory', zh: '内存' }, threads: { en: 'threads', zh: '线程' } }[of];
  return {
    en: `${kind.en}: it takes ${need}, and ${used} of ${whole} are taken by ${names.join(', ')}`,
    zh: `${kind.zh}不足：需要 ${need}，而 ${whole} 中已有 ${used} 由 ${names.join('、')} 占用`,
  };
}
