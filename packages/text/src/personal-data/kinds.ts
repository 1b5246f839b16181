/**
 * Kinds of personal data: what each is called, and what stands in its place in a masked text.
 * Invariant: a kind's place is its number in `kernels/personal-kinds.ts`; tokens are ASCII of at most 24 bytes.
 */
export const personalDataKinds = [
  'email',
  'phone',
  'chinese-mobile',
  'ipv4',
  'ipv6',
  'iban',
  'bank-card',
  'chinese-identity',
  'chinese-plate',
  'chinese-credit-code',
  'aws-key',
  'github-token',
  'model-key',
  'slack-token',
  'google-key',
  'web-token',
  'private-key',
  'secret',
] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

/** The token of each kind; telephones share one, and so do all keys. */
export const maskTokens: Readonly<Record<PersonalDataKind, string>> = {
  email: '<EMAIL>',
  phone: '<PHONE>',
  'chinese-mobile': '<PHONE>',
  ipv4: '<IP_ADDRESS>',
  ipv6: '<IP_ADDRESS>',
  iban: '<IBAN>',
  'bank-card': '<CARD_NUMBER>',
  'chinese-identity': '<ID_NUMBER>',
  'chinese-plate': '<PLATE>',
  'chinese-credit-code': '<CREDIT_CODE>',
  'aws-key': '<SECRET>',
  'github-token': '<SECRET>',
  'model-key': '<SECRET>',
  'slack-token': '<SECRET>',
  'google-key': '<SECRET>',
  'web-token': '<SECRET>',
  'private-key': '<SECRET>',
  secret: '<SECRET>',
};
