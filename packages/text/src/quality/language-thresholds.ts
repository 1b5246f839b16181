/**
 * FineWeb-2's thresholds and stop words by language, as its pipeline reads them (https://github.com/huggingface/fineweb-2,
 * `configs/cmn_Hani.yml` at 05e6729).
 * Invariant: a language is in the table only with the project's own numbers. Refuses: to guess for others.
 */
export interface LanguageThresholds {
  stopWords: readonly string[];
  maxRepeatedLines: number;
  top: readonly (readonly [number, number])[];
  repeated: readonly (readonly [number, number])[];
  minTerminalLines: number;
  maxNewlinesPerWord: number;
  minAverageWord: number;
  maxAverageWord: number;
  minLetterWords: number;
}

const mandarin: LanguageThresholds = {
  stopWords: [...'的年在月是和日了於·為有被人中为他與後也而由'],
  maxRepeatedLines: 0.287,
  top: [
    [2, 0.256],
    [3, 0.201],
    [4, 0.171],
  ],
  repeated: [
    [5, 0.198],
    [6, 0.182],
    [7, 0.167],
    [8, 0.154],
    [9, 0.14],
    [10, 0.127],
  ],
  minTerminalLines: 0.106,
  maxNewlinesPerWord: 0.178,
  minAverageWord: 1,
  maxAverageWord: 5,
  minLetterWords: 0.735,
};

/** By language and script, as FineWeb-2 names them. */
export const languageThresholds = { cmn_Hani: mandarin } as const;
