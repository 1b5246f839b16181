/**
 * What a model of this size cannot do, in one honest sentence.
 */
import type { TourSummary } from '@slipway/contracts';

/** Below this many parameters a model's sentences read well and its facts are often wrong. */
const smallModel = 1e9;

export function describeCaveat(model: NonNullable<TourSummary['model']>): NonNullable<TourSummary['caveat']> {
  const millions = Math.round(model.numParameters / 1e6);
  if (model.numParameters >= smallModel) {
    return {
      en: `A model of ${millions} million parameters can be wrong: check an answer against the passages it was given.`,
      zh: `${millions / 100} 亿参数的模型也会出错：请对照所给段落核对回答。`,
    };
  }
  const english = model.languages.includes('zh') ? '' : ', speaks hardly any Chinese';
  const chinese = model.languages.includes('zh') ? '' : '，几乎不会中文';
  return {
    en: `With ${millions} million parameters this model phrases sentences but does not reason, often states wrong facts${english}: trust the passages it was given, not its words.`,
    zh: `这个模型只有 ${millions / 100} 亿参数：能写通顺的句子，但不会推理，常说错事实${chinese}；请相信所给的段落，而不是它的话。`,
  };
}
