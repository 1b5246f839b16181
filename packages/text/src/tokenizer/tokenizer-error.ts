/** The error of a vocabulary that cannot be encoded exactly: it is refused rather than read nearly right. */
import { SlipwayError } from '@slipway/contracts';

export function refuseTokenizer(message: string, hint: string): never {
  throw new SlipwayError({ code: 'argument-invalid', message, hint });
}
