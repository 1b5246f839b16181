/**
 * Hashes and signs a text for the search for duplicates, before personal data is masked: texts that differ in nothing else are not to
 * become equal by it.
 */
import type { ScanTools } from './open-scan-tools.ts';
import type { Draft } from './scan-step.ts';

export function signText(draft: Draft, tools: ScanTools): undefined {
  const { kernels, signer } = tools;
  draft.hash = hashText(draft, tools);
  if (!signer) return;
  const out = kernels.reserve(signer.signatureBytes);
  signer.sign(draft.pointer, draft.length, out);
  draft.signature = kernels.bytes().slice(out, out + signer.signatureBytes);
}

/** Two 64-bit hashes of a text. */
export function hashText({ pointer, length }: Draft, { kernels }: ScanTools): readonly [bigint, bigint] {
  const hash = (seed: bigint) => BigInt.asUintN(64, kernels.calls.hash64(pointer, length, seed));
  return [hash(0n), hash(1n)];
}
