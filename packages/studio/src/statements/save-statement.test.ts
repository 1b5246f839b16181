import { statement } from '@slipway/contracts';
import { describe, expect, it } from 'vitest';
import { statementCsv } from './save-statement.ts';

const amounts = {
  numRequests: 3,
  numPromptTokens: 1_836,
  numCachedTokens: 123,
  numOutputTokens: 231,
  amountMicroUnits: 644,
  currency: 'EUR',
};
const csvOf = (customer: string) =>
  statementCsv(
    statement.parse({ groupBy: ['customer'], lines: [{ customer, ...amounts }], total: amounts }),
  ).split('\r\n');

describe('a statement as CSV', () => {
  it('has a header and whole micro-units', () => {
    expect(csvOf('华东商业银行')).toEqual([
      'customer,numRequests,numPromptTokens,numCachedTokens,numOutputTokens,amountMicroUnits,currency',
      '华东商业银行,3,1836,123,231,644,EUR',
      '',
    ]);
  });

  it('quotes what must be quoted', () => {
    expect(csvOf('Smith, "Sons"')[1]).toMatch(/^"Smith, ""Sons""",3/);
  });

  it('lets no spreadsheet take a name for a formula', () => {
    expect(csvOf('=HYPERLINK("x")')[1]).toMatch(/^"'=HYPERLINK/);
    expect(csvOf('-1+2')[1]).toMatch(/^'-1\+2,/);
  });
});
