/**
 * The one place where this package makes errors.
 * Invariant: every failure a person can mend (a broken file, a wrong adapter, a full disk) is a SlipwayError with a code,
 * the file and place in its message, and a remedy.
 */
import { type ErrorCode, SlipwayError } from '@slipway/contracts';

export type WeightsErrorCode = Extract<ErrorCode, `weights-${string}` | 'disk-full'>;

const hints: Record<WeightsErrorCode, string> = {
  'weights-file-invalid': 'Fetch or make the file again; its contents do not follow the format.',
  'weights-file-truncated': 'The file ends early: fetch it again and check its digest.',
  'weights-type-unsupported': 'Use a file whose tensors are F32, F16, BF16, Q8_0, Q4_x, Q5_x or a K-quant.',
  'weights-tensor-missing': 'Check that the adapter was trained on this base model.',
  'weights-shape-mismatch': 'Check that both files belong to the same model.',
  'disk-full': 'Free disk space and start again; nothing half written was kept.',
};

/**
 * Makes an error of this package.
 * @param code one of the weights codes
 * @param message what happened and where, in one sentence
 * @param options `hint` replaces the code's usual remedy; `cause` is the error below
 */
export function makeWeightsError(
  code: WeightsErrorCode,
  message: string,
  options: { hint?: string; cause?: unknown } = {},
): SlipwayError {
  return new SlipwayError({ code, message, hint: options.hint ?? hints[code], cause: options.cause });
}
