/**
 * What is known about the language of a text.
 * Invariant: `und` (undetermined, BCP 47) goes with confidence 0.
 */

export interface IdentifiedLanguage {
  /** BCP 47: `en`, `zh-Hans`, `zh-Hant`, ...; `und` where it cannot be told. */
  language: string;
  /** 0 to 1: the share of the text's letters, or of the evidence, that speaks for it. */
  confidence: number;
}
