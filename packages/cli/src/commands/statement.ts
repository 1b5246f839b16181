/**
 * `slipway statement`: what was used and what it costs, as a table, JSON or CSV.
 */
import { statementCsv } from '@slipway/client';
import { SlipwayError, type Statement, type StatementLine, statementDimension } from '@slipway/contracts';
import { parseArgument } from '../arguments/parse-argument.ts';
import { parseInstant } from '../arguments/parse-instant.ts';
import type { CommandContext } from '../context/command-context.ts';
import { formatCount, formatMoney } from '../output/duration.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

interface StatementOptions {
  by: string;
  from?: string;
  until?: string;
  csv?: boolean;
  day?: boolean;
}

export const statement: Command = {
  register: (program, contextOf) => {
    program
      .command('statement')
      .description('Usage and amounts, grouped')
      .option('--by <dimensions>', `of ${statementDimension.options.join(', ')}`, 'customer,model')
      .option('--from <instant>', 'ISO 8601')
      .option('--until <instant>', 'ISO 8601')
      .option('--day', 'periods of a day, not a month')
      .option('--csv', 'as CSV')
      .action(async (options: StatementOptions) => {
        const context = await contextOf();
        if (options.csv && context.output.isJson) throw twoForms();
        const { from, until } = options;
        const by = options.by
          .split(',')
          .map((word) => parseArgument(statementDimension, word.trim(), '--by'));
        const query = {
          by: by.join(','),
          granularity: options.day ? ('day' as const) : ('month' as const),
          ...(from === undefined ? {} : { from: parseInstant(from, '--from') }),
          ...(until === undefined ? {} : { until: parseInstant(until, '--until') }),
        };
        const answer = await context.withClient((client) => client.showStatement({ query }));
        if (context.output.isJson) context.output.printJson(answer);
        else if (options.csv) context.output.print(statementCsv(answer).trimEnd());
        else printStatement(answer, context);
      });
  },
};

function twoForms(): SlipwayError {
  return new SlipwayError({
    code: 'argument-invalid',
    message: '--csv and --json exclude each other',
    hint: 'Give one of them.',
  });
}

function printStatement(answer: Statement, { output, texts }: CommandContext): void {
  if (answer.lines.length === 0) {
    output.print(texts.nothingYet);
    return;
  }
  const dimensions = answer.groupBy.map((name) => ({
    title: texts[name],
    value: (line: StatementLine) =>
      line[name] ?? (line === answer.total && name === answer.groupBy[0] ? texts.total : ''),
  }));
  output.print(
    renderTable<StatementLine>(
      [...answer.lines, answer.total],
      [
        ...dimensions,
        { title: texts.requests, value: (line) => formatCount(line.numRequests), align: 'right' },
        { title: texts.tokensIn, value: (line) => formatCount(line.numPromptTokens), align: 'right' },
        { title: texts.tokensCached, value: (line) => formatCount(line.numCachedTokens), align: 'right' },
        { title: texts.tokensOut, value: (line) => formatCount(line.numOutputTokens), align: 'right' },
        {
          title: texts.amount,
          value: (line) => formatMoney(line.amountMicroUnits, line.currency),
          align: 'right',
        },
      ],
    ),
  );
}
