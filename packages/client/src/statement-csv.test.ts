import { statement } from '@slipway/contracts';
import { describe, expect, it } from 'vitest';
import { statementCsv } from './statement-csv.ts';

const amounts = {
  numRequests: 3,
  numPromptTokens: 1_836,
  numCachedTokens: 123,
  numOutputTokens: 231,
  amountMicroUnits: 644,
  currency: 'EUR',
};
const csvOf = (customer: string, amountMicroUnits = amounts.amountMicroUnits) =>
  statementCsv(
    statement.parse({
      groupBy: ['customer'],
      lines: [{ customer, ...amounts, amountMicroUnits }],
      total: amounts,
    }),
  ).split('\r\n');

describe('a statement as CSV', () => {
  it('has a header, whole micro-units and the amount', () => {
    expect(csvOf('华东商业银行')).toEqual([
      'customer,numRequests,numPromptTokens,numCachedTokens,numOutputTokens,amountMicroUnits,amount,currency',
      '华东商业银行,3,1836,123,231,644,0.000644,EUR',
      '',
    ]);
  });

  it('prints amounts exactly', () => {
    const amountOf = (amountMicroUnits: number) => csvOf('A', amountMicroUnits)[1]?.split(',')[6];
    expect([0, 5, 1_500_000, -20_000, 123_456_789_012, 9_007_199_254_740_991].map(amountOf)).toEqual([
      '0.00',
      '0.000005',
      '1.50',
      '-0.02',
      '123456.789012',
      '9007199254.740991',
    ]);
  });

  it('quotes what must be quoted', () => {
    expect(csvOf('Smith, "Sons"')[1]).toMatch(/^"Smith, ""Sons""",3/);
  });

  it('lets no spreadsheet take a name for a formula', () => {
    expect(csvOf('=HYPERLINK("x")')[1]).toMatch(/^"'=HYPERLINK/);
    expect(csvOf('-1+2')[1]).toMatch(/^'-1\+2,/);
    expect(csvOf("-1+cmd|' /C calc'!A0")[1]).toMatch(/^'-1\+cmd\|/);
  });
});
