/**
 * Reads a SentencePiece `.model` (`sentencepiece_model.proto` of https://github.com/google/sentencepiece, 0.2).
 * Refuses: other kinds than BPE and Unigram, white space as a suffix.
 */
import { refuseTokenizer } from '../tokenizer/tokenizer-error.ts';
import { readFields } from './read-protobuf.ts';

export type PieceType = 'normal' | 'unknown' | 'control' | 'user-defined' | 'unused' | 'byte';

export interface Piece {
  text: string;
  score: number;
  type: PieceType;
}

export interface SentencePieceModel {
  kind: 'bpe' | 'unigram';
  pieces: readonly Piece[];
  unknownId: number;
  hasByteFallback: boolean;
  /** What an unknown piece is decoded to. */
  unknownSurface: string;
  /** The compiled map of characters; empty if text stays as it is. */
  characterMap: Uint8Array;
  addsDummyPrefix: boolean;
  removesExtraSpaces: boolean;
  escapesSpaces: boolean;
}

const types: readonly PieceType[] = [
  'normal',
  'normal',
  'unknown',
  'control',
  'user-defined',
  'unused',
  'byte',
];
const kinds: Readonly<Record<number, SentencePieceModel['kind']>> = { 1: 'unigram', 2: 'bpe' };
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function readPiece(bytes: Uint8Array): Piece {
  const piece: Piece = { text: '', score: 0, type: 'normal' };
  for (const { number, bytes: text, float, value } of readFields(bytes)) {
    if (number === 1) piece.text = decoder.decode(text);
    if (number === 2) piece.score = float;
    if (number === 3) piece.type = types[value] ?? 'normal';
  }
  return piece;
}

function readTrainerSpec(bytes: Uint8Array) {
  const spec = { kind: 1, hasByteFallback: false, isSuffix: false, unknownSurface: ' \u2047 ' };
  for (const { number, value, bytes: text } of readFields(bytes)) {
    if (number === 3) spec.kind = value;
    if (number === 24) spec.isSuffix = value !== 0;
    if (number === 35) spec.hasByteFallback = value !== 0;
    if (number === 44) spec.unknownSurface = decoder.decode(text);
  }
  return spec;
}

function readNormaliserSpec(bytes: Uint8Array) {
  const spec = {
    characterMap: new Uint8Array(0),
    addsDummyPrefix: true,
    removesExtraSpaces: true,
    escapesSpaces: true,
  };
  for (const { number, value, bytes: map } of readFields(bytes)) {
    if (number === 2) spec.characterMap = new Uint8Array(map);
    if (number === 3) spec.addsDummyPrefix = value !== 0;
    if (number === 4) spec.removesExtraSpaces = value !== 0;
    if (number === 5) spec.escapesSpaces = value !== 0;
  }
  return spec;
}

/** @throws SlipwayError `argument-invalid` if it is damaged or of a kind that is not supported */
export function readSentencePieceModel(bytes: Uint8Array): SentencePieceModel {
  const pieces: Piece[] = [];
  let trainer = readTrainerSpec(new Uint8Array(0));
  let normaliser = readNormaliserSpec(new Uint8Array(0));
  for (const { number, bytes: message } of readFields(bytes)) {
    if (number === 1) pieces.push(readPiece(message));
    if (number === 2) trainer = readTrainerSpec(message);
    if (number === 3) normaliser = readNormaliserSpec(message);
  }
  const kind = kinds[trainer.kind];
  const unknownId = pieces.findIndex(({ type }) => type === 'unknown');
  if (!kind || unknownId < 0 || trainer.isSuffix)
    return refuseTokenizer(
      'the SentencePiece model is of a kind that is not supported',
      'BPE and Unigram are, with an unknown piece and white space before words.',
    );
  const { hasByteFallback, unknownSurface } = trainer;
  return { kind, pieces, unknownId, hasByteFallback, unknownSurface, ...normaliser };
}
